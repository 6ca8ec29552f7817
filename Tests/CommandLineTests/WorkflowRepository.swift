import Foundation
import JSON
import Sandbox
import TestSupport
import Testing
import World

/// A project in a repository of a code host, with a pull request that is open.
final class WorkflowRepository {
  static let head = "1111111111111111111111111111111111111111"
  static let merge = "2222222222222222222222222222222222222222"

  let folder: String
  let project: ScaffoldedProject
  let forge: FakeForge
  let run: WorkflowRun
  private let branch: String
  private(set) var tarballSum = ""

  /// Makes a project on a branch, which may be in a folder of its repository.
  init(_ host: String, subfolder: String = "", branch: String = "main") async throws {
    folder = ScaffoldedProject.newFolder()
    try Files.createDirectory("\(folder)/.git")
    try Files.write(Array("ref: refs/heads/\(branch)\n".utf8), to: "\(folder)/.git/HEAD")
    project = try await ScaffoldedProject(
      words: ["--profile", "guide", "--ci", host],
      in: subfolder.isEmpty ? folder : "\(folder)/\(subfolder)")
    forge = try FakeForge()
    self.branch = branch
    var variables = try WorkflowRun.machine(folder)
    let isGitHub = host == "github"
    // GitHub's jobs name the secrets that reach them; GitLab's get what the project has.
    if !isGitHub { variables.merge(project.environment) { $1 } }
    variables["GCSYNC_ACTOR"] = nil
    variables.merge(isGitHub ? Self.gitHub(forge.url) : Self.gitLab(forge.url, branch)) { $1 }
    variables["CI_PROJECT_DIR"] = folder
    run = try WorkflowRun(
      isGitHub ? ".github/workflows/gcsync.yml" : ".gitlab-ci.yml", in: folder,
      project: project.folder, variables: variables)
    for (name, value) in project.environment { run.expressions["secrets.\(name)"] = value }
    run.expressions.merge([
      "vars.GCSYNC_URL": "", "vars.GCSYNC_SHA256": "", "vars.PLAN_TRUSTED_KEY": "",
      "secrets.PLAN_SIGNING_KEY": "", "github.token": "t0ken",
      "github.event.pull_request.number": "7",
      "github.event.pull_request.head.sha": Self.head,
      "github.event.pull_request.head.repo.full_name": "acme/contact-center",
    ]) { $1 }
  }

  private static func gitHub(_ url: String) -> [String: String] {
    [
      "GITHUB_API_URL": url, "GITHUB_SERVER_URL": "https://github.example.com",
      "GITHUB_REPOSITORY": "acme/contact-center", "GITHUB_RUN_ID": "42", "GITHUB_ACTOR": "ann",
      "GITHUB_SHA": Self.merge, "GITHUB_REF": "refs/pull/7/merge",
      "GITHUB_REF_NAME": "7/merge", "GITHUB_EVENT_NAME": "pull_request",
      "GITHUB_RUN_ATTEMPT": "1",
    ]
  }

  private static func gitLab(_ url: String, _ branch: String) -> [String: String] {
    [
      "CI_API_V4_URL": "\(url)/api/v4", "CI_PROJECT_ID": "5",
      "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "5", "CI_MERGE_REQUEST_IID": "7",
      "CI_PIPELINE_SOURCE": "merge_request_event", "CI_DEFAULT_BRANCH": branch,
      "CI_COMMIT_SHA": Self.head, "CI_JOB_URL": "https://gitlab.example.com/-/jobs/9",
      "GITLAB_TOKEN": "t0ken",
    ]
  }

  /// Plans the pull request, as it is or was before its merge.
  func plan() async throws -> Int32 {
    run.variables["GITHUB_EVENT_NAME"] = "pull_request"
    run.variables["GITHUB_REF"] = "refs/pull/7/merge"
    return try await run.play(job: "plan")
  }

  /// Lets the workflow be started by hand on a branch.
  func startByHand(on branch: String) {
    run.variables["GITHUB_EVENT_NAME"] = "workflow_dispatch"
    run.variables["GITHUB_REF"] = "refs/heads/\(branch)"
    run.variables["GITHUB_REF_NAME"] = branch
  }

