import CommandLine
import Foundation
import JSON
import Sandbox
import TestSupport
import Testing
import World

/// The workflows that `gcsync init` writes, each step run as a runner runs it: against the sandbox, with
/// the binary that was built, and a code host that records what it is told.
@Suite(.timeLimit(.minutes(20))) struct WorkflowTests {
  private static let head = "1111111111111111111111111111111111111111"
  private static let merge = "2222222222222222222222222222222222222222"

  /// A project in a repository of a code host, with a pull request that is open.
  private final class Repository {
    let project: ScaffoldedProject
    let forge: FakeForge
    let run: WorkflowRun

    init(_ host: String) async throws {
      project = try await ScaffoldedProject("--profile", "guide", "--ci", host)
      forge = try FakeForge()
      var variables = try WorkflowRun.machine(project.folder)
      let isGitHub = host == "github"
      // GitHub's jobs name the secrets that reach them; GitLab's get what the project has.
      if !isGitHub { variables.merge(project.environment) { $1 } }
      variables["GCSYNC_ACTOR"] = nil
      variables.merge(isGitHub ? Self.gitHub(forge.url) : Self.gitLab(forge.url)) { $1 }
      run = try WorkflowRun(
        isGitHub ? ".github/workflows/gcsync.yml" : ".gitlab-ci.yml", in: project.folder,
        variables: variables)
      for (name, value) in project.environment { run.expressions["secrets.\(name)"] = value }
      run.expressions.merge([
        "vars.GCSYNC_URL": "", "vars.GCSYNC_SHA256": "", "vars.PLAN_TRUSTED_KEY": "",
        "secrets.PLAN_SIGNING_KEY": "", "github.token": "t0ken",
        "github.event.pull_request.number": "7",
        "github.event.pull_request.head.sha": WorkflowTests.head,
        "github.event.pull_request.head.sha || github.sha": WorkflowTests.head,
      ]) { $1 }
    }

    private static func gitHub(_ url: String) -> [String: String] {
      [
        "GITHUB_API_URL": url, "GITHUB_SERVER_URL": "https://github.example.com",
        "GITHUB_REPOSITORY": "acme/contact-center", "GITHUB_RUN_ID": "42", "GITHUB_ACTOR": "ann",
        "GITHUB_SHA": WorkflowTests.merge, "GITHUB_REF_NAME": "main",
        "GITHUB_EVENT_NAME": "pull_request",
      ]
    }

    private static func gitLab(_ url: String) -> [String: String] {
      [
        "CI_API_V4_URL": "\(url)/api/v4", "CI_PROJECT_ID": "5", "CI_MERGE_REQUEST_IID": "7",
        "CI_PIPELINE_SOURCE": "merge_request_event", "CI_DEFAULT_BRANCH": "main",
        "CI_COMMIT_SHA": WorkflowTests.head, "CI_JOB_URL": "https://gitlab.example.com/-/jobs/9",
        "GITLAB_TOKEN": "t0ken",
      ]
    }

    /// Lets the pull request be merged, on the host that knows its plan.
    func merge(headRepository: Int = 1) {
      run.variables["GITHUB_EVENT_NAME"] = "push"
      forge.answer(
        "/repos/acme/contact-center/commits/\(WorkflowTests.merge)/pulls",
        [
          [
            "merged_at": "2026-11-20T10:00:00Z", "base": ["ref": "main"],
            "head": ["sha": .string(WorkflowTests.head)],
          ]
        ])
      forge.answer(
        "/repos/acme/contact-center/actions/artifacts",
        [
          "artifacts": [
            [
              "expired": false, "created_at": "2026-11-20T09:00:00Z",
              "workflow_run": [
                "id": 41, "head_sha": .string(WorkflowTests.head), "repository_id": 1,
                "head_repository_id": .number(JSONNumber(headRepository)),
              ],
            ]
          ]
        ])
    }

    func mergeOnGitLab(sourceProject: Int = 5) {
      run.variables["CI_PIPELINE_SOURCE"] = "push"
      run.variables["CI_COMMIT_SHA"] = WorkflowTests.merge
      run.variables["CI_MERGE_REQUEST_IID"] = nil
      let project = "/api/v4/projects/5"
      forge.answer(
        "\(project)/repository/commits/\(WorkflowTests.merge)/merge_requests",
        [
          [
            "state": "merged", "target_branch": "main", "iid": 7, "target_project_id": 5,
            "source_project_id": .number(JSONNumber(sourceProject)),
            "sha": .string(WorkflowTests.head),
          ]
        ])
      forge.answer(
        "\(project)/merge_requests/7/pipelines",
        [["id": 30, "sha": .string(WorkflowTests.head)], ["id": 31, "sha": "other"]])
      forge.answer(
        "\(project)/pipelines/30/jobs",
        [["id": 8, "name": "validate"], ["id": 9, "name": "plan"]])
    }

    /// Changes the webhook's address in the org, as somebody in its user interface would.
    func clickInOrg() throws {
      let collection = "/api/v2/webhooks"
      let id = try #require(project.sandbox.objects["genesys"]?["webhooks"]?.array?.first?["id"])
      try project.sandbox.mutate([
        "op": "patch", "collection": .string(collection), "id": id,
        "value": ["targetUrl": "https://elsewhere.example.com/"],
      ])
    }

    func end() async throws {
      await forge.end()
      try await project.end()
    }
  }

  @Test func `GitHub: a pull request is validated and planned, and one comment tells it`()
    async throws
  {
    let repository = try await Repository("github")
    let run = repository.run
    repository.forge.comment("<!-- gcsync plan of prod -->\nnot the bot's", by: "somebody")
    for number in 0..<120 { repository.forge.comment("talk \(number)", by: "ann") }
    #expect(try await run.play(job: "validate") == 0, "\(run.log)")
    #expect(try await run.play(job: "plan") == 0, "\(run.log)")
    #expect(run.artifacts["gcsync-plan-\(Self.head)"]?.isEmpty == false)
    #expect(run.summary.contains("Webhook/data-lake"))
    #expect(run.outputs["plan-id<<gcsync_end"] != nil)
    let comment = try #require(repository.forge.comments.last)
    #expect(comment.body.hasPrefix("<!-- gcsync plan of prod -->\n"))
    #expect(comment.body.contains("Webhook/data-lake"))
    #expect(comment.body.contains(Self.head))
    let count = repository.forge.comments.count

    // A plan that fails takes the old one's place.
    try repository.project.write("kind: Nothing\n", to: "manifests/broken.yaml")
    #expect(try await run.play(job: "validate") == 4)
    #expect(run.log.contains("::error file=manifests/broken.yaml,line=1"), "\(run.log)")
    #expect(try await run.play(job: "plan") == 4, "\(run.log)")
    #expect(run.log.contains("::error file=manifests/broken.yaml,line=1"), "\(run.log)")
    #expect(run.summary.contains("gcsync plan has failed"))
    #expect(repository.forge.comments.count == count)
    #expect(repository.forge.comments.last?.body.contains("### gcsync plan has failed") == true)
    #expect(repository.forge.comments.last?.body.contains("manifests/broken.yaml") == true)
    #expect(repository.forge.tokens == ["Bearer t0ken"])
    try await repository.end()
  }

  @Test func `GitHub: a merge applies the plan that was reviewed, and only that`() async throws {
    let repository = try await Repository("github")
    let run = repository.run
    #expect(try await run.play(job: "plan") == 0, "\(run.log)")
    repository.merge()
    // What came to main meanwhile is not in the plan, and not applied with it.
    let webhook = try repository.project.text(of: "manifests/webhooks.yaml")
    let other = webhook.replacing("data-lake", with: "later")
    try repository.project.write(other, to: "manifests/later.yaml")
    #expect(try await run.play(job: "apply") == 0, "\(run.log)")
    #expect(repository.project.sandbox.objects["genesys"]?["webhooks"]?.array?.count == 1)
    #expect(run.artifacts["gcsync-audit"] != nil)
    #expect(run.summary.contains("PASS"), "\(run.summary)")
    try await repository.end()
  }

  @Test func `GitHub: a stale plan is not applied, and the way on is told`() async throws {
    let repository = try await Repository("github")
    let run = repository.run
    _ = try await run.play(job: "plan")
    repository.merge()
    #expect(try await run.play(job: "apply") == 0, "\(run.log)")
    try repository.project.write(
      try repository.project.text(of: "envs/prod/webhooks.yaml") + "  enabled: false\n",
      to: "envs/prod/webhooks.yaml")
    run.variables["GITHUB_EVENT_NAME"] = "pull_request"
    #expect(try await run.play(job: "plan") == 0, "\(run.log)")
    try repository.clickInOrg()
    repository.merge()
    #expect(try await run.play(job: "apply") == 6)
    #expect(run.log.contains("::error title=The plan is stale::"), "\(run.log)")
    try await repository.end()
  }

  @Test(arguments: [true, false])
  func `GitHub: without a reviewed plan nothing is applied, be it a fork's or none`(isFork: Bool)
    async throws
  {
    let repository = try await Repository("github")
    let run = repository.run
    _ = try await run.play(job: "plan")
    repository.merge(headRepository: isFork ? 2 : 1)
    if !isFork {
      repository.forge.answer(
        "/repos/acme/contact-center/commits/\(Self.merge)/pulls", [])
    }
    #expect(try await run.play(job: "apply") == 2)
    #expect(run.log.contains("::error title=Nothing was applied::"), "\(run.log)")
    #expect(repository.project.sandbox.objects["genesys"]?["webhooks"]?.array?.isEmpty ?? true)
    try await repository.end()
  }

  @Test func `GitHub: a plan is signed where there is a key, and one of no key is refused`()
    async throws
  {
    let repository = try await Repository("github")
    let run = repository.run
    let key = try await Self.keys(in: repository.project.folder)
    run.expressions["vars.PLAN_TRUSTED_KEY"] = key.public
    _ = try await run.play(job: "plan")
    repository.merge()
    #expect(try await run.play(job: "apply") == 5, "\(run.log)")
    run.expressions["secrets.PLAN_SIGNING_KEY"] = key.private
    run.variables["GITHUB_EVENT_NAME"] = "pull_request"
    #expect(try await run.play(job: "plan") == 0, "\(run.log)")
    repository.merge()
    #expect(try await run.play(job: "apply") == 0, "\(run.log)")
    #expect(!run.log.contains("PRIVATE KEY"))
    try await repository.end()
  }

  private static func keys(in folder: String) async throws -> (private: String, public: String) {
    let path = "\(folder)/.runner/key.pem"
    _ = await ProgramOutput.of(
      "/usr/bin/openssl", ["genpkey", "-algorithm", "ed25519", "-out", path])
    let output = await ProgramOutput.of("/usr/bin/openssl", ["pkey", "-in", path, "-pubout"])
    return (
      String(decoding: try Files.read(path), as: UTF8.self),
      String(decoding: try #require(output), as: UTF8.self)
    )
  }

  @Test func `GitHub: a quiet night is green, and drift is told in the summary`() async throws {
    let repository = try await Repository("github")
    let run = repository.run
    _ = try await run.play(job: "plan")
    repository.merge()
    _ = try await run.play(job: "apply")
    #expect(try await run.play(job: "drift") == 0, "\(run.log)")
    try repository.clickInOrg()
    #expect(try await run.play(job: "drift") == 2)
    #expect(run.log.contains("::error title=The org has moved::"))
    #expect(run.log.contains("::warning file=manifests/webhooks.yaml,line="), "\(run.log)")
    #expect(run.summary.contains("Webhook/data-lake"))
    try await repository.end()
  }

  @Test func `GitHub: a runner without gcsync fetches it, if its checksum is right`() async throws {
    let repository = try await Repository("github")
    let run = repository.run
    let folder = repository.project.folder
    run.variables["PATH"] = "/usr/bin:/bin"
    #expect(try await run.play(job: "validate") == 1)
    #expect(run.log.contains("Set the variables GCSYNC_URL"))
    try Files.createDirectory("\(folder)/.runner/gcsync-0.1/bin")
    try Files.write(
      Array("#!/bin/sh\n".utf8), to: "\(folder)/.runner/gcsync-0.1/bin/gcsync", mode: 0o755)
    _ = await ProgramOutput.of(
      "/usr/bin/tar", ["-czf", "\(folder)/.runner/a.tgz", "-C", "\(folder)/.runner", "gcsync-0.1"])
    repository.forge.serve("/gcsync.tar.gz", try Files.read("\(folder)/.runner/a.tgz"))
    run.expressions["vars.GCSYNC_URL"] = "\(repository.forge.url)/gcsync.tar.gz"
    run.expressions["vars.GCSYNC_SHA256"] = String(repeating: "0", count: 64)
    #expect(try await run.play(job: "validate") == 1)
    let sum = await ProgramOutput.of("/usr/bin/sha256sum", ["\(folder)/.runner/a.tgz"])
    run.expressions["vars.GCSYNC_SHA256"] = String(decoding: sum?.prefix(64) ?? [], as: UTF8.self)
    _ = try await run.play(job: "validate")
    let path = String(decoding: try Files.read("\(folder)/.runner/path"), as: UTF8.self)
    #expect(Files.exists("\(path.dropLast())/gcsync"))
    try await repository.end()
  }

  @Test func `GitHub: every job has the fewest permissions, and none but its own secrets`()
    async throws
  {
    let repository = try await Repository("github")
    let document = repository.run.document
    #expect(document["permissions"] == ["contents": "read"])
    let jobs = document["jobs"]?.object ?? [:]
    #expect(jobs["validate"]?["env"] == nil)
    #expect(jobs["plan"]?["permissions"] == ["contents": "read", "pull-requests": "write"])
    #expect(
      jobs["apply"]?["permissions"]
        == ["contents": "read", "actions": "read", "pull-requests": "read"])
    #expect(jobs["drift"]?["permissions"] == nil)
    #expect(
      jobs["plan"]?["if"]?.string?.contains("head.repo.full_name == github.repository") == true)
    #expect(jobs["apply"]?["environment"] == "prod")
    for job in jobs {
      #expect(job.value["timeout-minutes"] != nil, "\(job.key)")
      for step in job.value["steps"]?.array ?? [] {
        if let action = step["uses"]?.string { #expect(action.contains("@v"), "\(action)") }
      }
      #expect((job.key == "validate") != (job.value["concurrency"] != nil), "\(job.key)")
    }
    try await repository.end()
  }

  @Test func `GitLab: a merge request is planned with one note, and its merge applies that plan`()
    async throws
  {
    let repository = try await Repository("gitlab")
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
    #expect(repository.forge.tokens == ["t0ken"])

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

  @Test func `GitLab: a fork's plan is not applied, and one made by hand on main is`() async throws
  {
    let repository = try await Repository("gitlab")
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
}
