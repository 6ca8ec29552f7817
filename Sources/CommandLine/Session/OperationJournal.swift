internal import Crypto
internal import Diagnostics
internal import JSON
internal import Manifests
internal import Reconciler
internal import World

/// What the state knows of an operation: each call is entered before it is sent.
struct OperationJournal: Sendable {
  private let operation: OperationSession
  let run: String
  /// Whether the run is yet to be entered.
  private let isNew: Bool

  init(_ operation: OperationSession, run: String, isNew: Bool) {
    self.operation = operation
    self.run = run
    self.isNew = isNew
  }

  /// A run that started an operation, as the journal has it.
  struct Earlier: Sendable {
    let run: RunRecord
    let entries: [JournalEntry]

    var id: String? { entries.last { $0.id != nil }?.id }

    /// Whether it was created, and what follows was not done to its end.
    var isUnfinished: Bool { id != nil && !entries.contains { $0.event == .applied } }

    /// Whether it may have been created, and nobody knows its id.
    var isOpen: Bool {
      var isOpen = false
      for entry in entries {
        switch entry.event {
        case .intent(.create): isOpen = true
        case .accepted, .failed: isOpen = false
        default: break
        }
      }
      return isOpen
    }
  }

  /// Finds the last run that started an operation of an address.
  static func last(of address: Address, in session: Session) async throws -> Earlier? {
    guard let state = try session.backend().present() else { return nil }
    let runs = try await state.runs()
    for run in runs where run.operation == address && run.startsOperation {
      let earlier = Earlier(run: run, entries: try await state.journal(of: run.id))
      // A call that the service refused started nothing.
      if earlier.id != nil || earlier.isOpen { return earlier }
    }
    return nil
  }

  /// Sends a call under the environment's lease, with its journal entries before and after it.
  ///
  /// Nothing is sent where `check` throws, which is asked once nobody else can write.
  @discardableResult
  func writing(
    _ action: Write.Action, id: String? = nil, isFirst: Bool = true,
    after check: @Sendable () async throws -> Void = {},
    _ call: @Sendable () async throws -> String
  ) async throws -> String {
    let state = try operation.session.backend().open()
    let world = operation.world
    let keeper = LeaseKeeper(
      store: state, run: run, holder: Actor.holder(world.environment), world: world)
    if let held = try await keeper.take(isGone: Actor.isGone) {
      throw CommandFailure(
        .locked, Leases.problem(held, operation.session.environment.name))
    }
    let result = await keeper.keeping(onLoss: {}) { () -> Result<String, any Error> in
      do {
        try await check()
        if isFirst, isNew { try await state.begin(record(action)) }
        return .success(try await entering(action, id, state, call))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private func entering(
    _ action: Write.Action, _ id: String?, _ state: any StateStore,
    _ call: @Sendable () async throws -> String
  ) async throws -> String {
    func enter(_ event: JournalEntry.Event, _ id: String?) async throws {
      let now = operation.world.now()
      try await state.append([JournalEntry(operation.address, event, id: id, at: now)], to: run)
    }
    try await enter(.intent(action), id)
    do {
      let found = try await call()
      try await enter(.accepted(action), found)
      return found
    } catch let failure as DiagnosticsError {
      let isOpen = failure.diagnostics.contains { $0.code == "outcome-unknown" }
      if !isOpen { try await enter(.failed(failure.diagnostics.first?.message ?? ""), id) }
      try await end(isOpen ? .interrupted : .failed, ["failed": 1])
      throw failure
    }
  }

  /// Enters that everything was sent that had to be.
  func finish(_ id: String) async throws {
    let state = try operation.session.backend().open()
    let entry = JournalEntry(
      operation.address, .applied, id: id, at: operation.world.now())
    try await state.append([entry], to: run)
    try await end(.done, ["started": 1])
  }

  func end(_ ending: RunRecord.State, _ summary: [String: Int]) async throws {
    let state = try operation.session.backend().open()
    try await state.update(
      run, state: ending, finished: operation.world.now(), summary: summary)
  }

  private func record(_ action: Write.Action) -> RunRecord {
    let environment = operation.world.environment
    return RunRecord(
      id: run, environment: operation.session.environment.name,
      owner: operation.session.project.owner, actor: Actor.name(environment),
      commit: Actor.commit(environment), started: operation.world.now(),
      plan: [
        "operation": [
          "kind": .string(operation.address.kind), "name": .string(operation.address.name),
          "action": .string(action.rawValue),
        ]
      ])
  }
}

extension String {
  /// A name for a run.
  static func new() -> String { "r-" + UUID.random().text }
}

extension RunRecord {
  /// The operation that the run was about; nil for an apply.
  var operation: Address? {
    guard let words = plan["operation"], let kind = words["kind"]?.string,
      let name = words["name"]?.string
    else { return nil }
    return Address(kind: kind, name: name)
  }

  fileprivate var startsOperation: Bool {
    plan["operation"]?["action"]?.string == Write.Action.create.rawValue
  }
}
