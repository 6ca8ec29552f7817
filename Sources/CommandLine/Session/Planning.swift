internal import AWS
internal import Diagnostics
internal import Genesys
internal import JSON
internal import Manifests
internal import Reconciler
internal import World

/// Reads what is and compares it with what should be; never writes.
struct Planning: Sendable {
  let session: Session
  let connection: Connection
  var record = AppliedRecord()
  var scope = Scope.everything
  var permissions = Planner.Permissions()
  /// What the org has, where it has been read already.
  var observed: [String: ObservedCollection]?
  /// The differences that are left as they are.
  var agreed = DriftBaseline.none
  /// Agreed differences that are only told of.
  var baseline = DriftBaseline.none
  /// Whether what is as declared and not recorded so will be recorded.
  var notesUnrecorded = false

  /// Makes the planning that the options of a call ask for.
  init(session: Session, connection: Connection) async throws {
    self.session = session
    self.connection = connection
    record = try await session.record()
    scope = try session.invocation.scope(session.kinds.kinds)
    permissions = session.invocation.permissions
    await connection.secrets.fetch(session.manifests.secretSources)
  }

  /// Plans what the manifests want.
  func proposal() async throws -> Proposal {
    let wanted = desired()
    try checkTargets(wanted.objects)
    var proposal = try await proposal(for: wanted.objects, isComplete: true)
    proposal.findings += wanted.warnings
    proposal.causes = causes(of: proposal.plan, proposal.former)
    await addReportRemarks(to: &proposal)
    session.invocation.telemetry?.note(proposal)
    if !scope.isEverything, !isAnythingInScope(wanted.objects) {
      proposal.findings.append(
        .warning(
          "nothing-selected", "no manifest and nothing applied before is what was selected",
          hint: "look at --kind and --selector; labels are those under metadata.labels"))
    }
    proposal.findings = session.invocation.judged(proposal.findings.withoutRepeats())
    return proposal
  }

  /// Plans what is given; only where it is all there should be, the rest is no longer declared.
  func proposal(
    for objects: [DesiredObject], removals: [Removal] = [], isComplete: Bool = false
  ) async throws -> Proposal {
    let progress = ProgressLine(session.invocation, "reading the org and its buckets")
    defer { progress.end() }
    let (objects, unfitting) = await connection.reader.fitted(objects)
    let selected = scope.selection(of: objects)
    let planned = objects.filter { selected.contains($0.address) }
    async let observed = observe(planned, removals)
    async let blocks = connection.inspectBuckets(
      of: planned, usedBy: objects, world: session.invocation.world)
    var planner = Planner(
      header: header(objects), profile: session.environment.genesys.profile,
      kinds: session.pieces.byCollection, desired: objects, observed: await observed,
      record: record,
      scope: scope, blocks: await unfitting + blocks, limits: session.project.limits,
      rules: session.rules.rules, permissions: permissions, removals: removals,
      isComplete: isComplete,
      agreed: { [agreed, now = session.invocation.world.now()] address, change in
        agreed.note(on: change, of: address, at: now)
      },
      notesUnrecorded: notesUnrecorded)
    let now = session.invocation.world.now()
    planner.now = now
    planner.times = { ScheduleTimes(of: $0)?.words(after: now) }
    var proposal = planner.proposal()
    // Only what would be taken over from somebody may be of a run that was cut short.
    if proposal.plan.count(of: .adopt) > 0 {
      planner.begun = try await session.begunCreations()
      proposal = planner.proposal()
    }
    // The answers to the reads have told how many requests the org takes.
    proposal.requests.perMinute = connection.requestsPerMinute ?? proposal.requests.perMinute
    return proposal
  }

  /// Reads what the manifests in scope ask for, to be planned with more than once.
  mutating func read() async {
    let objects = desired().objects
    let selected = scope.selection(of: objects)
    observed = await observe(objects.filter { selected.contains($0.address) }, [])
  }

  private func observe(
    _ planned: [DesiredObject], _ removals: [Removal]
  ) async -> [String: ObservedCollection] {
    if let observed { return observed }
    var names: [String: Set<String>] = [:]
    let profile = session.environment.genesys.profile
    for object in planned where object.kind.wires[profile]?.isPartial == true {
      object.spec["name"]?.string.map { _ = names[object.address.kind, default: []].insert($0) }
    }
    async let inAWS = observeAWS(planned, removals)
    let needed = neededCollections(planned, removals)
    async let inState = session.published(
      needed.filter(session.isInState).sorted().compactMap { session.kinds.kinds[$0] })
    let inGenesys = await connection.reader.observeAll(
      readings(planned, removals), names: names, needed: needed)
    return inGenesys.merging(await inAWS) { $1 }.merging(await inState) { $1 }
  }

  private func observeAWS(
    _ planned: [DesiredObject], _ removals: [Removal]
  ) async -> [String: ObservedCollection] {
    let recorded = record.objectsInAnyOrder.filter { scope.contains($0.address, labels: $0.labels) }
    return await connection.awsReader.observe(
      session.awsReadings(
        goals: planned.map(AWSReader.Goal.init),
        ids: recorded.map { ($0.address, $0.id) } + removals.map { ($0.address, $0.id) }))
  }

