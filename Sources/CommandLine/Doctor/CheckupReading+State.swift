internal import AWS
internal import Diagnostics
internal import Manifests
internal import Reconciler

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
      let problem = failure?.diagnostics.first ?? .error("state-unknown", "it cannot be opened")
      return (
        .failed(problem, isRefused: failure?.code == .authentication), AppliedRecord()
      )
    }
  }

  /// Checks the bucket of each storage target as a plan does.
  func bucketFindings(
    _ connection: Connection?
  ) async -> (findings: [BucketFinding], requests: Int) {
    let desired = session.manifests.desired(
      owner: session.project.owner, environment: session.environment.name, pieces: session.pieces
    ) { _ in nil }
    let targets = desired.bucketChecks.map(\.address)
    guard !targets.isEmpty else { return ([], 0) }
    let own = try? Connection.aws(session.environment.aws, Connection.transport(world), world)
    guard let s3 = (connection?.aws ?? own).map(S3Connection.init) else { return ([], 0) }
    let blocks = Dictionary(
      grouping: await s3.inspectBuckets(of: desired, world: world), by: \.address)
    let findings = targets.map { target in
      BucketFinding(target: target, problems: (blocks[target] ?? []).map(\.problem))
    }
    return (findings, s3.requestCount)
  }
}
