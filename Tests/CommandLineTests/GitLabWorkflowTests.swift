import Foundation
import JSON
import Sandbox
import Testing
import World

/// The pipeline for GitLab that `gcsync init` writes, each job run as a runner runs it.
@Suite(.timeLimit(.minutes(20))) struct GitLabWorkflowTests {
  @Test func `a merge request is planned with one note, and its merge applies that plan`()
    async throws
  {
    let repository = try await WorkflowRepository("gitlab")
    let run = repository.run
    #expect(try await run.play(gitLab: "validate") == 0, "\(run.log)")
    #expect(try await run.play(gitLab: "plan") == 0, "\(run.log)")
    #expect(try await run.play(gitLab: "plan") == 0, "\(run.log)")
    #expect(repository.forge.comments.count == 1)
    #expect(repository.forge.comments.last?.body.contains("Webhook/data-lake") == true)
    #expect(try repository.project.text(of: "counts.json").contains("\"create\":"))
    #expect(try repository.project.text(of: "plan.xml").contains("create Webhook/data-lake"))
    let plan = try Files.read("\(repository.project.folder)/release.gcplan")
    repository.forge.serve("/api/v4/projects/5/jobs/9/artifacts/release.gcplan", plan)
    repository.mergeOnGitLab()
    #expect(try await run.play(gitLab: "apply") == 0, "\(run.log)")
    #expect(repository.project.sandbox.objects["genesys"]?["webhooks"]?.array?.count == 1)
    #expect(repository.forge.tokens == ["Bearer t0ken"])

    #expect(try await run.play(gitLab: "drift") == 0, "\(run.log)")
    try repository.clickInOrg()
    #expect(try await run.play(gitLab: "drift") == 2)
    #expect(run.log.contains("Somebody changed what Git describes"))
    #expect(try repository.project.text(of: "drift.xml").contains("<failure message="))

    // The plan has been applied: the same again has moved.
    try repository.project.write(
      try repository.project.text(of: "envs/prod/webhooks.yaml") + "  enabled: false\n",
      to: "envs/prod/webhooks.yaml")
    #expect(try await run.play(gitLab: "plan") == 0, "\(run.log)")
    repository.forge.serve(
      "/api/v4/projects/5/jobs/9/artifacts/release.gcplan",
      try Files.read("\(repository.project.folder)/release.gcplan"))
    _ = await repository.project.run("apply", "-e", "prod", "--yes")
    try repository.clickInOrg()
    #expect(try await run.play(gitLab: "apply") == 6, "\(run.log)")
    #expect(run.log.contains("Run a pipeline by hand"))
    try await repository.end()
  }

  @Test func `a fork's plan is not applied, and one made by hand on main is`() async throws {
    let repository = try await WorkflowRepository("gitlab")
    let run = repository.run
    _ = try await run.play(gitLab: "plan")
    let plan = try Files.read("\(repository.project.folder)/release.gcplan")
    repository.forge.serve("/api/v4/projects/5/jobs/9/artifacts/release.gcplan", plan)
    repository.mergeOnGitLab(sourceProject: 6)
    #expect(try await run.play(gitLab: "apply") == 2)
    #expect(run.log.contains("Nothing was applied"))
    run.variables["CI_PIPELINE_SOURCE"] = "web"
    #expect(try await run.play(gitLab: "plan") == 0, "\(run.log)")
    #expect(try await run.play(gitLab: "apply") == 0, "\(run.log)")
    try await repository.end()
  }

  @Test func `a plan of merged results is found by the parents of its commit`() async throws {
    let repository = try await WorkflowRepository("gitlab")
    let run = repository.run
    _ = try await run.play(gitLab: "plan")
    let plan = try Files.read("\(repository.folder)/release.gcplan")
    repository.forge.serve("/api/v4/projects/5/jobs/9/artifacts/release.gcplan", plan)
    repository.mergeOnGitLab(ofMergedResults: true)
    #expect(try await run.play(gitLab: "apply") == 0, "\(run.log)")
    #expect(repository.project.sandbox.objects["genesys"]?["webhooks"]?.array?.count == 1)
    // A later commit of the branch has the head as its parent, too, and is not what was merged.
    let commits = "GET /api/v4/projects/5/repository/commits"
    #expect(!repository.forge.calls.contains("\(commits)/child"))
    try await repository.end()
  }

  @Test func `at most twenty pipelines are looked at, and without one nothing is applied`()
    async throws
  {
    let repository = try await WorkflowRepository("gitlab")
    let run = repository.run
    _ = try await run.play(gitLab: "plan")
    repository.mergeOnGitLab()
    repository.forge.answer(
      "/api/v4/projects/5/merge_requests/7/pipelines",
      .array(
        (0..<30).map { number in
          [
            "id": .number(JSONNumber(number)), "sha": .string("c\(number)"),
            "ref": "refs/merge-requests/7/merge",
          ]
        }))
    #expect(try await run.play(gitLab: "apply") == 2)
    let looked = repository.forge.calls.filter { $0.contains("/commits/c") }
    #expect(looked.count == 20)
    #expect(looked.first?.hasSuffix("/c29") == true)
    try await repository.end()
  }

  @Test func `the token does not go along to the store that the plan is in`() async throws {
    let repository = try await WorkflowRepository("gitlab")
    let run = repository.run
    let store = try FakeForge()
    _ = try await run.play(gitLab: "plan")
    store.serve("/plan", try Files.read("\(repository.folder)/release.gcplan"))
    repository.forge.redirect(
      "/api/v4/projects/5/jobs/9/artifacts/release.gcplan", to: "\(store.url)/plan")
    repository.mergeOnGitLab()
    #expect(try await run.play(gitLab: "apply") == 0, "\(run.log)")
    #expect(store.calls == ["GET /plan"])
    #expect(store.tokens == [""])
    await store.end()
    try await repository.end()
  }

  @Test func `a plan that fails is told in the note, and nothing it left is applied`() async throws
  {
    let repository = try await WorkflowRepository("gitlab")
    let run = repository.run
    #expect(try await run.play(gitLab: "plan") == 0, "\(run.log)")
    let plan = try Files.read("\(repository.folder)/release.gcplan")
    let manifest = "manifests/broken.yaml"
    try repository.project.write("kind: Nothing\n", to: manifest)
    #expect(try await run.play(gitLab: "plan") == 4)
    #expect(repository.forge.comments.count == 1)
    #expect(repository.forge.comments.last?.body.contains("### gcsync plan has failed") == true)

    // A later pipeline has taken this one's place, and written the note.
    run.variables["CI_JOB_STATUS"] = "canceled"
    let calls = repository.forge.calls.count
    _ = try await run.play(gitLab: "plan")
    #expect(repository.forge.calls.count == calls)

    try FileManager.default.removeItem(atPath: "\(repository.folder)/\(manifest)")
    repository.forge.serve("/api/v4/projects/5/jobs/9/artifacts/release.gcplan", plan)
    repository.mergeOnGitLab()
    repository.jobs(plan: "failed")
    #expect(try await run.play(gitLab: "apply") == 2)
    #expect(run.log.contains("Nothing was applied"), "\(run.log)")
    try await repository.end()
  }

  @Test func `a project in a folder of its repository is planned and applied there`() async throws {
    let repository = try await WorkflowRepository("gitlab", subfolder: "voice/eu west")
    let run = repository.run
    #expect(try await run.play(gitLab: "validate") == 0, "\(run.log)")
    #expect(try await run.play(gitLab: "plan") == 0, "\(run.log)")
    let paths = run.document["plan"]?["artifacts"]?["paths"]
    #expect(paths == ["voice/eu west/release.gcplan"])
    #expect(repository.forge.comments.last?.body.contains("Webhook/data-lake") == true)
    let artifacts = run.document["plan"]?["artifacts"]
    #expect(artifacts?["reports"]?["junit"] == "voice/eu west/plan.xml")
    repository.forge.serve(
      "/api/v4/projects/5/jobs/9/artifacts/voice/eu%20west/release.gcplan",
      try Files.read("\(repository.project.folder)/release.gcplan"))
    repository.mergeOnGitLab()
    #expect(try await run.play(gitLab: "apply") == 0, "\(run.log)")
    #expect(repository.project.sandbox.objects["genesys"]?["webhooks"]?.array?.count == 1)
    try await repository.end()
  }

  @Test func `libraries that the tarball lacks are installed, with the rest or by themselves`()
    async throws
  {
    let repository = try await WorkflowRepository("gitlab")
    let run = repository.run
    try await repository.serveTarball()
    run.variables["GCSYNC_URL"] = "\(repository.forge.url)/gcsync.tar.gz"
    run.variables["GCSYNC_SHA256"] = repository.tarballSum
    let ask = "\(repository.folder)/.runner/asked"
    try repository.command("apt-get", "echo \"$@\" >> '\(ask)'")
    try repository.command("ldd", "echo '  libyaml-0.so.2 => /lib/libyaml-0.so.2 (0x1)'")
    #expect(try await run.play(gitLab: "validate") == 0, "\(run.log)")
    #expect(!Files.exists(ask))
    try repository.command("ldd", "echo '  libyaml-0.so.2 => not found'")
    #expect(try await run.play(gitLab: "validate") == 0, "\(run.log)")
    let asked = String(decoding: try Files.read(ask), as: UTF8.self)
    let lines = asked.split(separator: "\n")
    #expect(lines.first == "update")
    for name in ["libyaml-0-2", "libmicrohttpd12", "libsqlite3-0"] {
      #expect(lines.last?.split(separator: " ").contains(Substring(name)) == true, "\(asked)")
    }
    let before = run.document["default"]?["before_script"]?.array?.first?.string ?? ""
    #expect(before.contains("install --yes --no-install-recommends ca-certificates curl jq $lib"))
    try await repository.end()
  }
}
