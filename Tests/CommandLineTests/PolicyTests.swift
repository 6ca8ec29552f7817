import CommandLine
import JSON
import Sandbox
import Testing

@Suite struct PolicyTests {
  @Test func `a rule that denies is shown by plan and refused by apply until approved`()
    async throws
  {
    let project = try await TestProject()
    try project.configure("policies: [gcsync:standard]")
    #expect(await project.run("apply", "--yes").code == .done)
    try project.edit("retentionPeriodDays: 30", "retentionPeriodDays: 20")
    let plan = await project.run("plan", "--output", "json")
    #expect(plan.code == .changes)
    #expect(plan.json["unsafe"]?.array?.first?["rule"] == "retention-shortened")
    #expect(await project.run("apply", "--yes").code == .refused)
    let id = plan.json["planId"]?.string ?? ""
    #expect(await project.run("apply", "--yes", "--approve-unsafe", id).code == .done)
    try project.edit("retentionPeriodDays: 20", "retentionPeriodDays: 40")
    #expect(await project.run("apply", "--yes").code == .done)
    try await project.end()
  }

  @Test func `a rule of one's own warns, with its words and its name`() async throws {
    let project = try await TestProject()
    try project.configure("policies: [rules]")
    try project.write(
      """
      apiVersion: gcsync/v1
      kind: Rule
      metadata: {name: no-chat}
      spec:
        level: warn
        message: chats are recorded elsewhere
        match:
          properties:
            after: {properties: {recordingTypes: {contains: {const: chat}}}, required: [recordingTypes]}
          required: [after]
      """, to: "rules")
    let plan = await project.run("plan", "--output", "json")
    let finding = plan.json["findings"]?.array?.first { $0["code"] == "policy" }
    #expect(
      finding?["message"]
        == "RecordingPolicy/voice: chats are recorded elsewhere (rule no-chat)")
    #expect(plan.json["unsafe"] == [])
    try await project.end()
  }

  @Test func `a pattern names files of rules, and one that names none is an error`() async throws {
    let project = try await TestProject()
    try project.configure("policies: [\"p-*.yaml\"]")
    let missing = await project.run("validate")
    #expect(missing.code == .invalid)
    #expect(missing.err.contains("there is no \(project.folder)/p-*.yaml"))
    for name in ["one", "two"] {
      try project.write(
        """
        apiVersion: gcsync/v1
        kind: Rule
        metadata: {name: \(name)}
        spec: {level: deny, message: never, match: true}
        """, to: "p-\(name).yaml")
    }
    let plan = await project.run("plan", "--output", "json")
    let rules = Set((plan.json["unsafe"]?.array ?? []).compactMap { $0["rule"]?.string })
    #expect(rules == ["one", "two"])
    try await project.end()
  }

  @Test func `a broken rule is exit 4 with its place`() async throws {
    let project = try await TestProject()
    try project.configure("policies: [rules, nowhere]")
    try project.write(
      """
      apiVersion: gcsync/v1
      kind: Rule
      metadata: {name: x}
      spec:
        level: perhaps
        match: {}
        message: no
      """, to: "rules")
    let plan = await project.run("plan")
    #expect(plan.code == .invalid)
    #expect(plan.err.contains("rules:5:10"))
    #expect(plan.err.contains("[missing-path]"))
    #expect(project.sandbox.counts.isEmpty)
    try await project.end()
  }

  @Test func `the standard rules let a webhook go`() async throws {
    let project = try await TestProject()
    try project.configure("policies: [gcsync:standard]")
    #expect(await project.run("apply", "--yes").code == .done)
    let destroy = await project.run("destroy", "--yes", "--kind", "Webhook")
    #expect(destroy.code == .done, "\(destroy.err)")
    try await project.end()
  }
}
