/// How many requests a client may send in a window of fixed length.
package struct RateLimit: Sendable, Hashable {
  package var allowed: Int
  package var window: Duration

  package init(allowed: Int = 300, window: Duration = .seconds(60)) {
    self.allowed = allowed
    self.window = window
  }

  /// Parses `300` or `300/60s`.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let allowed = parts.first.flatMap({ Int($0) }), allowed > 0, parts.count <= 2
    else { return nil }
    self.init(allowed: allowed)
    guard parts.count == 2 else { return }
    guard parts[1].hasSuffix("s"), let seconds = Int(parts[1].dropLast()), seconds > 0
    else { return nil }
    window = .seconds(seconds)
  }
}

/// One client's current window, which begins with its first request.
struct RateWindow: Sendable {
  var began: ContinuousClock.Instant
  var count = 0

  /// Counts a request, in a new window where the old one has ended.
  mutating func count(at instant: ContinuousClock.Instant, _ limit: RateLimit) {
    if instant >= began + limit.window { self = RateWindow(began: instant) }
    count += 1
  }

  /// The whole seconds until the window ends, rounded up.
  func reset(at instant: ContinuousClock.Instant, _ limit: RateLimit) -> Int {
    let rest = (began + limit.window) - instant
    guard rest > .zero else { return 0 }
    let (seconds, attoseconds) = rest.components
    return Int(seconds) + (attoseconds > 0 ? 1 : 0)
  }
}
