internal import AWS
internal import Diagnostics
internal import Genesys
internal import Manifests
internal import Reconciler
internal import World

/// Reads the org and writes what it holds as manifests.
struct Exporting: Sendable {
  let session: Session
  let connection: Connection
  let export: Export
  /// What was read, part by part.
  let observed: [String: ObservedCollection]
  /// What is exported and what it refers to, as far as it could be read.
  let all: [ObservedCollection]
  /// What is exported.
  let collections: [ObservedCollection]
  /// The kinds of manifests that mean some of it, too.
  let sharing: [Kind]
  private let wanted: Set<String>

  /// Reads the collections of the kinds given, or of all that the org's API has.
  init(_ session: Session, kinds: [Kind]) async throws {
    self.session = session
    let profile = session.environment.genesys.profile
    let choice = ExportChoice(
      kinds, declared: session.invocation.arguments.has("merge") ? session.declaredKinds : [],
      library: session.kinds, profile: profile)
    session.invocation.report(choice.remarks)
    wanted = choice.wanted
    sharing = choice.sharing
    connection = try await Connection(session)
    let record = try await session.record()
    let known = session.knownIDs(record)
    let inAWS = await Self.read(choice.inAWS, session, connection)
    let shared = await Self.read(
      choice.sharing, known, session, connection, names: session.declaredNames(of: choice.sharing))
    observed = await Self.read(choice.read, known, session, connection)
      .merging(shared) { $1 }.merging(inAWS) { $1 }
      .merging(await session.published(choice.inState)) { $1 }
    let pipelines = PipelineAssembly(
      inAWS, kinds: session.pieces.byCollection, known: record.idsByAddress)
    session.invocation.report(pipelines.remarks)
    let assembled = choice.inAWS.isEmpty ? [] : [pipelines.collection]
    all = (Array(session.pieces.joined(observed).values) + assembled)
      .sorted { $0.kind < $1.kind }
    let failed = Set(all.filter { $0.problem != nil }.map(\.kind))
    collections = all.filter { choice.wanted.contains($0.kind) && !failed.contains($0.kind) }
    export = Export(
      project: session.project, environment: session.environment, kinds: session.kinds,
      record: record,
      names: ExportNames(
        all, kinds: session.kinds.kinds, known: Self.namesOfWholes(known), profile: profile,
        outside: choice.lookupOnly.union(failed)),
      includesIDs: session.invocation.arguments.has("with-ids"))
  }

  private static func read(
    _ kinds: [Kind], _ known: [Address: String], _ session: Session, _ connection: Connection,
    names: [String: Set<String>]? = nil
  ) async -> [String: ObservedCollection] {
    let noun = kinds.count == 1 ? "collection" : "collections"
    if !kinds.isEmpty { session.invocation.say("reading \(kinds.count) \(noun) of the org") }
    let progress = ProgressLine(session.invocation, "reading the org")
    defer { progress.end() }
    return await connection.reader.observeAll(
      kinds.map { kind in
        (kind, known.filter { $0.key.kind == kind.name }.map(\.value).sorted())
      }, names: names)
  }

  private static func read(
    _ kinds: [Kind], _ session: Session, _ connection: Connection
  ) async -> [String: ObservedCollection] {
    let pieces = session.pieces.byCollection.values.filter { piece in
      kinds.contains { $0 === piece.whole }
    }
    return await connection.awsReader.observe(
      pieces.sorted { $0.name < $1.name }.map { AWSReader.Reading($0, isEverything: true) })
  }

  /// Returns the ids that are known, what a manifest stands for with nothing besides under its own
  /// address, too.
  private static func namesOfWholes(_ known: [Address: String]) -> [Address: String] {
    known.reduce(into: known) { names, entry in
      if entry.key.part == "rule", entry.key.kind == PipelineAssembly.kind {
        names[entry.key.whole] = entry.value
      }
    }
  }

  /// What the collections hold, as manifests.
  var manifests: [Export.Manifest] { collections.flatMap(export.manifests) }

  func perform() async throws -> ExitCode {
    if session.invocation.arguments.has("merge") { return try await merge() }
    let outcome = ExportOutcome(all, wanted: wanted, kinds: session.pieces)
    if let folder = session.invocation.arguments.last("out") {
      try ManifestFolder(folder).write(manifests, for: session)
    } else {
      session.invocation.console.out(manifests.map(\.yaml).joined(separator: "---\n"))
    }
    reportMissingLists()
    session.invocation.report(outcome.shown)
    session.invocation.say(outcome.summary)
    let requests = await connection.requestCounts().values.reduce(0, +)
    session.invocation.say("the export took \(requests) request\(requests == 1 ? "" : "s")")
    return outcome.exitCode
  }

  /// Says where a service could not list its objects.
  func reportMissingLists() {
    session.invocation.report(
      all.filter(\.isDeclaredOnly).map { collection in
        Diagnostic.warning(
          "no-list",
          "the service has no list of \(collection.kind); only those that are known are exported")
      })
  }
}

extension ObservedCollection {
  fileprivate var isDeclaredOnly: Bool {
    if case .declaredOnly = completeness { true } else { false }
  }
}
