internal import Diagnostics
internal import Genesys
internal import JSON
internal import Manifests
internal import Reconciler
internal import Rendering
internal import World

/// An operation that a file describes, and what it takes to run it.
struct OperationSession: Sendable {
  let session: Session
  let manifest: LoadedManifest
  let wire: OperationWire

  /// Loads the project and the file, and contacts nothing.
  init(_ invocation: Invocation, file path: String) throws {
    session = try Session.withoutManifests(invocation)
    do throws(DiagnosticsError) {
      let (manifest, problems) = try LoadedManifest.operation(
        in: Project.File(path: path, shown: path), environment: session.environment,
        kinds: session.kinds)
      invocation.report(problems)
      guard let wire = manifest.kind.operations[session.environment.genesys.profile] else {
        preconditionFailure("a loaded operation has a wire in its environment's profile")
      }
      self.manifest = manifest
      self.wire = wire
    } catch {
      throw CommandFailure(.invalid, error.diagnostics)
    }
  }

  var invocation: Invocation { session.invocation }
  var address: Address { manifest.address }
  var world: World { invocation.world }
  var interruption: Interruption { invocation.machine.interruption }

  func client(_ connection: Connection) -> OperationClient {
    guard let client = connection.writer().genesys.operations(of: manifest.kind) else {
      preconditionFailure("a loaded operation has a wire in its environment's profile")
    }
    return client
  }

  /// Tells how far the operation is.
  func showStatus() async throws -> ExitCode {
    let id = try await knownID()
    let client = client(try await Connection(session))
    return try await refusing {
      guard let status = try await client.status(id) else { throw absent(id) }
      let isOver = !invocation.arguments.has("wait") || status.phase != .running
      return try show(isOver ? status : await waitForEnd(id, client), run: nil)
    }
  }

  /// Stops the operation.
  func cancel() async throws -> ExitCode {
    guard wire.cancel != nil else {
      throw CommandFailure(
        .error,
        .error(
          "cannot-be-cancelled",
          "the API cannot cancel a \(manifest.kind.name): it ends by itself",
          address: address.description, hint: "gcsync operation status tells when it has ended"))
    }
    let id = try await knownID()
    let client = client(try await Connection(session))
    try confirm("Cancel \(address), \(id)?", isGrave: false)
    let journal = OperationJournal(self, run: .new(), isNew: true)
    return try await refusing {
      try await journal.writing(.delete, id: id) {
        try await client.cancel(id)
        return id
      }
      try await journal.end(.done, ["cancelled": 1])
      guard let status = try await client.status(id) else {
        invocation.say("cancelled \(address) (\(id))")
        return .done
      }
      invocation.say("cancelled \(address)")
      return try show(status, run: journal.run, code: .done)
    }
  }

  /// The id that was given, or that of the operation that was started last.
  private func knownID() async throws -> String {
    if let id = invocation.arguments.last("id") { return id }
    let earlier = try await OperationJournal.last(of: address, in: session)
    if let id = earlier?.id { return id }
    throw CommandFailure(
      .error,
      .error(
        "not-started",
        earlier == nil
          ? "the state of \(session.environment.name) knows of no \(address) that was started"
          : "whether \(address) was started is open, and its id is not known",
        address: address.description,
        hint: "--id ID names one of the list at \(wire.collection)"))
  }

  func absent(_ id: String) -> DiagnosticsError {
    DiagnosticsError(
      .error(
        "not-in-the-org", "the org has no \(manifest.kind.name) \(id)",
        address: address.description, hint: "name another with --id, or start it again"))
  }

  /// Waits until the operation has ended, and tells of every change.
  func waitForEnd(
    _ id: String, _ client: OperationClient
  ) async throws(DiagnosticsError) -> OperationStatus {
    try await client.wait(for: id, unless: interruption) {
      $0.phase != .running
    } onChange: { status in
      invocation.say(OperationReport.line(address, status))
    }
  }

  /// Writes the result; a failed operation is an error, and so is one in a state nobody knows.
  func show(
    _ status: OperationStatus, run: String?, code wanted: ExitCode? = nil
  ) throws -> ExitCode {
    let found: ExitCode =
      switch status.phase {
      case .running where interruption.isRequested: .interrupted
      case .running, .done: .done
      case .failed, .unknown: .error
      }
    let code = wanted ?? found
    let report = OperationReport(
      address: address, status: status, environment: session.environment.name, run: run,
      exitCode: Int(code.rawValue))
    try invocation.write { report.rendered(as: $0, style: $1) }
    return code
  }

  /// Gives problems with the service the exit code they stand for.
  func refusing<Value>(_ work: () async throws -> Value) async throws -> Value {
    do {
      return try await work()
    } catch let failure as DiagnosticsError {
      let problems = failure.diagnostics
      throw CommandFailure(problems.areRefused ? .authentication : .error, problems)
    }
  }
}
