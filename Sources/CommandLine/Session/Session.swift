internal import Diagnostics
internal import Manifests
internal import Reconciler
internal import Telemetry
internal import World

/// What is known of a project before anything is contacted.
struct Session: Sendable {
  let invocation: Invocation
  let project: Project
  let environment: Project.Environment
  let kinds: KindLibrary
  /// The kinds of the remote objects in the environment's profile.
  let pieces: KindPieces
  private(set) var manifests: ManifestSet
  let rules: RuleSet
  /// What is wrong with the state machines, data actions and reports that the manifests define.
  private var definitions: [Diagnostic]
  let stateCell = StateBackend.Cell()

  /// Loads the project, its kinds and its manifests, and throws with exit code 4 where one is wrong.
  static func load(_ invocation: Invocation) throws -> Session {
    let loaded = try Session(invocation)
    let expired = loaded.manifests.baseline.expired(at: invocation.world.now(), .warning)
    guard !loaded.problems.hasErrors else {
      throw CommandFailure(.invalid, loaded.problems + expired)
    }
    loaded.invocation.report(loaded.diagnostics + expired)
    return loaded
  }

  /// Loads what the project file says, whatever is wrong with all other files.
  static func ofProjectFile(_ invocation: Invocation) throws -> Session {
    try Session(invocation, loadsManifests: false, loadsOwnKinds: false)
  }

  /// Loads a project and its kinds for a command that needs no manifests, in the environment given.
  static func withoutManifests(
    _ invocation: Invocation, environment: String? = nil
  ) throws -> Session {
    try Session(invocation, environment: environment, loadsManifests: false)
  }

  /// Loads a project whatever is wrong with its manifests, which the caller looks at.
  init(
    _ invocation: Invocation, environment name: String? = nil, loadsManifests: Bool = true,
    loadsOwnKinds: Bool = true
  ) throws {
    self.invocation = invocation
    let (builtIn, _) = KindLibrary.load()
    do throws(DiagnosticsError) {
      let project = try Self.project(invocation, builtIn)
      let folders =
        loadsOwnKinds ? project.schemaFolders.filter { Files.isDirectory($0.path) } : []
      let (kinds, problems) = folders.isEmpty ? (builtIn, []) : KindLibrary.load(folders)
      guard !problems.hasErrors else { throw DiagnosticsError(problems) }
      self.project = project
      self.kinds = kinds
      environment = try project.environment(
        named: name ?? invocation.arguments.last("environment"))
      pieces = KindPieces(kinds.kinds, profile: environment.genesys.profile)
    } catch {
      throw CommandFailure(.invalid, error.diagnostics)
    }
    manifests =
      loadsManifests
      ? ManifestSet.load(project: project, environment: environment, kinds: kinds) : .none
    definitions = manifests.problemsOfDefinitions(in: project, environment)
    rules = loadsManifests ? RuleSet.load(project: project, kinds: kinds) : .none
    invocation.telemetry?.recorder.note { [name = environment.name] in $0.environment = name }
  }

  /// Loads the project file alone.
  static func project(_ invocation: Invocation) throws -> Project {
    do throws(DiagnosticsError) {
      return try project(invocation, KindLibrary.load().0)
    } catch {
      throw CommandFailure(.invalid, error.diagnostics)
    }
  }

  private static func project(
    _ invocation: Invocation, _ kinds: KindLibrary
  ) throws(DiagnosticsError) -> Project {
    let shown = invocation.arguments.last("directory") ?? "."
    let start = Files.canonicalPath(shown)
    guard let folder = Project.find(from: start) else {
      throw DiagnosticsError(
        .error(
          "no-project", "there is no \(Project.fileName) in \(shown) or above it",
          hint: "run gcsync in a project's folder, or name one with -C DIR; "
            + "gcsync init begins one"))
    }
    return try Project.load(
      folder: folder, shownAs: folder == start ? shown : folder, kinds: kinds)
  }

  /// Returns the session as it would be if some files of manifests said something else.
  func replacing(_ files: [(path: String, bytes: [UInt8])]) throws -> Session {
    var session = self
    session.manifests = ManifestSet.load(
      project: project, environment: environment, kinds: kinds,
      replacing: Dictionary(files.map { ($0.path, $0.bytes) }, uniquingKeysWith: { $1 }))
    session.definitions = session.manifests.problemsOfDefinitions(in: project, environment)
    if session.manifests.diagnostics.hasErrors {
      throw CommandFailure(.invalid, session.manifests.diagnostics.filter { $0.severity == .error })
    }
    return session
  }

  /// The id of every object that the record or a manifest knows, by address.
  func knownIDs(_ record: AppliedRecord) -> [Address: String] {
    var known = record.idsByAddress
    let declared = manifests.desired(
      owner: project.owner, environment: environment.name, pieces: pieces
    ) { _ in nil }
    // Where the service chooses ids, only what was applied has one that is known.
    for object in declared
    where known[object.address] == nil
      && object.kind.wires[environment.genesys.profile]?.identity == .client
    {
      known[object.address] = object.clientID
    }
    return known
  }

  /// What is wrong with the manifests, warnings as errors where that was asked for.
  var problems: [Diagnostic] {
    invocation.judged(diagnostics)
  }

  private var diagnostics: [Diagnostic] {
    (manifests.diagnostics + definitions).inReadingOrder() + rules.diagnostics
  }
}
