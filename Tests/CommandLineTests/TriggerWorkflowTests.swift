import JSON
import Testing

/// Which jobs of the workflows that `gcsync init` writes an event starts, and where they may stand.
@Suite(.timeLimit(.minutes(20))) struct TriggerWorkflowTests {
  @Test func `GitHub: by hand only the main branch is planned and applied`() async throws {
    let repository = try await WorkflowRepository("github", branch: "trunk")
    let run = repository.run
    #expect(run.document["on"]?["push"] == ["branches": ["trunk"]])
    repository.startByHand(on: "trunk")
    #expect(try run.wants(job: "plan"))
    #expect(try run.wants(job: "apply", after: ["plan": "success"]))
    #expect(try !run.wants(job: "apply", after: ["plan": "failure"]))
    for branch in ["main", "feature", "trunk/2"] {
      repository.startByHand(on: branch)
      #expect(try run.wants(job: "validate"))
      #expect(try !run.wants(job: "plan"), "\(branch)")
      for result in ["skipped", "success"] {
        #expect(try !run.wants(job: "apply", after: ["plan": result]), "\(branch)")
      }
    }
    // A condition of GitHub takes this for the same.
    repository.startByHand(on: "Trunk")
    #expect(try run.wants(job: "apply", after: ["plan": "success"]))
    #expect(try await run.play(job: "apply") == 1)
    #expect(run.log.contains("Only trunk is applied."), "\(run.log)")
    #expect(repository.forge.calls.isEmpty)
    try await repository.end()
  }

  @Test func `GitHub: a merge applies, and a pull request is planned be it valid or not`()
    async throws
  {
    let repository = try await WorkflowRepository("github")
    let run = repository.run
    for result in ["failure", "success"] {
      #expect(try run.wants(job: "plan", after: ["validate": result]))
    }
    #expect(try run.wants(job: "validate"))
    #expect(try !run.wants(job: "apply", after: ["plan": "success"]))
    run.variables["GITHUB_ACTOR"] = "dependabot[bot]"
    #expect(try !run.wants(job: "plan"))
    run.variables["GITHUB_ACTOR"] = "ann"
    run.expressions["github.event.pull_request.head.repo.full_name"] = "eve/contact-center"
    #expect(try run.wants(job: "validate"))
    #expect(try !run.wants(job: "plan"))
    repository.merge()
    #expect(try !run.wants(job: "validate"))
    #expect(try !run.wants(job: "plan"))
    #expect(try run.wants(job: "apply", after: ["plan": "skipped"]))
    run.variables["GITHUB_EVENT_NAME"] = "schedule"
    #expect(try run.wants(job: "drift"))
    #expect(try !run.wants(job: "apply", after: ["plan": "skipped"]))
    try await repository.end()
  }

  @Test func `GitHub: of merges close together none pushes out another`() async throws {
    let repository = try await WorkflowRepository("github")
    let group = repository.run.document["jobs"]?["apply"]?["concurrency"]
    #expect(
      group == ["group": "gcsync-apply-prod-${{ github.sha }}", "cancel-in-progress": false])
    try await repository.end()
  }

  @Test func `GitHub: where gcsync is stands in one place, for forks to be written in full`()
    async throws
  {
    let repository = try await WorkflowRepository("github")
    let text = try repository.project.text(of: ".github/workflows/gcsync.yml")
    #expect(text.matches(of: /vars\.GCSYNC_/).count == 2)
    #expect(repository.run.document["env"]?["GCSYNC_URL"] == "${{ vars.GCSYNC_URL }}")
    #expect(repository.run.document["env"]?["GCSYNC_SHA256"] == "${{ vars.GCSYNC_SHA256 }}")
    try await repository.end()
  }

  @Test func `GitLab: plan waits for nothing, and apply is for the default branch alone`()
    async throws
  {
    let repository = try await WorkflowRepository("gitlab", branch: "trunk")
    let run = repository.run
    #expect(run.document["plan"]?["needs"] == [])
    #expect(run.document["plan"]?["artifacts"]?["when"] == "always")
    for job in ["validate", "plan", "apply", "drift"] {
      #expect(run.document[job]?["timeout"] != nil, "\(job)")
    }
    #expect(try run.wants(gitLab: "validate") == "on_success")
    #expect(try run.wants(gitLab: "plan") == "on_success")
    #expect(try run.wants(gitLab: "apply") == nil)
    run.variables["CI_MERGE_REQUEST_SOURCE_PROJECT_ID"] = "6"
    #expect(try run.wants(gitLab: "plan") == nil)
    repository.mergeOnGitLab()
    #expect(try run.wants(gitLab: "plan") == nil)
    #expect(try run.wants(gitLab: "apply") == "on_success")
    run.variables["CI_PIPELINE_SOURCE"] = "web"
    #expect(try run.wants(gitLab: "plan") == "on_success")
    #expect(try run.wants(gitLab: "apply") == "manual")
    run.variables["CI_COMMIT_BRANCH"] = "main"
    for job in ["validate", "plan", "apply"] { #expect(try run.wants(gitLab: job) == nil) }
    run.variables["CI_PIPELINE_SOURCE"] = "schedule"
    run.variables["CI_COMMIT_BRANCH"] = "trunk"
    #expect(try run.wants(gitLab: "drift") == "on_success")
    #expect(try run.wants(gitLab: "apply") == nil)
    try await repository.end()
  }
}
