internal import Crypto
internal import Diagnostics
internal import Genesys
internal import JSON
internal import Manifests
internal import Reconciler
internal import Rendering
internal import World

extension Application {
  /// Finds the plan to apply, and returns it once nothing and nobody objects.
  func agreement(
    _ connection: Connection, _ state: any StateStore, _ ending: inout Ending
  ) async throws -> Agreement {
    switch source {
    case .manifests, .demand:
      var planning = try await Planning(session: session, connection: connection)
      planning.notesUnrecorded = true
      let proposal: Proposal
      if case .demand(let make) = source {
        proposal = try await make(planning)
      } else {
        planning.agreed = session.manifests.baseline
        proposal = try await planning.proposal()
      }
      let agreement = Agreement(file: PlanFile(proposal, envelope: envelope))
      ending.agreement = agreement
      try agree(to: proposal)
      return agreement
    case .file(let file, let name):
      var agreement = Agreement(file: file)
      ending.agreement = agreement
      try checkFile(file, name)
      try await check(&agreement, connection, journal: [])
      try checkUnsafe(file.plan)
      return agreement
    case .resumed(_, let file):
      var agreement = Agreement(file: file)
      ending.agreement = agreement
      try checkSignature(of: file, "the plan of \(run)")
      try session.checkFit(of: file.plan, named: "the plan of \(run)", connection)
      try await check(&agreement, connection, journal: try await state.journal(of: run))
      return agreement
    }
  }

  private var envelope: PlanFile.Envelope {
    .init(
      createdAt: started, actor: Actor.name(invocation.world.environment),
      commit: Actor.commit(invocation.world.environment))
  }

  /// Shows a plan made just now, and asks whether to apply it.
  private func agree(to proposal: Proposal) throws {
    if try TrustedKeys.load(invocation.world.environment) != nil {
      throw CommandFailure(
        .refused,
        .error(
          "unsigned-plan", "\(TrustedKeys.variable) is set, so that only signed plans are applied",
          hint: "make one with gcsync plan --out FILE --sign KEYFILE, then gcsync apply FILE"))
    }
    let style = Style(color: false, width: invocation.console.width)
    let shown = PlanReport(proposal, kinds: session.kinds.kinds, exitCode: 0)
    if !invocation.logsJSON {
      invocation.console.err(shown.rendered(as: .text, style: style))
    }
    if proposal.isRefused, let obstacle = proposal.obstacle { throw obstacle }
    try checkUnsafe(proposal.plan)
    if let obstacle = proposal.obstacle { throw obstacle }
    if !proposal.plan.isEmpty { try ask() }
  }

  /// Refuses a plan that breaks a rule which nobody has approved.
  private func checkUnsafe(_ plan: Plan) throws {
    let isApproved = invocation.arguments.last("approve-unsafe") == plan.id
    let broken = plan.unsafe.filter { !(isApproved && $0.isApprovable) }
    guard !broken.isEmpty else { return }
    throw CommandFailure(
      .refused,
      broken.map { unsafe in
        .error(
          "unsafe-plan", "\(plan.id) breaks the rule \(unsafe.rule): \(unsafe.message)",
          address: unsafe.address?.description,
          hint: unsafe.isApprovable
            ? "look at it with plan, then apply with --approve-unsafe \(plan.id)" : nil)
      })
  }

  private func ask() throws {
    if invocation.arguments.has("yes") { return }
    let console = invocation.console
    guard console.inIsTerminal, console.errIsTerminal else {
      throw CommandFailure(
        .error,
        .error(
          "not-confirmed", "there is nobody to ask",
          hint: source.isDemand
            ? "look at what it shows, then call it with --yes"
            : "look at the plan with gcsync plan --out FILE, then call gcsync apply FILE; "
              + "or call gcsync apply --yes"))
    }
    console.err("Apply these changes to \(session.environment.name)? Type yes: ")
    guard console.readLine() == "yes" else {
      throw CommandFailure(.error, .error("not-confirmed", "nothing was applied"))
    }
  }

  /// Holds a saved plan against the keys and the clock.
  private func checkFile(_ file: PlanFile, _ name: String) throws {
    try checkSignature(of: file, name)
    if file.isExpired(at: invocation.world.now()) {
      throw CommandFailure(
        .stale,
        .error(
          "plan-expired",
          "\(name) could be applied until \(file.envelope.expiresAt?.rfc3339 ?? "")",
          hint: "make it again with gcsync plan --out FILE; --valid-for sets how long it holds"))
    }
    try session.checkFit(of: file.plan, named: name, nil)
  }