  private func isAnythingInScope(_ objects: [DesiredObject]) -> Bool {
    !scope.selection(of: objects).isEmpty
      || record.objectsInAnyOrder.contains { scope.contains($0.address, labels: $0.labels) }
  }

  /// Refuses a `--target` that neither a manifest nor the record knows.
  private func checkTargets(_ desired: [DesiredObject]) throws {
    guard !scope.addresses.isEmpty else { return }
    let objects = desired.map(\.address) + record.objectsInAnyOrder.map(\.address)
    let known = Set(objects + objects.map(\.whole))
    for address in scope.addresses.sorted() where !known.contains(address) {
      let near = nearestName(to: address.description, in: known.map(\.description).sorted())
      throw Arguments.Misuse(
        message: "nothing declares \(address)" + (near.map { "; did you mean \($0)?" } ?? ""))
    }
  }

  /// Returns the goals, and a warning for each secret that cannot be read here.
  private func desired() -> (objects: [DesiredObject], warnings: [Diagnostic]) {
    var warnings: [String: Diagnostic] = [:]
    let objects = session.manifests.desired(
      owner: session.project.owner, environment: session.environment.name, pieces: session.pieces
    ) { source in
      do throws(DiagnosticsError) {
        let secret = try connection.secrets.resolve(source)
        return connection.fingerprintKey?.fingerprint(of: secret)
      } catch {
        for var problem in error.diagnostics {
          problem.severity = .warning
          warnings[source.text] = problem
        }
        return nil
      }
    }
    return (objects, warnings.values.inReadingOrder())
  }

  /// What must be read: the kinds of what is planned, of what may go, and of what is looked up.
  private func readings(
    _ planned: [DesiredObject], _ removals: [Removal]
  ) -> [(kind: Kind, declaredIDs: [String])] {
    var ids: [String: [String]] = [:]
    for object in planned {
      let isWhole = object.address.part == nil
      ids[object.address.kind, default: []] += isWhole ? [object.clientID] + object.formerIDs : []
      object.kind.spec.forEachReference(in: object.spec) { form, _ in
        if form.isExternal { ids[form.address.kind, default: []] += [] }
      }
    }
    for known in record.objectsInAnyOrder
    where scope.contains(known.address, labels: known.labels) {
      ids[known.address.kind, default: []] += known.address.part == nil ? [known.id] : []
    }
    for removal in removals { ids[removal.address.kind, default: []].append(removal.id) }
    return ids.sorted { $0.key < $1.key }
      .filter { !session.isInAWS($0.key) && !session.isInState($0.key) }
      .compactMap { name, ids in session.kinds.kinds[name].map { ($0, ids) } }
  }

  /// The collections that hold what is planned, what may go and what is looked up.
  private func neededCollections(
    _ planned: [DesiredObject], _ removals: [Removal]
  ) -> Set<String> {
    var needed = Set(planned.lazy.map(\.address.collection))
    needed.formUnion(removals.lazy.map(\.address.collection))
    for known in record.objectsInAnyOrder
    where scope.contains(known.address, labels: known.labels) {
      needed.insert(known.address.collection)
    }
    for object in planned {
      object.kind.spec.forEachReference(in: object.spec) { form, _ in
        needed.insert(form.address.collection)
      }
    }
    return needed
  }

  private func header(_ objects: [DesiredObject]) -> Plan.Header {
    let kinds = Set(objects.lazy.map(\.address.kind)).union(record.kinds)
    let hashes = kinds.compactMap { name in
      session.kinds.kinds[name].map { (name, $0.schemaHash) }
    }
    return Plan.Header(
      version: GCSync.version, owner: session.project.owner,
      environment: session.environment.name, target: connection.target(session.environment.aws),
      manifestHash: session.manifests.hash,
      schemaHashes: Dictionary(uniqueKeysWithValues: hashes))
  }
}

extension Proposal {
  /// What kept the read from being made at all: wrong credentials, a missing permission.
  var isRefused: Bool { findings.areRefused }

  /// Whether something is wrong that is neither a pending change nor a blocked object.
  var hasUnblockedErrors: Bool {
    findings.contains { problem in
      problem.severity == .error
        && !blocked.keys.contains { $0.description == problem.address }
    }
  }

  /// Why the proposal can be neither saved nor applied, if so.
  var obstacle: CommandFailure? {
    let errors = findings.filter { $0.severity == .error }
    if isRefused { return CommandFailure(.authentication, errors) }
    return isPartial || hasUnblockedErrors ? CommandFailure(.error, errors) : nil
  }

  /// The exit code of showing it: the first that fits of 3, 1 and 2; what is held up is no mere change.
  func exitCode(exitZero: Bool) -> ExitCode {
    if let obstacle { return obstacle.code }
    return blocked.isEmpty && (plan.isEmpty || exitZero) ? .done : .changes
  }
}
