import Diagnostics
import Foundation
import JSON
import Manifests
import Testing

@Suite struct RuleTests {
  private func codes(_ files: [String: String]) throws -> [String] {
    try Fixture(files).load().diagnostics.filter { $0.severity == .error }.map(\.code)
  }

  private func webhook(_ spec: String, metadata: String = "{name: w}") -> String {
    """
    apiVersion: gcsync/v1
    kind: Webhook
    metadata: \(metadata)
    spec: \(spec)

    """
  }

  private static let url = "targetUrl: \"https://a.example\", events: [e]"

  @Test(arguments: [
    ("{targetUrl: \"http://a.example\", events: [e]}", ["insecure-url"]),
    ("{\(url), authentication: {type: bearer}}", ["missing-field"]),
    ("{\(url), authentication: {type: none, token: {secretRef: \"env:T\"}}}", ["plain"]),
    ("{\(url), colour: blue}", ["unknown-field"]),
    ("{\(url)}", []),
  ])
  func `a webhook is held to its rules`(spec: String, expected: [String]) throws {
    let found = try codes(["manifests/w.yaml": webhook(spec)])
    if expected == ["plain"] {
      #expect(!found.isEmpty)
    } else {
      #expect(found == expected)
    }
  }

  @Test func `a dollar twice is a dollar`() throws {
    let set = try Fixture([
      "manifests/w.yaml": webhook("{name: \"$${retention} ${retention}\", \(Self.url)}")
    ]).load()
    #expect(set.manifests.first?.spec["name"] == "${retention} 365")
  }

  @Test func `a reference to another kind is named`() throws {
    let text = policy("p").replacing("kind: StorageTarget", with: "kind: Webhook")
    #expect(try codes(["manifests/p.yaml": text]) == ["wrong-kind"])
  }

  @Test func `two manifests of one id are named`() throws {
    let spec = "{\(Self.url)}"
    let text =
      webhook(spec, metadata: "{name: a, id: x-1}") + "---\n"
      + webhook(spec, metadata: "{name: b, id: x-1}")
    #expect(try codes(["manifests/w.yaml": text]) == ["shared-id"])
  }

  @Test(arguments: [
    ("[/spec/enabled]", "{enabled: false}", ["locked-field"]),
    ("[/spec/enabled]", "{targetUrl: \"https://b.example\"}", []),
  ])
  func `an overlay leaves alone what is locked`(
    locked: String, overlay: String, expected: [String]
  ) throws {
    let base = webhook(
      "{\(Self.url), enabled: true}", metadata: "{name: w, locked: \(locked)}")
    let found = try codes(["manifests/w.yaml": base, "envs/dev/w.yaml": webhook(overlay)])
    #expect(found == expected)
  }

  @Test(arguments: [("min", "400", []), ("min", "300", ["locked-field"]), ("max", "300", [])])
  func `a lock with a bound lets overlays only tighten`(
    bound: String, days: String, expected: [String]
  ) throws {
    let base = target("a").replacing(
      "{name: a}", with: "{name: a, locked: {/spec/retentionPeriodDays: \(bound)}}")
    let overlay = """
      apiVersion: gcsync/v1
      kind: StorageTarget
      metadata: {name: a}
      spec: {retentionPeriodDays: \(days)}
      """
    #expect(try codes(["manifests/a.yaml": base, "envs/dev/a.yaml": overlay]) == expected)
  }

  @Test func `an overlay that says what has no effect is an error`() throws {
    let overlay = webhook("{enabled: false}", metadata: "{name: w, lables: {a: b}}")
    let set = try Fixture([
      "manifests/w.yaml": webhook("{\(Self.url)}"), "envs/dev/w.yaml": overlay,
    ]).load()
    let found = set.diagnostics.first { $0.code == "unknown-field" }
    #expect(found?.hint == "did you mean \"labels\"?")
  }

  @Test func `an overlay of nothing must be complete`() throws {
    #expect(
      try codes(["manifests/a.yaml": target("a"), "envs/dev/w.yaml": webhook("{enabled: false}")])
        == ["missing-field", "missing-field"])
  }

  @Test func `an error in an overlaid value names both places`() throws {
    let overlay = """
      apiVersion: gcsync/v1
      kind: StorageTarget
      metadata: {name: a}
      spec: {retentionPeriodDays: 0}
      """
    let set = try Fixture(["manifests/a.yaml": target("a"), "envs/dev/a.yaml": overlay]).load()
    let found = set.diagnostics.first { $0.code == "out-of-range" }
    #expect(found?.location?.file.name == "envs/dev/a.yaml")
    #expect(found?.notes.first?.location?.file.name == "manifests/a.yaml")
  }

  @Test(arguments: [
    (String(repeating: "[", count: 10_000), "yaml-limit"), ("a: b\0c", "yaml-character"),
    ("just text", "not-a-manifest"), ("kind: Own", "unknown-kind"), ("a: [", "yaml-syntax"),
  ])
  func `what is no manifest is a problem and never a crash`(text: String, code: String) throws {
    #expect(try codes(["manifests/a.yaml": text]).contains(code))
  }

  @Test func `a folder that links to itself is read once`() throws {
    let fixture = try Fixture(["manifests/a.yaml": target("a")])
    try FileManager.default.createSymbolicLink(
      atPath: fixture.folder + "/manifests/again", withDestinationPath: ".")
    let set = try fixture.load()
    #expect(set.manifests.count == 1 && !set.diagnostics.hasErrors)
  }
}
