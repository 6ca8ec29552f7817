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
  @Test func `GitHub: a pull request is validated and planned, and one comment tells it`()
    async throws
  {
    let repository = try await WorkflowRepository("github")
    let run = repository.run
    repository.forge.comment("<!-- gcsync plan of prod -->\nnot the bot's", by: "somebody")
    for number in 0..<120 { repository.forge.comment("talk \(number)", by: "ann") }
    #expect(try await run.play(job: "validate") == 0, "\(run.log)")
    #expect(try await run.play(job: "plan") == 0, "\(run.log)")
    #expect(run.artifacts["gcsync-plan-7-\(WorkflowRepository.head)"]?.isEmpty == false)
    #expect(run.summary.contains("Webhook/data-lake"))
    #expect(run.outputs["plan-id<<gcsync_end"] != nil)
    let comment = try #require(repository.forge.comments.last)
    #expect(comment.body.hasPrefix("<!-- gcsync plan of prod -->\n"))
    #expect(comment.body.contains("Webhook/data-lake"))
    #expect(comment.body.contains(WorkflowRepository.head))
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
    let repository = try await WorkflowRepository("github")
    let run = repository.run
    #expect(try await run.play(job: "plan") == 0, "\(run.log)")
    repository.merge()
    // What came to main meanwhile is not in the plan, and not applied with it.
    let webhook = try repository.project.text(of: "manifests/webhooks.yaml")
    let other = webhook.replacing("data-lake", with: "later")
    try repository.project.write(other, to: "manifests/later.yaml")
    #expect(try await run.play(job: "apply") == 0, "\(run.log)")
    #expect(repository.project.sandbox.objects["genesys"]?["webhooks"]?.array?.count == 1)
    #expect(run.artifacts["gcsync-audit-1"] != nil)
    #expect(run.fetched == ["gcsync-plan-7-\(WorkflowRepository.head) of 41"])
    #expect(run.summary.contains("PASS"), "\(run.summary)")
    try await repository.end()
  }

  @Test func `GitHub: by hand the plan of the same run is applied, and replaces no other`()
    async throws
  {
    let repository = try await WorkflowRepository("github")
    let run = repository.run
    #expect(try await run.play(job: "plan") == 0, "\(run.log)")
    let reviewed = run.artifacts["gcsync-plan-7-\(WorkflowRepository.head)"]
    repository.startByHand(on: "main")
    run.variables["GITHUB_RUN_ID"] = "50"
    #expect(try await run.play(job: "plan") == 0, "\(run.log)")
    run.variables["GITHUB_RUN_ID"] = "51"
    #expect(try await run.play(job: "plan") == 0, "\(run.log)")
    #expect(run.artifacts["gcsync-plan-7-\(WorkflowRepository.head)"] == reviewed)
    run.variables["GITHUB_RUN_ID"] = "50"
    #expect(try await run.play(job: "apply") == 0, "\(run.log)")
    #expect(run.fetched == ["gcsync-plan-run-50 of 50"])
    #expect(repository.project.sandbox.objects["genesys"]?["webhooks"]?.array?.count == 1)
    try await repository.end()
  }

  @Test func `GitHub: a project in a folder of its repository is planned and applied there`()
    async throws
  {
    let repository = try await WorkflowRepository(
      "github", subfolder: "voice/eu west", branch: "trunk")
    let run = repository.run
    #expect(Files.exists("\(repository.folder)/.github/workflows/gcsync.yml"))
    #expect(try await run.play(job: "validate") == 0, "\(run.log)")
    #expect(try await run.play(job: "plan") == 0, "\(run.log)")
    #expect(repository.forge.comments.last?.body.contains("Webhook/data-lake") == true)
    repository.merge()
    #expect(try await run.play(job: "apply") == 0, "\(run.log)")
    #expect(run.artifacts["gcsync-audit-1"] != nil)
    #expect(repository.project.sandbox.objects["genesys"]?["webhooks"]?.array?.count == 1)
    try await repository.end()
  }

  @Test func `GitHub: a stale plan is not applied, and the way on is told`() async throws {
    let repository = try await WorkflowRepository("github")
    let run = repository.run
    _ = try await run.play(job: "plan")
    repository.merge()
    #expect(try await run.play(job: "apply") == 0, "\(run.log)")
    try repository.project.write(
      try repository.project.text(of: "envs/prod/webhooks.yaml") + "  enabled: false\n",
      to: "envs/prod/webhooks.yaml")
    #expect(try await repository.plan() == 0, "\(run.log)")
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
    let repository = try await WorkflowRepository("github")
    let run = repository.run
    _ = try await run.play(job: "plan")
    repository.merge(headRepository: isFork ? 2 : 1)
    if !isFork {
      repository.forge.answer(
        "/repos/acme/contact-center/commits/\(WorkflowRepository.merge)/pulls", [])
    }
    #expect(try await run.play(job: "apply") == 2)
    #expect(run.log.contains("::error title=Nothing was applied::"), "\(run.log)")
    #expect(repository.project.sandbox.objects["genesys"]?["webhooks"]?.array?.isEmpty ?? true)
    try await repository.end()
  }

  @Test func `GitHub: a plan is signed where there is a key, and one of no key is refused`()
    async throws
  {
    let repository = try await WorkflowRepository("github")
    let run = repository.run
    let key = try await Self.keys(in: repository.project.folder)
    run.expressions["vars.PLAN_TRUSTED_KEY"] = key.public
    _ = try await run.play(job: "plan")
    repository.merge()
    #expect(try await run.play(job: "apply") == 5, "\(run.log)")
    run.expressions["secrets.PLAN_SIGNING_KEY"] = key.private
    #expect(try await repository.plan() == 0, "\(run.log)")
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
    let repository = try await WorkflowRepository("github")
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
    let repository = try await WorkflowRepository("github")
    let run = repository.run
    let folder = repository.project.folder
    run.variables["PATH"] = "/usr/bin:/bin"
    #expect(try await run.play(job: "validate") == 1)
    #expect(run.log.contains("Set the variables GCSYNC_URL"))
    try await repository.serveTarball()
    run.expressions["vars.GCSYNC_URL"] = "\(repository.forge.url)/gcsync.tar.gz"
    run.expressions["vars.GCSYNC_SHA256"] = String(repeating: "0", count: 64)
    #expect(try await run.play(job: "validate") == 1)
    run.expressions["vars.GCSYNC_SHA256"] = repository.tarballSum
    _ = try await run.play(job: "validate")
    let path = String(decoding: try Files.read("\(folder)/.runner/path"), as: UTF8.self)
    #expect(Files.exists("\(path.dropLast())/gcsync"))
    try await repository.end()
  }

  @Test func `GitHub: libraries that the tarball lacks are installed, and only then`() async throws
  {
    let repository = try await WorkflowRepository("github")
    let run = repository.run
    try await repository.serveTarball()
    run.expressions["vars.GCSYNC_URL"] = "\(repository.forge.url)/gcsync.tar.gz"
    run.expressions["vars.GCSYNC_SHA256"] = repository.tarballSum
    let ask = "\(repository.folder)/.runner/asked"
    try repository.command("sudo", "echo \"$@\" >> '\(ask)'")
    try repository.command("ldd", "echo '  libyaml-0.so.2 => /lib/libyaml-0.so.2 (0x1)'")
    _ = try await run.play(job: "validate")
    #expect(!Files.exists(ask))
    try repository.command("ldd", "echo '  libyaml-0.so.2 => not found'")
    _ = try await run.play(job: "validate")
    let asked = String(decoding: try Files.read(ask), as: UTF8.self)
    for words in ["apt-get update\n", "libyaml-0-2", "libmicrohttpd12", "libsqlite3-0"] {
      #expect(asked.contains(words), "\(asked)")
    }
    try await repository.end()
  }

  @Test func `GitHub: every job has the fewest permissions, and none but its own secrets`()
    async throws
  {
    let repository = try await WorkflowRepository("github")
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
}
