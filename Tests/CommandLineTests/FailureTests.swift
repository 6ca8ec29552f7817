import CommandLine
import JSON
import Sandbox
import Testing

@Suite struct FailureTests {
  @Test func `a broken manifest is exit 4 with every problem and nothing contacted`() async throws {
    let project = try await TestProject(
      """
      apiVersion: gcsync/v1
      kind: RecordingPolicy
      metadata: {name: voice}
      spec:
        recordingTypes: [fax]
        storageTargetId: {ref: {kind: StorageTarget, name: nowhere}}
        retentionPeriodDays: ${days}
        colour: blue
      """)
    for command in ["validate", "plan", "drift"] {
      let outcome = await project.run(command)
      #expect(outcome.code == .invalid)
      for code in ["unknown-field", "unknown-reference", "undeclared-variable"] {
        #expect(outcome.err.contains("[\(code)]"), "\(command) reports \(code)")
      }
      #expect(outcome.err.contains("all.yaml:8:3"))
    }
    #expect(await project.run("apply", "--yes").code == .invalid)
    #expect(project.sandbox.counts.isEmpty)
    try await project.end()
  }

  @Test func `a missing permission is exit 3 and named`() async throws {
    let project = try await TestProject()
    try project.sandbox.mutate(["deny": ["webhook:read"]])
    let plan = await project.run("plan")
    #expect(plan.code == .authentication)
    #expect(plan.out.contains("webhook:read"))
    let apply = await project.run("apply", "--yes")
    #expect(apply.code == .authentication)
    #expect(project.writes == 0)
    #expect(project.stateText.contains("\"WARNING\""))
    try await project.end()
  }

  @Test func `a missing bucket holds up its target and what needs it, and nothing else`()
    async throws
  {
    let project = try await TestProject()
    try project.sandbox.mutate(["op": "deleteBucket", "name": "recordings"])
    let plan = await project.run("plan", "--output", "json")
    #expect(plan.code == .changes)
    let blocked = (plan.json["changes"]?.array ?? []).filter { $0["blockedBy"] != [] }
    #expect(blocked.map { $0["kind"] } == ["RecordingPolicy", "StorageTarget"])
    let apply = await project.run("apply", "--yes", "--output", "json")
    #expect(apply.code == .partial)
    #expect(project.sandbox.counts["PUT /api/v2/webhooks/{id}"] == 1)
    #expect(project.sandbox.counts["PUT /api/v2/recording/storage/targets/{id}"] == nil)
    try await project.end()
  }

  @Test(arguments: [
    ["status": 200, "headers": ["Content-Type": "text/html"], "body": "<html></html>"] as JSON,
    ["status": 500, "body": "boom"],
    ["status": 200, "body": "{\"entities\":"],
    ["status": 400, "body": "{\"message\":\"no\",\"code\":\"bad.request\",\"status\":400}"],
  ])
  func `a list that cannot be read is incomplete, and then nothing is written`(
    answer: JSON
  ) async throws {
    let project = try await TestProject()
    try project.sandbox.setFaults([
      "faults": [["match": ["method": "GET", "path": "/api/v2/webhooks*"], "then": answer]]
    ])
    let plan = await project.run("plan", "--output", "json")
    #expect(plan.code == .error)
    #expect(plan.json["partial"] == true)
    #expect(plan.json["changes"]?.array?.count == 2)
    #expect(await project.run("apply", "--yes").code == .error)
    #expect(project.writes == 0)
    try await project.end()
  }

  @Test func `a failed write takes what needs it with it and leaves the rest`() async throws {
    let project = try await TestProject()
    try project.sandbox.setFaults([
      "faults": [
        [
          "match": ["method": "PUT", "path": "/api/v2/recording/storage/targets/*"],
          "then": [
            "status": 400,
            "body": "{\"message\":\"Bad bucket\",\"code\":\"invalid.value\",\"status\":400}",
          ],
        ]
      ]
    ])
    let apply = await project.run("apply", "--yes", "--output", "json")
    #expect(apply.code == .partial)
    #expect(apply.json["metrics"]?["success_count"] == 1)
    #expect(apply.json["metrics"]?["failure_count"] == 1)
    #expect(apply.json["metrics"]?["skipped_count"] == 1)
    #expect(apply.json["compliance_status"] == "WARNING")
    #expect(apply.out.contains("Bad bucket"))
    try await project.end()
  }

