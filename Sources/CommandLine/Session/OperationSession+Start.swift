internal import Diagnostics
internal import Genesys
internal import JSON
internal import Manifests
internal import Reconciler
internal import Rendering
internal import World

extension OperationSession {
  /// Starts the operation, or goes on where an earlier run has created it and got no further.
  func start() async throws -> ExitCode {
    try checkTrust()
    let connection = try await Connection(session)
    let client = client(connection)
    return try await refusing {
      let last = try await OperationJournal.last(of: address, in: session)
      let unfinished = try await unfinished(last, client)
      let body = try await body(connection)
      if !invocation.logsJSON { invocation.console.err(announcement(body, unfinished?.id, last)) }
      try confirm(
        "Start this in \(session.environment.name)?", isGrave: wire.isGrave(manifest.spec))
      Signals.interrupting(interruption) {
        invocation.say("interrupted: the operation itself goes on; gcsync operation status tells")
      }
      let journal = OperationJournal(
        self, run: unfinished?.run.id ?? .new(), isNew: unfinished == nil)
      invocation.announce(run: journal.run)
      let id: String
      if let known = unfinished?.id {
        id = known
      } else {
        id = try await journal.writing(.create, after: { try await checkAlone(since: last) }) {
          let id = try await client.create(body)
          invocation.say("\(address) is \(id)")
          return id
        }
      }
      let status = try await setOff(id, client, journal)
      return try show(status, run: journal.run)
    }
  }

  /// Does what follows the creation, and waits for the end where that was asked for.
  private func setOff(
    _ id: String, _ client: OperationClient, _ journal: OperationJournal
  ) async throws -> OperationStatus {
    if let start = wire.start {
      let status = try await client.wait(for: id, unless: interruption) {
        start.when.contains($0.state) || $0.phase != .running || isSetOff($0)
      } onChange: { status in
        invocation.say(OperationReport.line(address, status))
      }
      if start.when.contains(status.state) {
        try await journal.writing(.update, id: id, isFirst: false) {
          try await client.start(id)
          return id
        }
      } else if status.phase == .running, !isSetOff(status) {
        try await journal.end(.interrupted, ["interrupted": 1])
        invocation.say("it is not started yet; the same call goes on with it")
        return status
      }
    }
    try await journal.finish(id)
    if invocation.arguments.has("wait") { return try await waitForEnd(id, client) }
    guard let status = try await client.status(id) else {
      return wire.status(of: [:], id: id)
    }
    return status
  }

  /// Whether the service works on it already, so that it need not be told to.
  private func isSetOff(_ status: OperationStatus) -> Bool {
    guard let start = wire.start else { return true }
    return status.state == start.body[wire.state]?.string
  }

  /// Returns the earlier run to go on with, if any; refuses what runs, or may have been started.
  private func unfinished(
    _ last: OperationJournal.Earlier?, _ client: OperationClient
  ) async throws -> OperationJournal.Earlier? {
    guard !invocation.arguments.has("again"), let earlier = last else { return nil }
    if earlier.isOpen {
      throw CommandFailure(
        .error,
        .error(
          "outcome-unknown",
          "\(earlier.run.id) sent \(address) and never got an answer: whether it runs is open",
          address: address.description,
          hint: "look for one made at \(earlier.run.started.rfc3339) in the list at "
            + "\(wire.collection); if there is none, start it with --again, else look at it with "
            + "gcsync operation status FILE --id ID"))
    }
    guard let id = earlier.id, let status = try await client.status(id), status.phase == .running
    else { return nil }
    if earlier.isUnfinished { return earlier }
    throw CommandFailure(
      .error,
      .error(
        "already-running", "\(address) runs already: \(id) is \(status.state)",
        address: address.description,
        hint: "wait for it with gcsync operation status FILE --wait, or start another with --again"
      ))
  }

  /// Refuses to start what another run has started since it was looked for.
  private func checkAlone(since last: OperationJournal.Earlier?) async throws {
    let now = try await OperationJournal.last(of: address, in: session)
    guard let now, now.run.id != last?.run.id else { return }
    throw CommandFailure(
      .error,
      .error(
        "already-running", "\(now.run.id) has started \(address) meanwhile",
        address: address.description,
        hint: "gcsync operation status FILE tells how far it is"))
  }

  private func announcement(
    _ body: JSON, _ known: String?, _ last: OperationJournal.Earlier?
  ) -> String {
    let request = "sends \(wire.create.method) \(wire.collection)\(wire.create.path):\n"
    let before = last.map { "\(address) was started before, at \($0.run.started.rfc3339)\n" }
    let intro =
      known.map { "goes on with \(address), which is \($0) and not started yet:\n" }
      ?? (before ?? "") + request
    return intro + body.prettyText + "\n"
  }

  /// Returns what is sent: the spec with the ids of what it refers to.
  private func body(_ connection: Connection) async throws(DiagnosticsError) -> JSON {
    let spec = try await OperationReferences(self, connection.reader).resolved(manifest.namedSpec)
    let field = manifest.kind.spec
    let goal = field.normalised(spec, as: .goal)
    return field.wireBody(goal, ids: [:], secrets: [:])?.reveal { $0 } ?? goal
  }
}
