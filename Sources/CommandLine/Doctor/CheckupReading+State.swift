internal import AWS
internal import Diagnostics
internal import Manifests
internal import Reconciler
internal import World

extension CheckupReading {
  /// Opens the state as a plan would, and returns what it remembers.
  func stateFinding() async -> (StateFinding, AppliedRecord) {
    do {
      guard let state = try session.backend().present() else {
        return (.absent, AppliedRecord())
      }
      let record = try await state.applied()
      return (.open(objects: record.count, lease: try await state.lease()), record)
    } catch let failure as StateFailure {
      let isRefused = failure.exitCode == .authentication
      return (.failed(failure.problem, isRefused: isRefused), AppliedRecord())
    } catch {
      let failure = error as? CommandFailure
      let problem =
        failure?.diagnostics.first
        ?? .error(
          "state-unknown", "it cannot be opened",
          hint: "see whether state in gcsync.yaml names what is there")
      return (
        .failed(problem, isRefused: failure?.code == .authentication), AppliedRecord()
      )
    }
  }

  /// Checks the bucket of each storage target as a plan does, and tries to write where that is asked for.
  func bucketReports(
    _ connection: Connection?
  ) async -> (reports: [BucketReport], requests: Int) {
    let desired = session.manifests.desired(
      owner: session.project.owner, environment: session.environment.name, pieces: session.pieces
    ) { _ in nil }
    let targets = desired.bucketChecks(usedBy: desired)
    guard !targets.isEmpty else { return ([], 0) }
    let own = try? Connection.aws(session.environment.aws, Connection.transport(world), world)
    guard let s3 = (connection?.aws ?? own).map(S3Connection.init) else { return ([], 0) }
    let inspector = BucketInspector(
      s3, world: world, account: s3.account(for: targets),
      genesys: connection?.genesys.account ?? .commercial, simulates: true)
    var reports = await inspector.inspect(targets)
    if session.invocation.arguments.has("write-probe") {
      let name = String(world.now().milliseconds)
      for index in reports.indices {
        reports[index] = await WriteProbe(s3).extend(reports[index], named: name)
      }
    }
    return (reports, s3.requestCount)
  }

  /// Returns a problem with the place of the manifest that it belongs to.
  func located(_ problem: Diagnostic) -> Diagnostic {
    var problem = problem
    if problem.location == nil, let address = problem.address {
      problem.location =
        session.manifests.manifests.first { $0.address.description == address }?.source
    }
    return problem
  }
}
