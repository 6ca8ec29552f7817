import CommandLine
import Foundation
import JSON
import Sandbox
import Testing

@Suite struct ExportTests {
  /// Takes a project's manifests and its memory away, so that an export is all there is.
  private func forget(_ project: TestProject) throws {
    for folder in ["manifests", ".gcsync"] {
      try? FileManager.default.removeItem(atPath: project.path(folder))
    }
    try FileManager.default.createDirectory(
      atPath: project.path("manifests"), withIntermediateDirectories: true)
  }

  /// Says where the secrets of an export are kept, as its hints propose; returns their variables.
  private func fillIn(_ project: TestProject) throws -> [String: String] {
    var variables: [String: String] = [:]
    let files = FileManager.default.enumerator(atPath: project.path("manifests"))
    for case let name as String in files ?? .init() where name.hasSuffix(".yaml") {
      let text = try project.text(of: "manifests/\(name)")
      for match in text.matches(of: /fill-in:([A-Z0-9_]+)/) {
        variables[String(match.1)] = "filled in"
      }
      try project.write(
        text.replacingOccurrences(of: "fill-in:", with: "env:"), to: "manifests/\(name)")
    }
    return variables
  }

  private func put(_ project: TestProject, _ id: String, _ hook: JSON) throws {
    try project.sandbox.mutate([
      "op": "put", "collection": "/api/v2/webhooks", "id": .string(id), "value": hook,
    ])
  }

  @Test func `an export of every kind validates once its secrets are filled in, and plans nothing`()
    async throws
  {
    let project = try await EveryKind.project()
    #expect(await project.run("apply", "--yes", environment: EveryKind.canaries).code == .done)
    try forget(project)
    let writes = project.writes
    let out = project.path("manifests")
    #expect(await project.run("export", "--out", out).code == .done)
    let unfilled = await project.run("validate", "--output", "json")
    #expect(unfilled.code == .invalid)
    let codes = Set(
      (unfilled.json["diagnostics"]?.array ?? [])
        .filter { $0["severity"] == "error" }.compactMap { $0["code"]?.string })
    #expect(codes == ["secret-to-fill"])
    let secrets = try fillIn(project)
    #expect(secrets.count >= 3)
    let validate = await project.run("validate", environment: secrets)
    #expect(validate.code == .done, "\(validate.err)")
    let plan = await project.run("plan", "--output", "json", environment: secrets)
    #expect(plan.code == .done, "\(plan.out)")
    #expect(plan.json["summary"]?["unchanged"] == .number(JSONNumber(EveryKind.names.count)))
    #expect(project.writes == writes)
    try await project.end()
  }

  @Test func `the same org is exported to the same bytes, whatever order its lists have`()
    async throws
  {
    let project = try await EveryKind.project()
    _ = await project.run("apply", "--yes", environment: EveryKind.canaries)
    try forget(project)
    let first = await project.run("export")
    #expect(first.out.contains("---\n"))
    for _ in 0..<3 { #expect(await project.run("export").out == first.out) }
    try await project.end()
  }

  @Test func `objects that gcsync did not make are found again, whatever they are called`()
    async throws
  {
    let project = try await TestProject()
    try forget(project)
    let names = [
      "plain", "a/b#c", "twice", "twice", "Twice", "${retention} $${x}", "日本", " ", "- yes: no",
      String(repeating: "long ", count: 39),
    ]
    for (number, name) in names.enumerated() {
      try put(
        project, "0000000\(number)-aaaa",
        [
          "name": .string(name), "targetUrl": "https://example.com/${in}", "events": ["b", "a"],
          "enabled": false,
        ])
    }
    let out = project.path("manifests")
    #expect(await project.run("export", "Webhook", "--out", out).code == .done)
    let validate = await project.run("validate")
    #expect(validate.code == .done, "\(validate.err)")
    let plan = await project.run("plan", "--output", "json")
    #expect(plan.code == .done, "\(plan.out)")
    #expect(plan.json["summary"]?["unchanged"] == 10)
    let text = try project.text(of: "manifests/Webhook/plain.yaml")
    #expect(
      text == """
        apiVersion: gcsync/v1
        kind: Webhook
        metadata:
          name: plain
          id: "00000000-aaaa"
        spec:
          targetUrl: https://example.com/$${in}
          events:
            - a
            - b
          enabled: false

        """)
    try await project.end()
  }

  @Test func `ids are left out where the name leads to the object, unless they are asked for`()
    async throws
  {
    let project = try await TestProject()
    _ = await project.run("apply", "--yes")
    let plain = await project.run("export", "RecordingPolicy")
    #expect(!plain.out.contains("id:"))
    #expect(plain.out.contains("name: archive"))
    let asked = await project.run("export", "RecordingPolicy", "--with-ids")
    #expect(asked.out.contains("  id: \"\(project.id(of: "RecordingPolicy/voice") ?? "?")\"\n"))
    try await project.end()
  }

