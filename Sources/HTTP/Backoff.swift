package import World

/// How long to wait before trying again: exponential with full jitter, never less than the server asked.
package struct Backoff: Sendable, Hashable {
  /// The longest wait after the first failure; it doubles with each further one.
  package var base: Duration
  package var cap: Duration

  package init(base: Duration = .seconds(1), cap: Duration = .seconds(30)) {
    self.base = base
    self.cap = cap
  }

  /// Returns the wait after a failed attempt, counted from 1, given a random number in 0..<1.
  package func wait(after attempt: Int, floor: Duration?, random: Double) -> Duration {
    let ceiling = min(cap, base * (1 << min(attempt - 1, 20)))
    return max(floor ?? .zero, ceiling * random)
  }
}

extension HTTPResponse {
  /// How long the server asks to wait: `Retry-After` in seconds or as a date, else the rate limit's reset.
  package func askedWait(now: Timestamp) -> Duration? {
    if let text = headers["Retry-After"] {
      if let seconds = Int(text), seconds >= 0 { return .seconds(min(seconds, 86_400)) }
      if let date = Timestamp(httpDate: text) { return max(.zero, date.duration(since: now)) }
    }
    guard status == 429, let reset = headers["inin-ratelimit-reset"].flatMap({ Int($0) })
    else { return nil }
    return .seconds(max(0, min(reset, 86_400)))
  }
}