  /// Refuses a plan that none of the trusted keys has signed, where the pipeline names some.
  private func checkSignature(of file: PlanFile, _ name: String) throws {
    guard let keys = try TrustedKeys.load(invocation.world.environment),
      !file.isSigned(byOneOf: keys)
    else { return }
    let what =
      switch file.signature?.keyID {
      case nil: "is not signed"
      case let key? where keys.contains(where: { $0.id == key }):
        "was changed after it was signed with \(key)"
      case let key?: "is signed with \(key), which is no trusted key"
      }
    throw CommandFailure(
      .refused,
      .error(
        "unsigned-plan", "\(name) \(what)",
        hint: "\(TrustedKeys.variable) names the keys of which one must have signed it"))
  }

  /// Reads again what the plan touches and nothing else, and refuses where it has moved.
  private func check(
    _ agreement: inout Agreement, _ connection: Connection, journal: [JournalEntry]
  ) async throws {
    let plan = agreement.plan
    try session.checkFit(of: plan, named: "the plan", connection)
    let done = finished(journal)
    let begun = Set(
      journal.compactMap { entry -> Address? in
        if case .intent = entry.event { entry.address } else { nil }
      })
    let open = plan.operations.filter { done[$0.address] == nil }
    let observed = await observe(open, agreement.file, connection)
    let problems = observed.values.compactMap(\.problem)
    guard problems.isEmpty else {
      let isRefused = problems.contains {
        ["authentication-failed", "permission-denied"].contains($0.code)
      }
      throw CommandFailure(isRefused ? .authentication : .error, problems)
    }
    let verdict = PlanCheck(
      plan, kinds: session.pieces.byCollection, profile: session.environment.genesys.profile,
      begun: begun,
      finished: done, record: try await session.record()
    ).verdict(on: observed)
    guard verdict.conflicts.isEmpty else {
      throw CommandFailure(.stale, ConflictRendering.diagnostics(verdict.conflicts))
    }
    agreement.settled = verdict.settled
    for block in await connection.inspectBuckets(
      of: plan.goals(of: open).compactMap(session.desired), world: invocation.world)
    where block.problem.severity == .error {
      agreement.blocked[block.address, default: []].append(block.problem.message)
    }
  }

  /// The operations that an earlier attempt has brought to their end, with the objects' ids.
  private func finished(_ journal: [JournalEntry]) -> [Address: String] {
    var done: [Address: String] = [:]
    for entry in journal {
      switch entry.event {
      case .applied, .unchanged: done[entry.address] = entry.id ?? ""
      case .intent: done[entry.address] = nil
      case .accepted, .failed, .skipped: break
      }
    }
    return done
  }

  /// Reads the objects of operations, one by one where that takes fewer requests than the list.
  private func observe(
    _ operations: [Operation], _ file: PlanFile, _ connection: Connection
  ) async -> [String: ObservedCollection] {
    let profile = session.environment.genesys.profile
    return await withTaskGroup(of: [ObservedCollection].self) { group in
      let needed = Set(operations.map(\.address.collection))
      for (name, operations) in Dictionary(grouping: operations, by: \.address.kind) {
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
}

extension Session {
  /// Refuses a plan that was made for something else, and says for what.
  func checkFit(of plan: Plan, named name: String, _ connection: Connection?) throws {
    func refuse(_ what: String, _ its: String, _ ours: String) throws {
      guard its != ours else { return }
      throw CommandFailure(
        .stale,
        .error("foreign-plan", "\(name) is for the \(what) \(its), and this is \(ours)"))
    }
    let header = plan.header
    try refuse("owner", header.owner, project.owner)
    try refuse("environment", header.environment, environment.name)
    if let target = connection?.target(environment.aws) {
      for key in Set(target.keys).union(header.target.keys).sorted() {
        try refuse("\(key) target", header.target[key] ?? "(none)", target[key] ?? "(none)")
      }
    }
    for kind in Set(plan.operations.map(\.address.kind)).sorted()
    where header.schemaHashes[kind] != kinds.kinds[kind]?.schemaHash {
      throw CommandFailure(
        .stale,
        .error(
          "foreign-plan", "\(name) was made with another schema of \(kind)",
          hint: "make the plan again with this gcsync"))
    }
  }

  /// Returns what a plan wants of a manifest as an object of its own.
  func desired(by goal: Plan.Goal) -> DesiredObject? {
    kinds.kinds[goal.address.kind].map { kind in
      DesiredObject(address: goal.address, kind: kind, clientID: goal.id ?? "", spec: goal.spec)
    }
  }
}