  @Test func `lost answers and early drops are repeated without harm`() async throws {
    let project = try await TestProject()
    try project.sandbox.setFaults([
      "faults": [
        ["match": ["method": "PUT"], "then": ["drop": "after"], "times": 2],
        [
          "match": ["method": "GET", "path": "/api/v2/webhooks*"], "then": ["drop": "before"],
          "times": 1,
        ],
      ]
    ])
    #expect(await project.run("apply", "--yes").code == .done)
    #expect(await project.run("plan").code == .done)
    try await project.end()
  }

  @Test func `apply with nobody to ask names the flag`() async throws {
    let project = try await TestProject()
    let apply = await project.run("apply")
    #expect(apply.code == .error)
    #expect(apply.err.contains("--yes"))
    #expect(project.writes == 0)
    try await project.end()
  }

  @Test func `a secret that cannot be read is a warning to plan and an error to apply`()
    async throws
  {
    let project = try await TestProject()
    let plan = await project.run("plan", environment: ["HOOK_KEY": ""])
    #expect(plan.code == .changes)
    #expect(plan.out.contains("unresolved-secret"))
    let apply = await project.run("apply", "--yes", environment: ["HOOK_KEY": ""])
    #expect(apply.code == .error)
    #expect(project.writes == 0)
    try await project.end()
  }

  @Test func `a tampered report breaks the audit chain`() async throws {
    let project = try await TestProject()
    let apply = await project.run("apply", "--yes", "--output", "json")
    let run = try #require(apply.json["run"]?["id"]?.string)
    try project.write(apply.out.replacing("PASS", with: "FAKE"), to: ".gcsync/audit/\(run).json")
    #expect(await project.run("audit", "verify").code == .error)
    try await project.end()
  }
}

@Suite struct ArgumentTests {
  @Test(arguments: [
    (["plam"], "did you mean gcsync plan?"), (["plan", "--outptu", "json"], "--output"),
    (["plan", "--output", "xml"], "text, json, markdown"), (["apply", "--budget", "0"], "60%"),
    (["plan", "--now", "yesterday"], "2026"), (["plan", "--color", "blue"], "always"),
  ])
  func `a slip on the command line is answered with what was meant`(
    words: [String], remedy: String
  ) async throws {
    let project = try await TestProject()
    let outcome = await project.run(words: words)
    #expect(outcome.code == .error)
    #expect(outcome.err.contains(remedy))
    try await project.end()
  }

  @Test func `every command has help`() async throws {
    let project = try await TestProject()
    for command in [
      "validate", "render", "schema", "explain", "plan", "apply", "drift", "audit", "sandbox",
      "demo", "version",
    ] {
      let help = await project.run(command, "--help")
      #expect(help.code == .done)
      #expect(help.out.contains("Usage: gcsync \(command)"))
    }
    try await project.end()
  }

  @Test func `a variable that contradicts the project is a warning, and the project counts`()
    async throws
  {
    let project = try await TestProject()
    let plan = await project.run("plan", environment: ["AWS_REGION": "eu-west-1"])
    #expect(plan.code == .changes)
    #expect(
      plan.err.contains(
        "warning[contradicting-variable]: AWS_REGION is eu-west-1, and aws.region of dev is us-east-1"
      ))
    #expect(
      !(await project.run("plan", environment: ["AWS_REGION": "us-east-1"])).err
        .contains("contradicting-variable"))
    try await project.end()
  }

  @Test func `standard error is events alone where the log is JSON`() async throws {
    let project = try await TestProject()
    for words in [
      ["apply", "--yes"], ["plan", "--out", project.path("x.plan")], ["drift", "--accept"],
      ["apply", "--resume", "r-none"], ["apply"],
    ] {
      let outcome = await project.run(words: words + ["--log-format", "json"])
      for line in outcome.err.split(separator: "\n") {
        #expect((try? JSON.parse(String(line)))?["format"] == "gcsync.event/1", "\(words): \(line)")
      }
    }
    try await project.end()
  }
}
