import HTTP
import JSON
import Server
import World

/// Everything that changes while the sandbox runs.
struct SandboxState: Sendable {
  var org: Org
  var account: Account
  var log = RequestLog()
  var faults: [Fault] = []
  /// The limits of single endpoints.
  var limits: [EndpointLimit] = []
  /// The permissions and AWS actions the caller lacks.
  var denied: Set<String> = []
  var identifiers = Identifiers()
  /// Who changed what.
  var audits = AuditTrail()
  /// Where the account listens, known once it does.
  var s3URL = ""
  /// Grows with every change of the store, so that the saver sees there is something to save.
  var generation = 0

  /// Returns the fault to be played on a request, the first one that matches.
  mutating func fault(for request: ServerRequest) -> Fault? {
    var played: Fault?
    for index in faults.indices where faults[index].matches(request) && played == nil {
      played = faults[index]
    }
    return played
  }

  /// Plays the request's fault around its effect.
  mutating func withFault(
    for request: ServerRequest, effect: (inout SandboxState) -> ServerResponse
  ) -> (response: ServerResponse, delay: Duration) {
    guard let fault = fault(for: request) else { return (effect(&self), .zero) }
    let served = fault.isInPlaceOfEffect ? nil : effect(&self)
    return (fault.response(to: served), fault.delay)
  }
}

/// What one request is judged by.
struct Circumstances: Sendable {
  let now: Timestamp
  let instant: ContinuousClock.Instant
  let options: SandboxOptions
  let world: World
  let mail: MailStore
}