  @Test func `a file that says something else is not replaced, and then none is written`()
    async throws
  {
    let project = try await TestProject()
    _ = await project.run("apply", "--yes")
    let out = project.path("out")
    #expect(await project.run("export", "--out", out).code == .done)
    #expect(await project.run("export", "--out", out).code == .done)
    try project.write("# mine\n", to: "out/Webhook/hook.yaml")
    try FileManager.default.removeItem(atPath: project.path("out/StorageTarget"))
    let refused = await project.run("export", "--out", out)
    #expect(refused.code == .error)
    #expect(refused.err.contains("[file-exists]"))
    #expect(try project.text(of: "out/Webhook/hook.yaml") == "# mine\n")
    #expect(!FileManager.default.fileExists(atPath: project.path("out/StorageTarget")))
    try await project.end()
  }

  @Test func `a list that is not whole is not exported, the others are, and a merge does nothing`()
    async throws
  {
    let project = try await TestProject()
    _ = await project.run("apply", "--yes")
    try project.sandbox.setFaults([
      "faults": [["match": ["path": "/api/v2/webhooks*"], "then": ["status": 400]]]
    ])
    let export = await project.run("export", "--out", project.path("out"))
    #expect(export.code == .error)
    #expect(export.err.contains("reading 4 collections of the org\n"))
    #expect(export.err.contains("Webhook could not be exported: incomplete read"))
    #expect(export.err.contains("reading it takes webhook:read"))
    #expect(export.err.contains("3 kinds, 2 objects exported; 1 kind could not be read\n"))
    #expect(FileManager.default.fileExists(atPath: project.path("out/StorageTarget")))
    #expect(!FileManager.default.fileExists(atPath: project.path("out/Webhook")))
    let before = try project.text(of: "manifests/all.yaml")
    try project.changeBehindItsBack("RecordingPolicy/voice", "retentionPeriodDays", 45)
    #expect(await project.run("export", "--merge").code == .error)
    #expect(try project.text(of: "manifests/all.yaml") == before)
    #expect(await project.run("export", "--merge", "RecordingPolicy").code == .done)
    #expect(await project.run("export", "Nonsense").code == .error)
    try await project.end()
  }

  @Test func `an export without permission says which it takes, and is exit 3`() async throws {
    let project = try await TestProject()
    _ = await project.run("apply", "--yes")
    try project.sandbox.mutate(["deny": ["recording:read"]])
    let export = await project.run("export")
    #expect(export.code == .authentication)
    #expect(export.out.contains("kind: Webhook") && !export.out.contains("kind: StorageTarget"))
    #expect(export.err.contains("give the OAuth client a role with recording:read"))
    #expect(export.err.contains("2 kinds, 1 object exported; 2 kinds could not be read\n"))
    // A policy's target is known from the record, and no manifest of the export declares it.
    try project.sandbox.mutate(["deny": []])
    try project.sandbox.setFaults([
      "faults": [["match": ["path": "*targets*"], "then": ["status": 403]]]
    ])
    let policies = await project.run("export", "RecordingPolicy")
    #expect(policies.code == .authentication)
    #expect(policies.out.contains("name: archive\n      external: true\n"))
    try await project.end()
  }

  @Test func `a merge keeps what the manifests say beyond the org, and adds files for the rest`()
    async throws
  {
    let project = try await TestProject(
      "# ours\n"
        + TestProject.manifests.replacingOccurrences(of: "Days: 30", with: "Days: 30  # law"))
    _ = await project.run("apply", "--yes")
    let before = try project.text(of: "manifests/all.yaml")
    #expect(await project.run("export", "--merge").code == .done)
    #expect(try project.text(of: "manifests/all.yaml") == before)
    try project.changeBehindItsBack("RecordingPolicy/voice", "retentionPeriodDays", 45)
    try put(project, "new", ["name": "new", "targetUrl": "https://example.com/", "events": ["x"]])
    let merge = await project.run("export", "--merge")
    #expect(merge.code == .done, "\(merge.err)")
    #expect(
      try project.text(of: "manifests/all.yaml")
        == before.replacingOccurrences(of: "Days: 30", with: "Days: 45"))
    #expect(try project.text(of: "manifests/Webhook/new.yaml").contains("id: new\n"))
    let plan = await project.run("plan", "--output", "json")
    #expect(plan.code == .done, "\(plan.out)")
    #expect(plan.json["summary"]?["unchanged"] == 4)
    try await project.end()
  }

  @Test func `a merge leaves a manifest alone whose object is gone, and says so`() async throws {
    let project = try await TestProject()
    _ = await project.run("apply", "--yes")
    try project.sandbox.mutate([
      "op": "delete", "collection": "/api/v2/webhooks",
      "id": .string(project.id(of: "Webhook/hook") ?? ""),
    ])
    let merge = await project.run("export", "--merge")
    #expect(merge.code == .done)
    #expect(merge.err.contains("warning[not-in-the-org]"))
    #expect(try project.text(of: "manifests/all.yaml") == TestProject.manifests)
    try await project.end()
  }
}
