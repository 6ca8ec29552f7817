internal import Diagnostics
internal import Genesys
internal import Manifests
internal import Reconciler
internal import World

/// Reads the org and writes what it holds as manifests.
struct Exporting: Sendable {
  let session: Session
  let export: Export
  /// What is exported.
  let collections: [ObservedCollection]
  /// That, and what it refers to.
  private let observed: [String: ObservedCollection]
  private let connection: Connection

  /// Reads the collections of the kinds given, or of all; throws unless each could be read.
  init(_ session: Session, kinds: [Kind]) async throws {
    self.session = session
    connection = try Connection(session)
    let record = try await session.record()
    let profile = session.environment.genesys.profile
    if let kind = kinds.first(where: { $0.wires[profile]?.isLookupOnly == true }) {
      throw Arguments.Misuse(
        message: "a \(kind.name) is only looked up; no manifest can declare one")
    }
    let every = session.kinds.kinds.values.filter { $0.wires[profile]?.isLookupOnly == false }
    let chosen = kinds.isEmpty ? Array(every) : kinds
    let wanted = Set(chosen.map(\.name))
    let named = chosen.reduce(into: wanted) { $0.formUnion($1.spec.referencedKinds) }
    let present = named.sorted().compactMap { session.kinds.kinds[$0] }
      .filter { $0.wires[profile] != nil }
    let known = session.knownIDs(record)
    let progress = ProgressLine(session.invocation, "reading the org")
    observed = await connection.reader.observeAll(
      present.map { kind in
        (kind, known.filter { $0.key.kind == kind.name }.map(\.value).sorted())
      })
    progress.end()
    let all = session.pieces.joined(observed).values.sorted { $0.kind < $1.kind }
    try Self.check(all, session)
    collections = all.filter { wanted.contains($0.kind) }
    export = Export(
      project: session.project, environment: session.environment, kinds: session.kinds,
      record: record,
      names: ExportNames(all, kinds: session.kinds.kinds, known: known, profile: profile),
      includesIDs: session.invocation.arguments.has("with-ids"))
  }

  /// Refuses a read that is not whole, and says where a service could not list its objects.
  private static func check(_ collections: [ObservedCollection], _ session: Session) throws {
    let problems = collections.compactMap(\.problem)
    guard problems.isEmpty else {
      let isRefused = problems.contains {
        ["authentication-failed", "permission-denied"].contains($0.code)
      }
      throw CommandFailure(isRefused ? .authentication : .error, problems)
    }
    session.invocation.report(
      collections.filter(\.isDeclaredOnly).map { collection in
        Diagnostic.warning(
          "no-list",
          "the service has no list of \(collection.kind); only those that are known are exported")
      })
  }

  func perform() async throws -> ExitCode {
    let manifests = collections.flatMap(export.manifests)
    if session.invocation.arguments.has("merge") { return try await merge(manifests) }
    guard let folder = session.invocation.arguments.last("out") else {
      session.invocation.console.out(manifests.map(\.yaml).joined(separator: "---\n"))
      return .done
    }
    try ManifestFolder(folder).write(manifests, for: session)
    return .done
  }

  /// Brings the manifests of declared objects up to date, and writes files for the others.
  private func merge(_ manifests: [Export.Manifest]) async throws -> ExitCode {
    var planning = try await Planning(session: session, connection: connection)
    planning.observed = observed
    planning.scope.kinds = Set(collections.map(\.kind))
    let proposal = try await planning.proposal()
    if let obstacle = proposal.obstacle { throw obstacle }
    session.invocation.report(proposal.plan.operations.compactMap(Self.missing))
    let accepting = Accepting(session: session, planning: planning)
    let changes = proposal.plan.operations.filter { $0.action != .create && $0.action != .delete }
    let result = try await accepting.accept(changes) { $0.fields.map(\.path) }
    let declared = Set(session.manifests.manifests.map(\.address))
    let others = manifests.filter { !declared.contains($0.address) }
    let folder = session.invocation.arguments.last("out") ?? session.project.manifestFolder
    let newcomers = ManifestFolder(folder)
    try newcomers.check(others)
    try accepting.write(result)
    if !others.isEmpty { try newcomers.write(others, for: session) }
    return .done
  }

  /// Says of a declared object that the org does not have that its manifest was left alone.
  private static func missing(_ operation: Operation) -> Diagnostic? {
    guard operation.action == .create else { return nil }
    return .warning(
      "not-in-the-org", "the org has no \(operation.address); its manifest stays as it is",
      address: operation.address.description,
      hint: "remove the manifest, or create the object with gcsync apply")
  }
}

extension ObservedCollection {
  fileprivate var isDeclaredOnly: Bool {
    if case .declaredOnly = completeness { true } else { false }
  }
}
