internal import AWS
internal import Diagnostics
internal import Genesys
internal import Manifests
internal import Reconciler
internal import Rendering
internal import World

extension Application {
  /// Reads again what the plan touches and nothing else, and refuses where it has moved.
  func check(
    _ agreement: inout Agreement, _ connection: Connection, journal: [JournalEntry]
  ) async throws {
    let plan = agreement.plan
    try session.checkFit(of: plan, named: "the plan", connection)
    let past = Past(journal)
    let check = PlanCheck(
      plan, kinds: session.pieces.byCollection, profile: session.environment.genesys.profile,
      begun: past.begun, finished: past.finished, unanswered: past.unanswered,
      record: try await session.record())
    let observed = await settled(check, agreement, past, connection)
    let problems = Array(Set(observed.values.compactMap(\.problem))).inReadingOrder()
    guard problems.isEmpty else {
      throw CommandFailure(problems.areRefused ? .authentication : .error, problems)
    }
    let verdict = check.verdict(on: observed)
    guard verdict.conflicts.isEmpty else {
      throw CommandFailure(.stale, ConflictRendering.diagnostics(verdict.conflicts))
    }
    agreement.settled = verdict.settled
    let desired = plan.goals(of: past.open(in: plan)).compactMap(session.desired)
    for block in await connection.inspectBuckets(
      of: desired, usedBy: desired, world: invocation.world)
    where block.problem.severity == .error {
      agreement.blocked[block.address, default: []].append(block.problem.message)
    }
  }

  /// Reads what the plan touches, and again until what earlier attempts wrote shows or patience ends.
  private func settled(
    _ check: PlanCheck, _ agreement: Agreement, _ past: Past, _ connection: Connection
  ) async -> [String: ObservedCollection] {
    let touched = past.isEmpty ? past.open(in: agreement.plan) : agreement.plan.operations
    var settling = Settling()
    while true {
      let observed = await observe(touched, agreement.file, connection)
      let unseen = check.unseen(in: observed)
      if unseen.isEmpty { return observed }
      guard !interruption.isRequested, let wait = settling.next(within: patience(with: unseen)),
        (try? await invocation.world.sleep(wait)) != nil
      else {
        invocation.report(unseen.filter { past.finished[$0] != nil }.map(unsettled))
        return observed
      }
    }
  }

  /// Returns how long the slowest of the services concerned may take.
  private func patience(with addresses: [Address]) -> Duration {
    let profile = session.environment.genesys.profile
    let limits = addresses.compactMap {
      session.pieces.byCollection[$0.collection]?.wires[profile]?.settles
    }
    return limits.max() ?? .zero
  }

  private func unsettled(_ address: Address) -> Diagnostic {
    .warning(
      "not-settled",
      "\(address) was written by an earlier attempt, and the org does not show it yet",
      address: address.description,
      hint: "the service may be slow, or somebody undid it; run plan to see")
  }

  /// Reads the objects of operations, one by one where that takes fewer requests than the list.
  private func observe(
    _ operations: [Operation], _ file: PlanFile, _ connection: Connection
  ) async -> [String: ObservedCollection] {
    let profile = session.environment.genesys.profile
    return await withTaskGroup(of: [ObservedCollection].self) { group in
      let needed = Set(operations.map(\.address.collection))
      group.addTask { Array(await observeAWS(operations, connection).values) }
      group.addTask {
        let kinds = Set(operations.map(\.address.kind)).filter(session.isInState)
        return Array(await session.published(kinds.compactMap { session.kinds.kinds[$0] }).values)
      }
      for (name, operations) in Dictionary(grouping: operations, by: \.address.kind)
      where !session.isInAWS(name) && !session.isInState(name) {
        guard let kind = session.kinds.kinds[name], let wire = kind.wires[profile] else { continue }
        let ids = operations.compactMap(\.id)
        let pages = max(1, (operations.count + file.proposal.unchanged) / max(1, wire.pageSize))
        group.addTask {
          wire.readsByID && wire.parts.isEmpty && ids.count == operations.count
            && ids.count <= pages
            ? [await connection.reader.observe(kind, only: ids)]
            : Array(await connection.reader.observeAll([(kind, ids)], needed: needed).values)
        }
      }
      return await group.reduce(into: [:]) { all, found in
        for collection in found { all[collection.kind] = collection }
      }
    }
  }

  private func observeAWS(
    _ operations: [Operation], _ connection: Connection
  ) async -> [String: ObservedCollection] {
    let goals = operations.compactMap { operation -> AWSReader.Goal? in
      guard let kind = session.pieces.byCollection[operation.address.collection],
        let goal = operation.after
      else { return nil }
      return AWSReader.Goal(address: operation.address, kind: kind, spec: goal)
    }
    return await connection.awsReader.observe(
      session.awsReadings(
        goals: goals,
        ids: operations.compactMap { operation in operation.id.map { (operation.address, $0) } }))
  }
}
