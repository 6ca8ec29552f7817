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

  func proposal(adopts: Bool = false) async -> Proposal {
    let progress = ProgressLine(session.invocation, "reading the org and its buckets")
    let desired = desired()
    async let observed = connection.reader.observeAll(readings(desired.objects))
    async let blocks = connection.inspectBuckets(
      of: desired.objects, world: session.invocation.world)
    let planner = Planner(
      header: header(desired.objects), profile: session.environment.genesys.profile,
      desired: desired.objects, observed: await observed, blocks: await blocks,
      limits: session.project.limits, adopts: adopts)
    var proposal = planner.proposal()
    proposal.findings += desired.warnings
    progress.end()
    return proposal
  }

  /// Returns the goals, and a warning for each secret that cannot be read here.
  private func desired() -> (objects: [DesiredObject], warnings: [Diagnostic]) {
    var warnings: [String: Diagnostic] = [:]
    let objects = session.manifests.desired(
      owner: session.project.owner, environment: session.environment.name
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

  /// What must be read: every kind that is declared, and every kind looked up in the org.
  private func readings(
    _ desired: [DesiredObject]
  ) -> [(kind: Kind, declaredIDs: [String])] {
    var ids: [String: [String]] = [:]
    for object in desired {
      ids[object.kind.name, default: []] += [object.clientID] + object.formerIDs
      object.kind.spec.forEachReference(in: object.spec) { form, _ in
        if form.isExternal { ids[form.address.kind, default: []] += [] }
      }
    }
    return ids.sorted { $0.key < $1.key }.compactMap { name, ids in
      session.kinds.kinds[name].map { ($0, ids) }
    }
  }

  private func header(_ desired: [DesiredObject]) -> Plan.Header {
    let kinds = Set(desired.map(\.kind.name))
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
  var isRefused: Bool {
    findings.contains { ["authentication-failed", "permission-denied"].contains($0.code) }
  }

  /// Whether something is wrong that is neither a pending change nor a blocked object.
  var hasUnblockedErrors: Bool {
    findings.contains { problem in
      problem.severity == .error
        && !blocked.keys.contains { $0.description == problem.address }
    }
  }

  /// The exit code of showing it: the first that fits of 3, 1 and 2.
  func exitCode(exitZero: Bool) -> ExitCode {
    if isRefused { return .authentication }
    if isPartial || hasUnblockedErrors { return .error }
    return plan.isEmpty && blocked.isEmpty || exitZero ? .done : .changes
  }
}
