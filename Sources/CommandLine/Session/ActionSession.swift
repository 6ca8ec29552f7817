internal import AWS
internal import Curl
internal import DataActions
internal import Diagnostics
internal import HTTP
internal import JSON
internal import Manifests
internal import Reconciler
internal import Server
internal import World

/// What runs of data actions need: their manifests and, where upstreams are really asked, what
/// reaches them.
struct ActionSession {
  private let session: Session
  /// The actions that were named, or all, by their manifests.
  let actions: [(Address, DataAction)]
  let transport: CurlTransport
  let offline: OfflineActions

  var invocation: Invocation { session.invocation }

  init(_ invocation: Invocation, names: [String]) throws {
    session = try Session.load(invocation)
    let profile = session.environment.genesys.profile
    let manifests = session.manifests.actions
    let unknown = names.filter { name in !manifests.contains { $0.address.isNamed(name) } }
    if let name = unknown.first {
      let all = manifests.map(\.address.name)
      throw Arguments.Misuse(
        message: "no manifest declares the data action \(name)"
          + (nearestName(to: name, in: all).map { "; did you mean \($0)?" }
            ?? (all.isEmpty ? "; there are none" : "; there are \(all.joined(separator: ", "))")))
    }
    actions = manifests.compactMap { manifest in
      let address = manifest.address
      guard names.isEmpty || names.contains(where: address.isNamed),
        case .success(let action) = DataAction.read(
          manifest.completedSpec(in: profile), named: address.name)
      else { return nil }
      return (address, action)
    }
    var curl = Connection.curl(invocation.world)
    // Every call in hand may have a request under way.
    let calls = try invocation.arguments.count("concurrency") ?? 256
    curl.connectionsPerHost = min(calls, 256)
    curl.concurrentRequests = calls + 16
    transport = CurlTransport(curl)
    offline = OfflineActions(region: session.environment.aws.region ?? "us-east-1")
  }

  /// Reads what --input gives: JSON, or the file or standard input that holds it.
  func input(_ text: String) throws -> JSON {
    do {
      let path = text == "-" ? "/dev/stdin" : text.hasPrefix("@") ? String(text.dropFirst()) : nil
      return try JSON.parse(
        try path.map { try Files.read($0, limit: 16 << 20) } ?? Array(text.utf8))
    } catch let error as JSONParseError {
      throw Arguments.Misuse(message: "--input is no JSON: \(error)")
    } catch {
      throw Arguments.Misuse(message: "--input cannot be read: \(error)")
    }
  }

  /// The credentials that options name.
  func surroundings() async throws -> ActionRequest.Surroundings {
    let resolver = try secrets()
    var credentials = JSONObject()
    for text in invocation.arguments.all("credential") {
      let halves = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard halves.count == 2 else {
        throw Arguments.Misuse(message: "--credential is NAME=env:VARIABLE or the like")
      }
      let source = SecretSource(halves[1])
      await resolver.fetch([source])
      try resolver.resolve(source).reveal { credentials[halves[0]] = .string($0) }
    }
    return ActionRequest.Surroundings(credentials: credentials)
  }

  /// Returns what runs an action with its real upstream.
  func live(_ action: DataAction) async throws -> ActionTester {
    let resolver = try await secrets(of: [action])
    let world = invocation.world
    let make = try runtimes(resolver)
    return ActionTester(action) { upstream in
      make(Upstream(transport: upstream, world: world)).served(action)
    }
  }

  /// Returns what sources are asked through.
  func runtime(_ upstream: Upstream, _ resolver: SecretResolver) throws -> SourceRuntime {
    try runtimes(resolver)(upstream)
  }

  private func runtimes(
    _ resolver: SecretResolver
  ) throws -> @Sendable (Upstream) -> SourceRuntime {
    let world = invocation.world
    let region = try Connection.region(session.environment.aws, world) ?? "us-east-1"
    let aws = try Connection.aws(session.environment.aws, transport, world)
    let audit = self.audit
    let rows = S3RowService(
      S3Connection(aws), region: region, world: world,
      permission: ReadPermission(aws, region: region, world: world),
      audit: audit)
    return { upstream in
      SourceRuntime(upstream, rows: rows, world: world) { reference throws(SourceFailure) in
        do {
          return try resolver.resolve(SecretSource(reference["secretRef"]?.string ?? ""))
        } catch {
          throw SourceFailure(.other, "Internal Server Error: a secret of the action is not there")
        }
      }
    }
  }

  /// Writes down each access to S3: in a file, or where Lambda keeps what a function says.
  private var audit: @Sendable (AccessEntry) throws(FileError) -> Void {
    let console = invocation.console
    let place = invocation.arguments.last("audit")
    if place == nil, invocation.world.environment(LambdaRuntime.variable) != nil {
      return { (entry) throws(FileError) in
        console.out(String(decoding: entry.line, as: UTF8.self))
      }
    }
    let folder = "\(session.project.folder)/.gcsync"
    let path = place ?? "\(folder)/actions.jsonl"
    return { (entry) throws(FileError) in
      if place == nil { try Files.createDirectory(folder) }
      try Files.append(entry.line, to: path)
    }
  }

  /// Reads the secrets that actions name, all of them before any is needed.
  func secrets(of actions: [DataAction]) async throws -> SecretResolver {
    let resolver = try secrets()
    let sources = actions.flatMap(\.secretReferences).compactMap { $0["secretRef"]?.string }
      .map { SecretSource($0) }
    await resolver.fetch(sources)
    var problems: [Diagnostic] = []
    for source in sources {
      do throws(DiagnosticsError) {
        _ = try resolver.resolve(source)
      } catch {
        problems += error.diagnostics
      }
    }
    guard problems.isEmpty else { throw CommandFailure(.error, problems) }
    return resolver
  }

  /// One run here that the org's is compared with.
  struct Run {
    let name: String
    let input: JSON
    let trace: ActionTrace
  }

  /// Runs an action with --input and its real upstream, or with its tests and their answers.
  func runs(of action: DataAction) async throws -> [Run] {
    if let text = invocation.arguments.last("input") {
      let input = try self.input(text)
      let trace = try await live(action).trace(
        of: input, through: transport, surroundings: try await surroundings())
      return [Run(name: "--input", input: input, trace: trace)]
    }
    var runs: [Run] = []
    for test in action.tests {
      let result = await offline.tester(action).result(of: test)
      runs.append(Run(name: test.name, input: test.input, trace: result.trace))
    }
    return runs
  }

  /// Connects to the org that has the actions.
  func org() async throws -> ActionOrg {
    guard session.environment.genesys.profile == .platform else {
      throw CommandFailure(
        .invalid,
        .error(
          "no-test-mode", "the guide profile has no test mode of data actions",
          hint: "--compare-live takes an environment whose profile is platform"))
    }
    return ActionOrg(session, try await Connection(session))
  }

  /// Writes a test into the manifest of an action, and returns the file.
  func record(_ test: JSON, for address: Address) throws -> String {
    var recording = FixtureRecording(project: session.project, environment: session.environment)
    let files = try recording.add(test, to: address)
    for file in files { try Files.write(file.bytes, to: file.path) }
    return files.first?.path ?? ""
  }

  func secrets() throws -> SecretResolver {
    let aws = try Connection.aws(session.environment.aws, transport, invocation.world)
    return SecretResolver(
      world: invocation.world, folder: session.project.folder,
      store: AWSSecretStore(
        aws, settings: try Connection.settings(session.environment.aws), world: invocation.world))
  }
}

extension Address {
  /// Whether a person means this object by a name or an address.
  fileprivate func isNamed(_ text: String) -> Bool { text == name || text == description }
}
