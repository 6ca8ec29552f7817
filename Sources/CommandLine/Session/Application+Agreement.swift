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
      try writePage(of: file)
      try checkFile(file, name)
      try await check(&agreement, connection, journal: [])
      try checkUnsafe(file.plan)
      announceGeneratedSecrets(of: file.plan)
      return agreement
    case .resumed(_, let file):
      var agreement = Agreement(file: file)
      ending.agreement = agreement
      try writePage(of: file)
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
    let style = invocation.errStyle
    let shown = PlanReport(proposal, kinds: session.kinds.kinds, exitCode: 0)
    if !invocation.logsJSON {
      invocation.console.err(style.finished(shown.rendered(as: .text, style: style)))
    }
    try invocation.write(page: shown.page)
    if proposal.isRefused, let obstacle = proposal.obstacle { throw obstacle }
    try checkUnsafe(proposal.plan)
    if let obstacle = proposal.obstacle { throw obstacle }
    announceGeneratedSecrets(of: proposal.plan)
    if !proposal.plan.isEmpty { try ask() }
  }

  /// Shows a plan that was made earlier as a page, where one was asked for.
  private func writePage(of file: PlanFile) throws {
    let isExpired = file.isExpired(at: invocation.world.now())
    let shown = PlanReport(
      file.proposal, kinds: session.kinds.kinds, exitCode: 0,
      saved: .init(file, isExpired: isExpired))
    try invocation.write(page: shown.page)
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
      throw CommandFailure(
        .error,
        .error("not-confirmed", "nothing was applied", hint: "yes, as a whole word, goes on"))
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
}

extension Session {
  /// Refuses a plan that was made for something else, and says for what.
  func checkFit(of plan: Plan, named name: String, _ connection: Connection?) throws {
    func refuse(_ what: String, _ its: String, _ ours: String) throws {
      guard its != ours else { return }
      throw CommandFailure(
        .stale,
        .error(
          "foreign-plan", "\(name) is for the \(what) \(its), and this is \(ours)",
          hint: "apply it where it was made for, or make a plan for this one"))
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
