internal import Diagnostics
internal import JSON
internal import World

extension ProposalDraft {
  /// Puts the proposal together: order, blocks with what hangs on them, rules, costs.
  mutating func finished() -> Proposal {
    order()
    spreadBlocks()
    operations = operations.map { operation in
      var operation = operation
      operation.blockedBy = blocked[operation.address] ?? []
      return operation
    }
    judge()
    // Several collections may be unread for one reason.
    let problems = Set(planner.observed.values.compactMap(\.problem))
    let collections = planner.observed.sorted { $0.key < $1.key }.map(\.value)
    findings += problems.sorted { $0.message < $1.message } + planner.blocks.map(\.problem)
    let plan = Plan(
      header: planner.header, operations: operations,
      unsafe: unsafe + planner.limits.verdict(on: operations, existing: existing))
    var proposal = Proposal(
      plan: plan, findings: findings, blocked: blocked, unchanged: unchanged,
      requests: .init(
        read: collections.reduce(0) { $0 + $1.requests },
        apply: plan.writeCount + readBackRequests(collections)),
      isPartial: !problems.isEmpty, sources: declared.compactMapValues(\.source),
      unrecorded: unrecorded, forgotten: forgotten,
      found: declared.compactMapValues { resolution.live(of: $0)?.id })
    proposal.unread = Set(planner.observed.filter { $0.value.problem != nil }.keys)
    let unseen = unclear.union(
      blocked.keys.filter { planner.observed[$0.collection]?.problem != nil })
    proposal.unclear = unseen.union(dependencies.dependents(of: unseen))
    proposal.former = formerIDs
    proposal.meanings = planner.now.map { meanings(of: plan, found: proposal.found, at: $0) } ?? [:]
    return proposal
  }

  /// The ids under which objects were applied that somebody in the org deleted since.
  private var formerIDs: FormerIDs {
    var remade: [Address: (then: String, now: String)] = [:]
    for (address, match) in resolution.matches {
      guard case .byKey(let live) = match, let id = planner.record[address]?.id, id != live.id,
        planner.observed[address.collection]?.problem == nil
      else { continue }
      remade[address] = (id, live.id)
    }
    let gone = operations.filter { $0.action == .create }.compactMap { operation in
      planner.record[operation.address].map { (operation.address, $0.id) }
    }
    return FormerIDs(remade: remade, gone: Dictionary(gone) { first, _ in first })
  }

  /// Says what the operations come to, objects called by the names they have in Git or in the org.
  private func meanings(
    of plan: Plan, found: [Address: String], at now: Timestamp
  ) -> [Address: [String]] {
    let ids = found.merging(plan.chosenIDs) { old, _ in old }.filter { $0.key.part == nil }
    let names = Dictionary(
      ids.map { ("\($0.key.kind) \($0.value)", $0.key.name) }, uniquingKeysWith: min)
    let meanings = Meanings(
      kinds: planner.kinds, now: now, reachesBack: planner.profile != .platform
    ) { [planner] kind, id in
      if let name = names["\(kind) \(id)"] { return name }
      let pointer = planner.kinds[kind]?.wires[planner.profile]?.name ?? JSONPointer(["name"])
      return planner.observed[kind]?.object(id: id)?.body[pointer]?.string
    } times: { [planner] in
      planner.times($0)
    }
    return meanings.all(of: plan)
  }

  private mutating func order() {
    let changing = Set(operations.map(\.address))
    let deletions = deletionOrder()
    operations = operations.map { operation in
      var operation = operation
      let needed =
        operation.action == .delete
        ? deletions.needs(of: operation.address)
        : dependencies.needs(of: operation.address)
      operation.dependencies = needed.filter { changing.contains($0) }.sorted()
      return operation
    }
  }

  private mutating func spreadBlocks() {
    for block in planner.blocks where block.problem.severity == .error {
      blocked[block.address, default: []].append(block.problem.message)
    }
    for part in declared.keys.sorted() where part.part != nil {
      for reason in blocked[part.whole] ?? [] { blocked[part, default: []].append(reason) }
    }
    for root in blocked.keys.sorted() {
      for dependent in dependencies.dependents(of: [root]) where declared[dependent] != nil {
        blocked[dependent, default: []].append("needs \(root), which is blocked")
      }
    }
  }

  /// Holds the rules of the project over every change.
  private mutating func judge() {
    guard !planner.rules.isEmpty else { return }
    let codes = Dictionary(grouping: planner.blocks, by: \.address).mapValues {
      $0.map(\.problem.code)
    }
    for operation in operations.sorted(by: { $0.address < $1.address }) {
      let subject = operation.ruleSubject(
        in: planner.kinds[operation.address.collection]?.spec,
        findings: codes[operation.address] ?? [])
      for rule in planner.rules where rule.applies(to: subject) {
        let message = "\(operation.address): \(rule.message)"
        switch rule.level {
        case .deny:
          unsafe.append(.init(rule: rule.name, address: operation.address, message: message))
        case .warn:
          findings.append(
            .warning(
              "policy", "\(message) (rule \(rule.name))",
              at: declared[operation.address]?.source, address: operation.address.description))
        }
      }
    }
  }

  /// Counts the pages it takes to read back the kinds that are written.
  private func readBackRequests(_ collections: [ObservedCollection]) -> Int {
    let touched = Set(operations.map(\.address.collection))
    return collections.filter { touched.contains($0.kind) }.reduce(0) { $0 + $1.requests }
  }
}

extension Plan {
  /// The ids that new objects will have, where their client chooses them.
  fileprivate var chosenIDs: [Address: String] {
    Dictionary(
      operations.compactMap { operation in operation.id.map { (operation.address, $0) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// How many requests that change something its operations take.
  var writeCount: Int {
    operations.reduce(0) { $0 + ($1.action == .replace ? 2 : 1) }
  }
}
