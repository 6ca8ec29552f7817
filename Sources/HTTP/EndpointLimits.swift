/// Which endpoints have said that they take no more for a while, beside what the whole window allows.
///
/// An endpoint may have a limit of its own; a refusal by it says nothing of the others.
package struct EndpointLimits: Sendable {
  private var closed: [String: ContinuousClock.Instant] = [:]

  package init() {}

  /// Takes up that an endpoint has refused a request and asked to wait.
  package mutating func close(
    _ endpoint: String, for wait: Duration, at now: ContinuousClock.Instant
  ) {
    closed[endpoint] = max(closed[endpoint] ?? now, now + wait)
  }

  /// Returns how long the endpoint is closed yet; nil where it is open.
  package mutating func wait(
    for endpoint: @autoclosure () -> String, at now: ContinuousClock.Instant
  ) -> Duration? {
    if closed.isEmpty { return nil }
    let endpoint = endpoint()
    guard let end = closed[endpoint] else { return nil }
    if now < end { return now.duration(to: end) }
    closed[endpoint] = nil
    return nil
  }
}
