import CommandLine
import Foundation
import JSON
import Manifests
import Reconciler
import Sandbox
import Testing

/// A whole org of the Platform API as manifests.
@Suite struct PlatformExportTests {
  @Test func `an export of the whole org validates and plans nothing`() async throws {
    let project = try await PlatformOrg.project()
    let export = await project.run("export", "--out", project.path("manifests"))
    #expect(export.code == .done, "\(export.err)")
    let kinds = EveryKind.library.kinds.values.count { kind in
      kind.wires[.platform].map {
        $0.service == .genesys && $0.exportedAs == nil && $0.identity != .parts
      } ?? false
    }
    #expect(export.err.contains("reading \(kinds) collections of the org\n"))
    #expect(!export.err.contains("could not be read"))
    #expect(export.err.contains("the export took "))
    #expect(project.writes == 0)
    let validate = await project.run("validate")
    #expect(validate.code == .done, "\(validate.err)")
    let plan = await project.run("plan")
    #expect(plan.code == .done, "\(plan.out)")
    #expect(project.writes == 0)
    try await project.end()
  }

  @Test func `what is only looked up is referred to as external, by a name that leads to it alone`()
    async throws
  {
    let project = try await PlatformOrg.project()
    #expect(await project.run("export", "--out", project.path("out")).code == .done)
    let kinds = try FileManager.default.contentsOfDirectory(atPath: project.path("out"))
    #expect(Set(kinds).isDisjoint(with: ["User", "Flow", "WrapupCode", "Language", "Team"]))
    func external(_ kind: String, _ name: String, _ indent: String) -> String {
      ["ref:", "  kind: \(kind)", "  name: \(name)", "  external: true"]
        .joined(separator: "\n\(indent)")
    }
    let policy = try project.text(of: "out/MediaRetentionPolicy/keep.yaml")
    #expect(policy.contains(external("User", "ann@example.com", "            ")))
    let support = try project.text(of: "out/Queue/Support.yaml")
    #expect(support.contains(external("Flow", "Callback", "    ")))
    #expect(support.contains("ref:\n      kind: Division\n      name: Sales\n"))
    // Two flows are called so.
    #expect(try project.text(of: "out/Queue/Sales.yaml").contains("queueFlow:\n    id: f-2\n"))
    try await project.end()
  }

  @Test func `the one object of a kind is named after it`() async throws {
    let project = try await PlatformOrg.project()
    #expect(await project.run("export", "--out", project.path("out")).code == .done)
    for (kind, name) in [
      ("RecordingSettings", "recording-settings"), ("ReportingSettings", "reporting-settings"),
      ("KeyRotationSchedule", "key-rotation-schedule"),
    ] {
      let text = try project.text(of: "out/\(kind)/\(name).yaml")
      #expect(text.contains("metadata:\n  name: \(name)\n"))
    }
    try await project.end()
  }

  @Test func `kinds that cannot be read are left out and told, the others are exported`()
    async throws
  {
    let project = try await PlatformOrg.project()
    try project.sandbox.mutate(["deny": ["routing:queue:view", "directory:user:view"]])
    let denied = await project.run("export", "--out", project.path("manifests"))
    #expect(denied.code == .authentication)
    #expect(denied.err.contains("error[permission-denied]: Queue could not be exported"))
    #expect(denied.err.contains("error[permission-denied]: User could not be looked up"))
    #expect(denied.err.contains("give the OAuth client a role with routing:queue:view\n"))
    #expect(denied.err.contains("exported; 2 kinds could not be read\n"))
    let policy = try project.text(of: "manifests/MediaRetentionPolicy/keep.yaml")
    #expect(policy.contains("- id: u-1\n") && policy.contains("- id: q-1\n"))
    #expect(await project.run("validate").code == .done)
    let plan = await project.run("plan")
    #expect(plan.code == .done, "\(plan.out)")
    try project.sandbox.setFaults([
      "faults": [["match": ["path": "/api/v2/groups*"], "then": ["status": 501]]]
    ])
    let broken = await project.run("export")
    #expect(broken.code == .error, "a failure that is none of permission")
    #expect(broken.err.contains("reading it takes directory:group:view"))
    try await project.end()
  }

  @Test func `a kind that is only looked up, or stands for others, is skipped with a warning`()
    async throws
  {
    let project = try await PlatformOrg.project()
    let export = await project.run("export", "User", "Webhook", "StorageTarget", "Group")
    #expect(export.code == .done)
    #expect(export.err.contains("warning[lookup-only]"))
    #expect(export.err.contains("a StorageTarget of this org is exported as the Integration"))
    #expect(export.err.contains("what stands for a Webhook in this org is exported as the kinds"))
    #expect(export.err.contains("1 kind, 1 object exported\n"))
    #expect(export.out.contains("kind: Group") && !export.out.contains("kind: User"))
    try await project.end()
  }
}
