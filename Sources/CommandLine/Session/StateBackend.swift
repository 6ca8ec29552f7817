internal import AWS
internal import Curl
internal import Diagnostics
internal import HTTP
internal import Manifests
internal import Reconciler
internal import Store
internal import Synchronization
internal import World

/// Where the state of an environment is kept, found out once and before anything is contacted.
enum StateBackend: Sendable {
  case folder(String, environment: String)
  case s3(Bucket)

  /// A state on S3, and the connection that counts its requests.
  struct Bucket: Sendable {
    let store: S3StateStore
    let archive: S3AuditArchive
    let connection: S3Connection
  }

  /// Opens the state to read from it; nil where nothing has been applied from here yet.
  func present() throws(StateFailure) -> (any StateStore & DocumentStore)? {
    switch self {
    case .folder(let folder, let environment):
      try SQLiteState.openPresent(folder: folder, environment: environment)
    case .s3(let bucket): bucket.store
    }
  }

  /// Opens the state to write to it, and makes it where there is none.
  func open() throws(StateFailure) -> any StateStore & DocumentStore {
    switch self {
    case .folder(let folder, let environment):
      try SQLiteState.open(folder: folder, environment: environment)
    case .s3(let bucket): bucket.store
    }
  }

  /// Keeps the backend of a session, so that what was read of the state is not read again.
  final class Cell: Sendable {
    private let backend = Mutex<StateBackend?>(nil)

    func backend(
      _ make: () throws(CommandFailure) -> StateBackend
    ) throws(CommandFailure) -> StateBackend {
      if let known = backend.withLock({ $0 }) { return known }
      let made = try make()
      return backend.withLock { backend in
        let kept = backend ?? made
        backend = kept
        return kept
      }
    }
  }

  /// How many requests the state has taken so far; nil where it takes none.
  var requestCount: Int? {
    switch self {
    case .folder: nil
    case .s3(let bucket): bucket.connection.requestCount
    }
  }

  var audit: any AuditArchive {
    switch self {
    case .folder(let folder, _): AuditStore(state: folder)
    case .s3(let bucket): bucket.archive
    }
  }
}

extension StateFailure {
  /// The exit code of a command that ends with it.
  var exitCode: ExitCode {
    ["state-credentials", "state-access-denied"].contains(problem.code) ? .authentication : .error
  }
}

extension Session {
  /// Finds the place of the state, and throws where what it takes to get there is missing.
  func backend() throws(CommandFailure) -> StateBackend {
    try stateCell.backend { () throws(CommandFailure) in
      switch project.state {
      case .folder(let folder): .folder(project.path(folder), environment: environment.name)
      case .s3(let bucket, let prefix): try s3Backend(bucket, prefix)
      }
    }
  }

  private func s3Backend(
    _ bucket: String, _ prefix: String
  ) throws(CommandFailure) -> StateBackend {
    let world = invocation.world
    let settings = try Connection.settings(environment.aws)
    try checkCredentials(settings)
    let connection = S3Connection(
      try Connection.aws(environment.aws, Connection.transport(world), world))
    guard let region = try Connection.region(environment.aws, world),
      let objects = connection.objects(in: bucket, region: region)
    else {
      throw CommandFailure(
        .invalid,
        .error(
          "no-aws-region", "the state is on S3 and the environment names no AWS region",
          at: environment.genesys.location, hint: "set aws.region of the environment, or AWS_REGION"
        ))
    }
    let name = environment.name
    return .s3(
      StateBackend.Bucket(
        store: S3StateStore(objects, prefix: prefix, environment: name, world: world),
        archive: S3AuditArchive(objects, prefix: prefix, environment: name, world: world),
        connection: connection))
  }
  /// Throws where it is plain before any request that there are no credentials.
  private func checkCredentials(_ settings: AWSSettings) throws(CommandFailure) {
    let world = invocation.world
    let hosts = AllowedHosts(further: world.environment(AllowedHosts.variable))
    var note: [Diagnostic.Note] = []
    do throws(AuthenticationError) {
      if try settings.hasCredentials(world, allowedHosts: hosts) { return }
    } catch {
      note = [Diagnostic.Note(error.message)]
    }
    throw CommandFailure(
      .authentication,
      .error(
        "no-aws-credentials", "the state is on S3 and there are no AWS credentials", notes: note,
        hint: AWSFailure.credentialsHint))
  }
}
