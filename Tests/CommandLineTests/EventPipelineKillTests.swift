import CommandLine
import JSON
import Reconciler
import Store
import TestSupport
import Testing
import World

/// What a killed run left in the account, and what a fresh apply takes it for.
@Suite(.serialized) struct EventPipelineKillTests {
  /// A pipeline of which the queues are there, as a run leaves them that was killed after these
  /// writes and before it could enter more than that it was about to send them.
  private func killed() async throws -> PipelineAccount? {
    let manifests = pipelineManifests.replacing("eventBusName: genesys", with: "eventBusName: late")
    guard let account = try await PipelineAccount.open(manifests) else { return nil }
    let project = account.project
    let file = project.path("first.plan")
    #expect(await project.run("plan", "--out", file).code == .changes)
    #expect(await project.run("apply", "--yes").code == .partial)
    Files.remove(project.path(".gcsync/state.db"))
    let state = try SQLiteState.open(folder: project.path(".gcsync"), environment: "dev")
    let now = Timestamp(seconds: 1_795_225_800)
    try state.begin(
      RunRecord(
        id: "r-killed", environment: "dev", owner: "acme/contact-center", actor: "ci", commit: nil,
        started: now, plan: try JSON.parse(Files.read(file))))
    let begun = ["dead-letter-queue", "queue", "state-machine"].map { part in
      JournalEntry(
        Address(kind: "EventPipeline", name: "conversations", part: part), .intent(.create),
        at: now)
    }
    try state.append(begun, to: "r-killed")
    try await account.call("events", "AWSEvents.CreateEventBus", ["Name": "late"])
    return account
  }

  @Test func `what it was creating is its own, and what hangs on that is written`() async throws {
    guard let account = try await killed() else { return }
    let project = account.project
    try project.edit(
      "queue: {name: gen-gc-event-queue}", "queue: {name: gen-gc-event-queue, delaySeconds: 5}")
    let applied = await project.run("apply", "--yes")
    #expect(applied.code == .done, "\(applied.out)\(applied.err)")
    #expect(try await account.attributes("gen-gc-event-queue")["DelaySeconds"] == "5")
    #expect(await project.run("plan").code == .done)
    try await account.end()
  }

  @Test func `what somebody else made under the same name is not`() async throws {
    guard let account = try await killed() else { return }
    let project = account.project
    let url = JSON.string("\(account.moto.url)/123456789012/gen-gc-event-queue")
    _ = try await account.sqs(
      "SetQueueAttributes", ["QueueUrl": url, "Attributes": ["DelaySeconds": "9"]])
    let plan = await project.run("plan", "--output", "json")
    let actions = (plan.json["changes"]?.array ?? []).reduce(into: [String: String]()) {
      $0[$1["address"]?.string?.split(separator: "#").last.map(String.init) ?? ""] =
        $1["action"]?.string
    }
    #expect(actions["queue"] == "adopt", "\(plan.out)")
    #expect(actions["queue-policy"] == "adopt")
    #expect(actions["dead-letter-policy"] == "update")
    try await account.end()
  }
}
