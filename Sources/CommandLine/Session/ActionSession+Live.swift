internal import AWS
internal import DataActions
internal import Diagnostics
internal import HTTP
internal import JSON
internal import Manifests
internal import Server
internal import World

extension ActionSession {
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
    guard let path = auditFile else {
      return { (entry) throws(FileError) in
        console.out(String(decoding: entry.line, as: UTF8.self))
      }
    }
    let folder = invocation.arguments.last("audit") == nil ? auditFolder : nil
    return { (entry) throws(FileError) in
      if let folder { try Files.createDirectory(folder) }
      try Files.append(entry.line, to: path)
    }
  }

  /// The file in which accesses to S3 are written down; nil where Lambda keeps them.
  var auditFile: String? {
    if let place = invocation.arguments.last("audit") { return place }
    let isFunction = invocation.world.environment(LambdaRuntime.variable) != nil
    return isFunction ? nil : "\(auditFolder)/actions.jsonl"
  }

  var auditFolder: String { "\(session.project.folder)/.gcsync" }

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
        of: input, through: transport, surroundings: try await surroundings().values)
      return [Run(name: "--input", input: input, trace: trace)]
    }
    var runs: [Run] = []
    for test in action.tests {
      let result = await offline.tester(action).result(of: test)
      runs.append(Run(name: test.name, input: test.input, trace: result.trace))
    }
    return runs
  }
}
