internal import Diagnostics
internal import JSON
package import World

/// Carries out a plan: as much at once as references and width allow, and reads back what it wrote.
package struct Applier: Sendable {
  package struct Progress: Sendable {
    package let done: Int
    package let total: Int
  }

  let writer: any Writer
  let journal: RunJournal
  let scribe: Scribe
  let kinds: [String: Kind]
  let profile: Profile
  let secrets: [String: Secret]
  let world: World
  let interruption: Interruption
  /// How many operations run at once; the rate budget below may let fewer send.
  let width: Int
  let settling: Settling
  let progress: @Sendable (Progress) -> Void
  /// Takes a secret that the service made up, before anything else happens.
  let keeper: @Sendable (GeneratedSecret) async throws(StateFailure) -> Void

  package init(
    writer: any Writer, journal: RunJournal, scribe: Scribe, kinds: [String: Kind],
    profile: Profile, secrets: [String: Secret], world: World,
    interruption: Interruption = Interruption(), width: Int = 32, settling: Settling = Settling(),
    progress: @escaping @Sendable (Progress) -> Void = { _ in },
    keeper: @escaping @Sendable (GeneratedSecret) async throws(StateFailure) -> Void = {
      (_) throws(StateFailure) in
    }
  ) {
    self.writer = writer
    self.journal = journal
    self.scribe = scribe
    self.kinds = kinds
    self.profile = profile
    self.secrets = secrets
    self.world = world
    self.interruption = interruption
    self.width = width
    self.settling = settling
    self.progress = progress
    self.keeper = keeper
  }

  /// Applies a plan and returns what became of each operation, in the order in which they ended.
  ///
  /// Operations that are `settled`, their goal being there already, are entered with the ids of
  /// their objects and not carried out; those `blocked` are not, besides those the plan holds up.
  package func apply(
    _ plan: Plan, settled: [Address: String] = [:], blocked: [Address: [String]] = [:],
    onError: Schedule.OnError = .continue, within limit: Duration? = nil
  ) async throws(StateFailure) -> [OperationResult] {
    var schedule = Schedule(plan.operations, blocked: blocked, onError: onError)
    var run = Run()
    for operation in plan.operations { run.ids[operation.address] = operation.id }
    run.ids.merge(settled) { $1 }
    for address in settled.keys.sorted() {
      guard let operation = plan.operation(at: address) else { continue }
      schedule.settled(address)
      run.results.append(result(of: operation, .unchanged, id: settled[address]))
      await journal.note(
        address, .unchanged, id: settled[address], change: change(operation, run.ids))
    }
    await write(plan, &schedule, &run, limit)
    try await journal.flush()
    return await Verification(applier: self, ids: run.ids).verified(run.results)
  }

  /// A plan's results while it runs, and the ids that became known.
  struct Run: Sendable {
    var results: [OperationResult] = []
    var ids: [Address: String] = [:]
  }

  private enum Happening: Sendable {
    case finished(OperationResult)
    case interrupted
    case overdue
  }

  private func write(
    _ plan: Plan, _ schedule: inout Schedule, _ run: inout Run, _ limit: Duration?
  ) async {
    await withTaskGroup(of: Happening.self) { group in
      group.addTask {
        await interruption.wait()
        return .interrupted
      }
      if let limit {
        group.addTask {
          try? await world.sleep(limit)
          return .overdue
        }
      }
      var running = 0
      while true {
        while running < width, !interruption.isRequested, let operation = schedule.next() {
          let ids = run.ids
          group.addTask { .finished(await perform(operation, ids)) }
          running += 1
        }
        guard running > 0, let happening = await group.next() else { break }
        switch happening {
        case .interrupted:
          schedule.stop("the run was interrupted")
          group.cancelAll()
        case .overdue: schedule.stop("the time that --max-duration allows is over")
        case .finished(let result):
          running -= 1
          record(result, &run, &schedule)
          progress(Progress(done: run.results.count, total: plan.operations.count))
        }
      }
      group.cancelAll()
    }
    if interruption.isRequested { schedule.stop("the run was interrupted") }
    for (address, reason) in schedule.drained() {
      guard let operation = plan.operation(at: address) else { continue }
      world.log.emit(.operationSkipped(address: address.description, reason: reason))
      run.results.append(result(of: operation, .skipped(reason)))
      await journal.note(address, .skipped(reason))
    }
  }

  private func record(
    _ result: OperationResult, _ run: inout Run, _ schedule: inout Schedule
  ) {
    let address = result.operation.address
    run.results.append(result)
    if result.isApplied {
      run.ids[address] = result.id ?? run.ids[address]
      schedule.succeeded(address)
    } else {
      schedule.failed(address)
    }
  }

  private func perform(_ operation: Operation, _ ids: [Address: String]) async -> OperationResult {
    guard let kind = kinds[operation.address.collection] else {
      preconditionFailure("a plan holds operations of known kinds only")
    }
    var receipts: [WriteReceipt] = []
    do throws(WriteFailure) {
      for write in writes(of: operation, kind, ids) {
        try await announce(write)
        let receipt = try await writer.write(write)
        receipts.append(receipt)
        try await keep(receipt, of: write)
        await journal.note(operation.address, .accepted(write.action), id: receipt.id)
      }
    } catch {
      // Of a request whose answer nobody waited for the announcement stays the last word.
      if error.cause != .interrupted || error.attempts.isEmpty {
        await journal.note(operation.address, .failed(error.problem.message), id: operation.id)
      }
      return failed(operation, error, after: receipts)
    }
    let latency = receipts.reduce(.zero) { $0 + $1.latency }
    let id = receipts.last?.id ?? operation.id
    var known = ids
    known[operation.address] = id
    await journal.note(operation.address, .applied, id: id, change: change(operation, known))
    world.log.emit(
      .objectWritten(
        name: operation.action == .delete ? "object_deleted" : kind.event,
        address: operation.address.description, id: id, action: operation.action.rawValue,
        latency: latency))
    return OperationResult(
      operation: operation, outcome: .applied, id: id, attempts: receipts.flatMap(\.attempts),
      latency: latency, correlation: receipts.last?.correlation, finished: world.now())
  }

  /// Enters a request in the journal; only what is on the disk may be sent.
  private func announce(_ write: Write) async throws(WriteFailure) {
    do throws(StateFailure) {
      try await journal.write(write.address, .intent(write.action), id: write.id)
    } catch {
      throw WriteFailure(.other, error.problem)
    }
  }

  /// Hands on what only the answer to a create tells.
  private func keep(_ receipt: WriteReceipt, of write: Write) async throws(WriteFailure) {
    for (pointer, secret) in receipt.generated {
      do throws(StateFailure) {
        try await keeper(
          GeneratedSecret(
            address: write.address, id: receipt.id, pointer: pointer, secret: secret))
      } catch {
        throw WriteFailure(.other, error.problem, attempts: receipt.attempts)
      }
    }
  }

  /// Returns what the record is to know once an operation has been carried out.
  private func change(_ operation: Operation, _ ids: [Address: String]) -> AppliedChange? {
    guard let kind = kinds[operation.address.collection] else { return nil }
    return scribe.change(
      of: operation, in: kind.spec, ids: ids, secrets: secrets, at: world.now())
  }

  /// Returns the calls an operation takes: a replacement deletes first, so that its id is free.
  private func writes(
    of operation: Operation, _ kind: Kind, _ ids: [Address: String]
  ) -> [Write] {
    let body = operation.after.map { after in
      guard let body = kind.spec.wireBody(after, ids: ids, secrets: secrets) else {
        preconditionFailure("ids and secrets are at hand before an operation starts")
      }
      return body
    }
    let id = operation.id ?? kind.base(of: operation.address).flatMap { ids[$0] }
    func write(_ action: Write.Action) -> Write {
      Write(
        address: operation.address, kind: kind, action: action, id: id,
        body: action == .delete ? nil : body, before: operation.before,
        expectation: action == .update ? expectation(of: operation, kind, ids) : nil,
        followsCreation: !operation.dependencies.isEmpty)
    }
    return switch operation.action {
    case .create: [write(.create)]
    case .update, .adopt: [write(.update)]
    case .delete: [write(.delete)]
    case .replace: [write(.delete), write(.create)]
    }
  }

  private func expectation(
    of operation: Operation, _ kind: Kind, _ ids: [Address: String]
  ) -> Expectation? {
    guard let before = operation.before, let after = operation.after else { return nil }
    return Expectation(
      spec: kind.spec, before: before, goal: kind.spec.substituting(ids, in: after),
      paths: operation.fields.map(\.path))
  }

  private func failed(
    _ operation: Operation, _ failure: WriteFailure, after receipts: [WriteReceipt]
  ) -> OperationResult {
    world.log.emit(
      .operationFailed(
        address: operation.address.description, action: operation.action.rawValue,
        reason: failure.problem.message))
    let wasSent = !failure.attempts.isEmpty
    return OperationResult(
      operation: operation, outcome: .failed(failure.cause, failure.problem), id: operation.id,
      attempts: receipts.flatMap(\.attempts) + failure.attempts,
      latency: wasSent ? receipts.reduce(failure.latency) { $0 + $1.latency } : nil,
      correlation: failure.correlation, finished: world.now())
  }

  private func result(
    of operation: Operation, _ outcome: OperationResult.Outcome, id: String? = nil
  ) -> OperationResult {
    OperationResult(
      operation: operation, outcome: outcome, id: id ?? operation.id, attempts: [], latency: nil,
      correlation: nil, finished: world.now())
  }
}
