import CommandLine
import JSON
import Sandbox
import Testing
import World

/// What a result says, and how its command ends, where something is wrong.
@Suite struct FailedResultTests {
  /// Credentials that AWS does not take.
  private static let expired = ["AWS_SECRET_ACCESS_KEY": "expired"]

  @Test func `credentials that AWS does not take are no drift, and no plan to be saved`()
    async throws
  {
    let project = try await TestProject()
    #expect(await project.run("apply", "--yes").code == .done)
    let drift = await project.run("drift", environment: Self.expired)
    #expect(drift.code == .authentication, "\(drift.out)")
    #expect(drift.out.contains(" held up"), "\(drift.out)")
    let path = project.path("release.gcplan")
    let plan = await project.run(
      "plan", "--exit-zero", "--out", path, "--output", "ndjson", environment: Self.expired)
    #expect(plan.code == .authentication)
    #expect(plan.out.contains("\"exit_code\":3"))
    #expect(!Files.exists(path))
    try await project.end()
  }

  @Test func `what is held up is no mere change, and a saved plan still says so`() async throws {
    let project = try await TestProject()
    #expect(await project.run("apply", "--yes").code == .done)
    try project.sandbox.mutate(["op": "deleteBucket", "name": "recordings"])
    let path = project.path("release.gcplan")
    let plan = await project.run("plan", "--exit-zero", "--out", path)
    #expect(plan.code == .changes)
    let line = try #require(plan.out.split(separator: "\n").last { $0.contains(" held up") })
    let shown = await project.run("show", path)
    #expect(shown.out.contains(line), "\(shown.out)")
    #expect(await project.run("apply", path).code != .done)
    try await project.end()
  }

  @Test func `what was deleted in the org is told as that, and not taken over`() async throws {
    let project = try await TestProject()
    #expect(await project.run("apply", "--yes").code == .done)
    let id = try #require(project.sandbox.objects["genesys"]?["webhooks"]?.array?.first?["id"])
    try project.sandbox.mutate(["op": "delete", "collection": "/api/v2/webhooks", "id": id])
    let github = await project.run("drift", "--output", "github").out
    #expect(github.contains("::Webhook/hook deleted in the org%0Ahint: gcsync apply makes it anew"))
    let junit = await project.run("drift", "--output", "junit").out
    #expect(junit.contains("<failure message=\"deleted in the org\">"), "\(junit)")
    let accepted = await project.run("drift", "--accept")
    #expect(accepted.code == .changes)
    #expect(accepted.err.contains("Webhook/hook was deleted in the org, which --accept"))
    try await project.end()
  }

  @Test func `with strict a warning of a plan is an error`() async throws {
    let project = try await TestProject(
      """
      apiVersion: gcsync/v1
      kind: Webhook
      metadata: {name: hook}
      spec:
        targetUrl: https://example.com/in
        events: [a.updated]
        authentication: {type: hmac, secret: {secretRef: env:HOOK_KEY}}

      """)
    let words = ["plan", "--selector", "team=nobody"]
    let plan = await project.run(words: words)
    #expect(plan.code == .done && plan.out.contains("warning[nothing-selected]"), "\(plan.out)")
    let strict = await project.run(words: words + ["--strict"])
    #expect(strict.code == .error && strict.out.contains("error[nothing-selected]"))
    try await project.end()
  }

  @Test func `a plan that cannot be saved is not shown as one that was`() async throws {
    let project = try await TestProject()
    let outcome = await project.run(
      "plan", "--out", "/nowhere/release.gcplan", "--output", "markdown")
    #expect(outcome.code == .error)
    #expect(outcome.out.contains("### gcsync plan has failed"), "\(outcome.out)")
    #expect(!outcome.out.contains("### gcsync plan for"))
    try await project.end()
  }

  @Test func `a place that cannot be written takes nothing from the others`() async throws {
    let project = try await TestProject()
    let outcome = await project.run(
      "plan", "--output", "json=/nowhere/x.json", "--output", "markdown=\(project.path("plan.md"))")
    #expect(outcome.code == .error && outcome.err.contains("/nowhere/x.json"))
    #expect(try project.text(of: "plan.md").hasPrefix("### gcsync plan"))
    try await project.end()
  }

  @Test func `no file is written twice, or written over what is read`() async throws {
    let project = try await TestProject()
    let file = project.path("x")
    let twice = await project.run(
      "plan", "--output", "json=\(file)", "--output", "markdown=\(file)")
    #expect(twice.code == .error && twice.err.contains("is to be written twice"))
    let plan = await project.run("plan", "--out", file, "--output", "json=\(file)")
    #expect(plan.err.contains("is to be written twice"))
    #expect(await project.run("plan", "--out", file).code == .changes)
    let saved = try project.text(of: "x")
    let shown = await project.run("show", file, "--output", "json=\(file)")
    #expect(shown.code == .error && shown.err.contains("is not written over"))
    #expect(try project.text(of: "x") == saved)
    try await project.end()
  }

  @Test func `credentials that the org does not take are told once, with what to do`() async throws
  {
    let project = try await TestProject()
    try project.sandbox.setFaults([
      "faults": [
        [
          "match": ["path": "/oauth/token"],
          "then": ["status": 401, "body": ["error": "invalid_client"]],
        ]
      ]
    ])
    let plan = await project.run("plan", "--output", "json")
    #expect(plan.code == .authentication)
    let told = (plan.out + plan.err).matches(of: /check the client id, its secret/)
    #expect(told.count == 1, "\(plan.out)\(plan.err)")
    try await project.end()
  }

  @Test func `files that are not tidy are counted, with the way to tidy them`() async throws {
    let project = try await TestProject()
    try project.write("a:   1\n", to: "manifests/untidy.yaml")
    let outcome = await project.run("fmt", "--check")
    #expect(outcome.code == .changes && outcome.err.contains("gcsync fmt writes"), "\(outcome.err)")
    try await project.end()
  }
}