  /// Lets the pull request be merged, on the host that knows its plan.
  func merge(headRepository: Int = 1) {
    startByHand(on: branch)
    run.variables["GITHUB_EVENT_NAME"] = "push"
    let pull: (Int, String) -> JSON = { number, commit in
      [
        "number": .number(JSONNumber(number)), "merged_at": "2026-11-20T10:00:00Z",
        "merge_commit_sha": .string(commit), "base": ["ref": .string(self.branch)],
        "head": ["sha": .string(Self.head)],
      ]
    }
    forge.answer(
      "/repos/acme/contact-center/commits/\(Self.merge)/pulls",
      [pull(6, "another"), pull(7, Self.merge)])
    forge.answer(
      "/repos/acme/contact-center/actions/artifacts",
      ["artifacts": .array([(7, 41), (8, 43)].map { artifact($0, run: $1, headRepository) })])
  }

  /// The plan of a pull request, as the list of artifacts has it.
  private func artifact(_ number: Int, run: Int, _ headRepository: Int) -> JSON {
    [
      "name": .string("gcsync-plan-\(number)-\(Self.head)"), "expired": false,
      "created_at": .string("2026-11-20T09:0\(number):00Z"),
      "workflow_run": [
        "id": .number(JSONNumber(run)), "head_sha": .string(Self.head), "repository_id": 1,
        "head_repository_id": .number(JSONNumber(headRepository)),
      ],
    ]
  }

  /// Lets the merge request be merged; its last pipeline ran on its head, or on merged results.
  func mergeOnGitLab(sourceProject: Int = 5, ofMergedResults: Bool = false) {
    run.variables["CI_PIPELINE_SOURCE"] = "push"
    run.variables["CI_COMMIT_BRANCH"] = branch
    run.variables["CI_COMMIT_SHA"] = Self.merge
    run.variables["CI_MERGE_REQUEST_IID"] = nil
    let project = "/api/v4/projects/5"
    let request: (Int, String) -> JSON = { iid, commit in
      [
        "state": "merged", "target_branch": .string(self.branch), "target_project_id": 5,
        "iid": .number(JSONNumber(iid)), "merge_commit_sha": .string(commit),
        "source_project_id": .number(JSONNumber(sourceProject)), "sha": .string(Self.head),
      ]
    }
    forge.answer(
      "\(project)/repository/commits/\(Self.merge)/merge_requests",
      [request(6, "another"), request(7, Self.merge)])
    let sha = ofMergedResults ? "3333333333333333333333333333333333333333" : Self.head
    let kind = ofMergedResults ? "merge" : "head"
    forge.answer(
      "\(project)/merge_requests/7/pipelines",
      [
        ["id": 29, "sha": .string(Self.head), "ref": "refs/merge-requests/7/head"],
        ["id": 30, "sha": .string(sha), "ref": .string("refs/merge-requests/7/\(kind)")],
        ["id": 31, "sha": "other", "ref": "refs/merge-requests/7/merge"],
        ["id": 32, "sha": "child", "ref": "refs/merge-requests/7/head"],
      ])
    for (commit, parents) in [sha: ["target", Self.head], "child": [Self.head], "other": []] {
      forge.answer(
        "\(project)/repository/commits/\(commit)",
        ["id": .string(commit), "parent_ids": .array(parents.map { .string($0) })])
    }
    jobs(plan: "success")
  }

  /// Lets the job that planned the merge request have ended in some way.
  func jobs(plan status: String) {
    forge.answer(
      "/api/v4/projects/5/pipelines/30/jobs",
      [
        ["id": 8, "name": "validate", "status": "success"],
        ["id": 9, "name": "plan", "status": .string(status)],
      ])
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

  /// Lets the code host have a tarball of gcsync, for runners that have none on their path.
  func serveTarball() async throws {
    let place = "\(folder)/.runner"
    try command("gcsync", ":", in: "\(place)/gcsync-0.1/bin")
    _ = await ProgramOutput.of(
      "/usr/bin/tar", ["-czf", "\(place)/a.tgz", "-C", place, "gcsync-0.1"])
    forge.serve("/gcsync.tar.gz", try Files.read("\(place)/a.tgz"))
    let sum = await ProgramOutput.of("/usr/bin/sha256sum", ["\(place)/a.tgz"])
    tarballSum = String(decoding: sum?.prefix(64) ?? [], as: UTF8.self)
    run.variables["PATH"] = "\(place)/bin:/usr/bin:/bin"
  }

  /// Lets the runner have a command that does as a script says.
  func command(_ name: String, _ script: String, in given: String? = nil) throws {
    let place = given ?? "\(folder)/.runner/bin"
    try Files.createDirectory(place)
    try Files.write(Array("#!/bin/sh\n\(script)\n".utf8), to: "\(place)/\(name)", mode: 0o755)
  }

  func end() async throws {
    await forge.end()
    try await project.end()
    try? FileManager.default.removeItem(atPath: folder)
  }
}
