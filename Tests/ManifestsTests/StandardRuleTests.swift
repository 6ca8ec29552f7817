import Diagnostics
import Foundation
import JSON
import Manifests
import Reconciler
import Testing

/// The rules that come with gcsync, held over changes as a plan shows them.
@Suite struct StandardRuleTests {
  private func broken(by change: JSON) throws -> [String] {
    let folder = NSTemporaryDirectory() + "gcsync-rules-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try """
    apiVersion: gcsync/v1
    kind: Project
    owner: o
    policies: [gcsync:standard]
    environments: {dev: {genesys: {profile: guide}}}
    """.write(toFile: folder + "/gcsync.yaml", atomically: true, encoding: .utf8)
    let (kinds, _) = KindLibrary.load()
    let project = try Project.load(folder: folder, shownAs: ".", kinds: kinds)
    let set = RuleSet.load(project: project, kinds: kinds)
    #expect(set.diagnostics.isEmpty)
    return set.rules.filter { $0.applies(to: change) }.map(\.name)
  }

  private func target(_ encryption: JSON?) -> JSON {
    var configuration: JSON = ["bucket": "b"]
    configuration["serverSideEncryption"] = encryption
    return [
      "kind": "StorageTarget", "action": "update", "findings": [], "fields": [],
      "after": ["configuration": configuration],
    ]
  }

  @Test(arguments: ["AES256", "aws:kms", "aws:kms:dsse"])
  func `an encrypted target is fine`(encryption: String) throws {
    #expect(try broken(by: target(.string(encryption))) == [])
  }

  @Test func `a target without encryption is not`() throws {
    #expect(try broken(by: target(nil)) == ["encryption-required"])
    #expect(try broken(by: target("none")) == ["encryption-required"])
  }

  @Test(arguments: [("down", true), ("up", false)])
  func `a retention may grow and not shrink`(trend: String, isBroken: Bool) throws {
    let change: JSON = [
      "kind": "RecordingPolicy", "action": "update", "after": [:],
      "fields": [["path": "/spec/retentionPeriodDays", "trend": .string(trend)]],
    ]
    #expect(try broken(by: change) == (isBroken ? ["retention-shortened"] : []))
  }

  @Test(arguments: [("http://a", true), ("HTTP://a", true), ("https://a", false)])
  func `a webhook sends over https only`(url: String, isBroken: Bool) throws {
    let change: JSON = [
      "kind": "Webhook", "action": "create", "fields": [], "after": ["targetUrl": .string(url)],
    ]
    #expect(try broken(by: change) == (isBroken ? ["webhook-over-http"] : []))
  }

  @Test func `a bucket that nobody could look at is not written to`() throws {
    var change = target("AES256")
    change["findings"] = ["contents-unknown"]
    #expect(try broken(by: change) == ["unchecked-bucket"])
  }
}
