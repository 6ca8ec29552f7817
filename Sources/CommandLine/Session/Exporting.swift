internal import Diagnostics
internal import Genesys
internal import Manifests
internal import Reconciler
internal import World

/// Reads the org and writes what it holds as manifests.
struct Exporting: Sendable {
  let session: Session
  let export: Export
  let collections: [ObservedCollection]

  /// Reads the collections of the kinds given, or of all; throws unless each could be read.
  init(_ session: Session, kinds: [Kind]) async throws {
    self.session = session
    let connection = try Connection(session)
    let record = try await session.record()
    let profile = session.environment.genesys.profile
    let wanted = kinds.isEmpty ? Set(session.kinds.kinds.keys) : Set(kinds.map(\.name))
    let named = kinds.reduce(into: wanted) { $0.formUnion($1.spec.referencedKinds) }
    let present = named.sorted().compactMap { session.kinds.kinds[$0] }
      .filter { $0.wires[profile] != nil }
    let known = session.knownIDs(record)
    let progress = ProgressLine(session.invocation, "reading the org")
    let observed = await connection.reader.observeAll(
      present.map { kind in
        (kind, known.filter { $0.key.kind == kind.name }.map(\.value).sorted())
      })
    progress.end()
    let all = observed.values.sorted { $0.kind < $1.kind }
    try Self.check(all, session)
    collections = all.filter { wanted.contains($0.kind) }
    export = Export(
      project: session.project, environment: session.environment, kinds: session.kinds,
      record: record,
      names: ExportNames(all, kinds: session.kinds.kinds, known: known),
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
    guard let folder = session.invocation.arguments.last("out") else {
      session.invocation.console.out(manifests.map(\.yaml).joined(separator: "---\n"))
      return .done
    }
    try ManifestFolder(folder).write(manifests, for: session)
    return .done
  }
}

extension ObservedCollection {
  fileprivate var isDeclaredOnly: Bool {
    if case .declaredOnly = completeness { true } else { false }
  }
}
