package import AWS
internal import Synchronization
package import World

/// Asks IAM whether the caller's own policies let it read an object, before anything of it is read.
///
/// It can only forbid: policies of buckets, keys and endpoints are S3's to judge, whose answer to the
/// read is the last word. Where IAM gives no answer, that answer is the only one.
package final class ReadPermission: Sendable {
  private let reader: AWSAccountReader
  private let world: World
  private let state = Mutex(State())

  private struct State {
    var caller: ARN?
    var decisions = TimedCache<String, SimulatedDecision>()
    var hasWarned = false
  }

  package init(_ aws: AWSConnection, region: String, world: World) {
    reader = AWSAccountReader(aws, region: region)
    self.world = world
  }

  /// Returns why an object may not be read; nil where it may, or where IAM does not say.
  package func objection(to bucket: String, _ key: String) async -> SourceFailure? {
    guard let caller = await caller() else { return nil }
    let resource = "arn:\(caller.partition):s3:::\(bucket)/\(key)"
    guard let decision = await decision(on: resource, of: caller) else { return nil }
    guard
      decision.verdict != .allowed || decision.isAllowedByOrganization == false
        || decision.isAllowedByBoundary == false
    else { return nil }
    return SourceFailure(
      .denied, "IAM validation failed: \(decision.reason)",
      detail: "s3:GetObject on \(resource) as \(caller)")
  }

  private func caller() async -> ARN? {
    if let caller = state.withLock(\.caller) { return caller }
    switch await reader.caller() {
    case .known(let caller):
      state.withLock { $0.caller = caller }
      return caller
    case .absent: warn("STS does not say who asks")
    case .unknown(let ignorance): warn(ignorance.detail)
    }
    return nil
  }

  private func decision(on resource: String, of caller: ARN) async -> SimulatedDecision? {
    let known = state.withLock { $0.decisions.value(of: resource, at: world.instant()) }
    if let known { return known }
    let action = "s3:GetObject"
    let answer = await reader.simulation(
      of: caller, actions: [action], resource: resource, context: PolicyContext())
    switch answer {
    case .known(let decisions):
      guard let decision = decisions[action] else { return nil }
      state.withLock { $0.decisions.insert(decision, of: resource, at: world.instant()) }
      return decision
    case .absent: warn("IAM does not simulate \(caller)")
    case .unknown(let ignorance): warn(ignorance.detail)
    }
    return nil
  }

  /// Tells once that only S3's own answer judges reads.
  private func warn(_ why: String) {
    let isFirst = state.withLock { state in
      defer { state.hasWarned = true }
      return !state.hasWarned
    }
    guard isFirst else { return }
    world.log.emit(
      .problem(
        .warning, code: "unsimulated-read", message: "S3's own answer alone judges reads: \(why)",
        address: nil, hint: "allow iam:SimulatePrincipalPolicy, or set permissionCheck: head",
        place: nil))
  }
}
