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
  let kinds: [String: Kind]
  let profile: Profile
  let secrets: [String: Secret]
  let world: World
  let interruption: Interruption
  /// How many operations run at once; the rate budget below may let fewer send.
  let width: Int
  let settling: Settling
  let progress: @Sendable (Progress) -> Void

  package init(
    writer: any Writer, kinds: [String: Kind], profile: Profile, secrets: [String: Secret],
    world: World, interruption: Interruption = Interruption(), width: Int = 32,
    settling: Settling = Settling(), progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) {
    self.writer = writer
    self.kinds = kinds
    self.profile = profile
    self.secrets = secrets
    self.world = world
    self.interruption = interruption
    self.width = width
    self.settling = settling
    self.progress = progress
  }

  /// Applies a plan and returns what became of each operation, in the order in which they ended.
  package func apply(
    _ plan: Plan, blocked: [Address: [String]] = [:], onError: Schedule.OnError = .continue
  ) async -> [OperationResult] {
    let run = await write(plan, Schedule(plan.operations, blocked: blocked, onError: onError))
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
  }

  private func write(_ plan: Plan, _ initial: Schedule) async -> Run {
    var schedule = initial
    var run = Run()
    for operation in plan.operations { run.ids[operation.address] = operation.id }
    await withTaskGroup(of: Happening.self) { group in
      group.addTask {
        await interruption.wait()
        return .interrupted
      }
      var running = 0
      while true {
        while running < width, let operation = schedule.next() {
          let ids = run.ids
          group.addTask { .finished(await perform(operation, ids)) }
          running += 1
        }
        guard running > 0, let happening = await group.next() else { break }
        switch happening {
        case .interrupted:
          schedule.stop("the run was interrupted")
          group.cancelAll()
        case .finished(let result):
          running -= 1
          record(result, &run, &schedule)
          progress(Progress(done: run.results.count, total: plan.operations.count))
        }
      }
      group.cancelAll()
    }
    for (address, reason) in schedule.drained() {
      guard let operation = plan.operation(at: address) else { continue }
      world.log.emit(.operationSkipped(address: address.description, reason: reason))
      run.results.append(result(of: operation, .skipped(reason)))
    }
    return run
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
    guard let kind = kinds[operation.address.kind] else {
      preconditionFailure("a plan holds operations of known kinds only")
    }
    var receipts: [WriteReceipt] = []
    do throws(WriteFailure) {
      for write in writes(of: operation, kind, ids) {
        receipts.append(try await writer.write(write))
      }
    } catch {
      return failed(operation, error, after: receipts)
    }
    let latency = receipts.reduce(.zero) { $0 + $1.latency }
    let id = receipts.last?.id ?? operation.id
    world.log.emit(
      .objectWritten(
        name: operation.action == .delete ? "object_deleted" : kind.event,
        address: operation.address.description, id: id, action: operation.action.rawValue,
        latency: latency))
    return OperationResult(
      operation: operation, outcome: .applied, id: id, attempts: receipts.flatMap(\.attempts),
      latency: latency, correlation: receipts.last?.correlation, finished: world.now())
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
    func write(_ action: Write.Action) -> Write {
      Write(
        address: operation.address, kind: kind, action: action, id: operation.id,
        body: action == .delete ? nil : body)
    }
    return switch operation.action {
    case .create: [write(.create)]
    case .update, .adopt: [write(.update)]
    case .delete: [write(.delete)]
    case .replace: [write(.delete), write(.create)]
    }
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

  private func result(of operation: Operation, _ outcome: OperationResult.Outcome)
    -> OperationResult
  {
    OperationResult(
      operation: operation, outcome: outcome, id: operation.id, attempts: [], latency: nil,
      correlation: nil, finished: world.now())
  }
}
