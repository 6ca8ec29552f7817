import CommandLine
import JSON
import Reconciler
import Store
import Sandbox
import Testing
import World

@Suite struct LeaseTests {
  private let now = Timestamp(rfc3339: "2026-11-21T08:00:00Z") ?? Timestamp(seconds: 0)

  /// Lets another run hold the environment's lease for a minute.
  private func hold(_ project: TestProject) throws {
    let state = try SQLiteState.open(folder: project.path(".gcsync"), environment: "dev")
    let lease = Lease(
      run: "r-other", holder: "ada on build-7, process 4", acquired: now,
      expires: now.advanced(by: .seconds(60)))
    #expect(try state.acquire(lease, at: now) == .acquired(takenOver: nil))
  }

  @Test func `a second writer is exit 8, names the holder and writes nothing`() async throws {
    let project = try await TestProject()
    try hold(project)
    let apply = await project.run("apply", "--yes", "--now", "2026-11-21T08:00:30Z")
    #expect(apply.code == .locked)
    #expect(apply.err.contains("ada on build-7, process 4, run r-other"))
    #expect(project.sandbox.counts.isEmpty)
    let list = await project.run("lock", "list", "--output", "json")
    #expect(list.json["leases"]?.array?.first?["run"] == "r-other")
    #expect(await project.run("plan").code == .changes)
    try await project.end()
  }

  @Test func `a lease without a sign of life is taken over, and the log says so`() async throws {
    let project = try await TestProject()
    try hold(project)
    let apply = await project.run("apply", "--yes", "--now", "2026-11-21T08:01:00Z")
    #expect(apply.code == .done)
    #expect(apply.err.contains("lease_taken_over"))
    #expect(await project.run("lock", "list").out.contains("Nobody is writing to dev"))
    try await project.end()
  }

  @Test func `a lease can be taken from a run by its name, and only by that`() async throws {
    let project = try await TestProject()
    try hold(project)
    #expect(await project.run("lock", "release", "r-wrong").code == .error)
    #expect(await project.run("lock", "release", "r-other").code == .done)
    let apply = await project.run("apply", "--yes", "--now", "2026-11-21T08:00:30Z")
    #expect(apply.code == .done)
    try await project.end()
  }

  @Test func `a run that is under way is not resumed beside itself`() async throws {
    let project = try await TestProject()
    let lost: JSON = [
      "faults": [
        ["match": ["method": "PUT", "path": "/api/v2/webhooks/*"], "then": ["status": 400]]
      ]
    ]
    try project.sandbox.setFaults(lost)
    let apply = await project.run("apply", "--yes", "--now", "2026-11-21T08:00:00Z")
    #expect(apply.code == .partial)
    let run = try #require(apply.err.firstMatch(of: /run (r-[0-9a-f-]+)/)).1
    let state = try SQLiteState.open(folder: project.path(".gcsync"), environment: "dev")
    let lease = Lease(
      run: String(run), holder: "ada on build-7, process 4", acquired: now,
      expires: now.advanced(by: .seconds(60)))
    #expect(try state.acquire(lease, at: now) == .acquired(takenOver: nil))
    try project.sandbox.setFaults(["faults": []])
    let writes = project.writes
    let beside = await project.run(
      "apply", "--resume", String(run), "--now", "2026-11-21T08:00:30Z")
    #expect(beside.code == .locked)
    #expect(project.writes == writes)
    let later = await project.run(
      "apply", "--resume", String(run), "--now", "2026-11-21T08:01:00Z")
    #expect(later.code == .done)
    let again = await project.run(
      "apply", "--resume", String(run), "--now", "2026-11-21T08:02:00Z")
    #expect(again.code == .done)
    #expect(again.err.contains("nothing to resume"))
    #expect(await project.run("history").out.contains(" applied"))
    try await project.end()
  }

  @Test func `another environment is not held up`() async throws {
    let project = try await TestProject()
    try hold(project)
    let apply = await project.run(
      "apply", "--yes", "-e", "test", "--now", "2026-11-21T08:00:30Z")
    #expect(apply.code == .done)
    try await project.end()
  }
}
