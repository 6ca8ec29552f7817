internal import HTTP

/// Decides when a watch looks next, and when it gives up.
package struct WatchPace: Sendable {
  /// What a look came to.
  package enum Outcome: Sendable {
    /// Everything was read.
    case seen
    case failed
    /// The credentials were refused.
    case refused
  }

  package enum Step: Sendable, Equatable {
    case wait(Duration)
    case giveUp
  }

  package let interval: Duration
  /// By which part of it an interval may be longer or shorter, from 0 to 0.5.
  let jitter: Double
  /// After how many refusals in a row there is no point in going on.
  let patience: Int
  package private(set) var failures = 0
  private var refusals = 0

  package init(interval: Duration, jitter: Double, patience: Int) {
    (self.interval, self.jitter, self.patience) = (interval, jitter, patience)
  }

  /// Returns what follows a look, given a random number in 0..<1.
  ///
  /// After a failure the next look comes sooner, and later with each further one.
  package mutating func next(after outcome: Outcome, random: Double) -> Step {
    refusals = outcome == .refused ? refusals + 1 : 0
    guard refusals < patience else { return .giveUp }
    guard outcome == .seen else {
      failures += 1
      let backoff = Backoff(base: .seconds(10), cap: interval)
      // At least half of the wait is kept, so that a broken org is not asked all the time.
      return .wait(backoff.wait(after: failures, floor: nil, random: 0.5 + random / 2))
    }
    failures = 0
    return .wait(interval * (1 + jitter * (2 * random - 1)))
  }
}
