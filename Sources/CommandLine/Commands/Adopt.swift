internal import Crypto
internal import Diagnostics
internal import JSON
internal import Manifests
internal import Reconciler
internal import World

extension Command {
  static let adopt = Command(
    "adopt", usage: "ADDRESS…",
    summary:
      "Make objects that are in the org already this project's own; changes nothing in the org.",
    options: [
      Option("allow-takeover", "Also take over objects that another project wrote.")
    ]
  ) { invocation in
    let addresses = try invocation.arguments.positional.map { text in
      guard let address = Address(parsing: text) else {
        throw Arguments.Misuse(message: "adopt takes addresses such as Webhook/x, not \"\(text)\"")
      }
      return address
    }
    guard !addresses.isEmpty else { throw Arguments.Misuse(message: "adopt needs an address") }
    let session = try Session.load(invocation)
    let run = "r-" + UUID.random().text
    invocation.announce(run: run)
    return try await Adoption(session: session, run: run).perform(addresses)
  }
}

/// The taking over of objects by their ids, which only the record learns of.
struct Adoption: Sendable {
  let session: Session
  let run: String

  func perform(_ addresses: [Address]) async throws -> ExitCode {
    let world = session.invocation.world
    let state = try session.backend().open()
    let keeper = LeaseKeeper(
      store: state, run: run, holder: Actor.holder(world.environment), world: world)
    if let held = try await keeper.take() {
      throw CommandFailure(.locked, Leases.problem(held, session.environment.name))
    }
    let result = await keeper.keeping(onLoss: {}) { () -> Result<ExitCode, any Error> in
      do {
        return .success(try await adopt(addresses, state))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private func adopt(_ addresses: [Address], _ state: any StateStore) async throws -> ExitCode {
    let world = session.invocation.world
    var planning = try await Planning(session: session, connection: try await Connection(session))
    planning.scope.addresses = Set(addresses)
    planning.permissions.adopts = true
    planning.notesUnrecorded = true
    let proposal = try await planning.proposal()
    if let obstacle = proposal.obstacle { throw obstacle }
    let now = world.now()
    let taken = try addresses.flatMap { pieces(of: $0, proposal, planning.record) }
      .map { try object($0, proposal, planning.record, now) }
    try await state.begin(
      RunRecord(
        id: run, environment: session.environment.name, owner: session.project.owner,
        actor: Actor.name(world.environment), commit: Actor.commit(world.environment),
        started: now,
        plan: PlanFile(
          Proposal(
            plan: Plan(header: proposal.plan.header, operations: []),
            requests: proposal.requests),
          envelope: .init(createdAt: now, actor: Actor.name(world.environment))
        ).document))
    try await state.append(
      taken.map { JournalEntry($0.address, .unchanged, id: $0.id, at: now, change: .set($0)) },
      to: run)
    try await state.update(
      run, state: .done, finished: world.now(), summary: ["adopted": taken.count])
    for object in taken {
      session.invocation.say("adopted \(object.address) (\(object.id))")
    }
    return .done
  }

  /// Returns the addresses of what a manifest stands for in the org: itself, and the parts there are.
  private func pieces(
    of address: Address, _ proposal: Proposal, _ record: AppliedRecord
  ) -> [Address] {
    guard address.part == nil else { return [address] }
    let present =
      proposal.unrecorded.map(\.address) + record.objectsInAnyOrder.map(\.address)
      + proposal.plan.operations.filter { $0.action != .create }.map(\.address)
    let parts = Set(present.filter { $0.whole == address && $0.part != nil }).sorted()
    let wire = session.kinds.kinds[address.kind]?.wires[session.environment.genesys.profile]
    return wire?.identity == .parts && !parts.isEmpty ? parts : [address] + parts
  }

  /// The address that was probably meant, or where all of them are shown.
  private func hint(for address: Address) -> String {
    let declared = session.manifests.manifests.map(\.address.description)
    return nearestName(to: address.description, in: declared).map { "did you mean \($0)?" }
      ?? "gcsync graph shows what the manifests declare"
  }

  /// Finds the object of an address in the org, and refuses one that is not there or not free.
  private func object(
    _ address: Address, _ proposal: Proposal, _ record: AppliedRecord, _ now: Timestamp
  ) throws -> AppliedObject {
    let operation = proposal.plan.operation(at: address)
    let found = proposal.unrecorded.first { $0.address == address }
    let isMissing = proposal.plan.operations.contains {
      $0.address.whole == address && $0.action == .create
    }
    let isUnknown = operation == nil && found == nil && record[address] == nil
    if operation?.action == .create || isUnknown && isMissing {
      throw CommandFailure(
        .error,
        .error(
          "not-in-the-org", "the org has no object that \(address) could adopt",
          address: address.description, hint: "gcsync apply creates it"))
    }
    guard let id = found?.id ?? operation?.id ?? record[address]?.id else {
      throw CommandFailure(
        .error,
        .error(
          "unknown-address", "no manifest declares \(address)", address: address.description,
          hint: hint(for: address)))
    }
    if let known = record.object(kind: address.collection, id: id),
      known.owner != session.project.owner,
      !session.invocation.arguments.has("allow-takeover")
    {
      throw CommandFailure(
        .refused,
        .error(
          "foreign-owner", "\(address) belongs to \(known.owner), whose run \(known.run) wrote it",
          address: address.description, hint: "--allow-takeover makes it ours"))
    }
    let keeping =
      found?.keeping ?? operation?.keeping
      ?? .init(
        deletionPolicy: record[address]?.deletionPolicy ?? .forbid,
        labels: record[address]?.labels ?? [:])
    return AppliedObject(
      address: address, id: id, owner: session.project.owner,
      spec: found?.spec ?? operation?.before ?? record[address]?.spec ?? [:],
      deletionPolicy: keeping.deletionPolicy, labels: keeping.labels, run: run, time: now)
  }
}
