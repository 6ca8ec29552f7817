/// How many calls an action takes.
package struct CallLimits: Sendable, Hashable {
  /// How often, in the long run and in a burst.
  package struct Rate: Sendable, Hashable {
    package let perSecond: Double
    package let burst: Int

    package init(perSecond: Double, burst: Int? = nil) {
      precondition(perSecond > 0, "a rate of nothing is no rate")
      self.perSecond = perSecond
      self.burst = max(1, burst ?? Int(perSecond.rounded(.up)))
    }
  }

  /// How many calls are in hand at once.
  package var concurrency: Int
  package var rate: Rate?

  /// How many bytes the body of a call may have.
  package static let bodyBytes = 256 << 10

  package init(concurrency: Int = 256, rate: Rate? = nil) {
    self.concurrency = concurrency
    self.rate = rate
  }
}

/// Lets calls in as the limits of their action allow.
package struct Admission: Sendable {
  private let limits: CallLimits
  private var bucket: TokenBucket?
  package private(set) var inHand = 0

  package init(_ limits: CallLimits, at now: ContinuousClock.Instant) {
    self.limits = limits
    bucket = limits.rate.map { TokenBucket($0, at: now) }
  }

  /// Takes a call up, to be left again, or returns why not; the reason counts as no call.
  package mutating func enter(at now: ContinuousClock.Instant) -> ActionRefusal? {
    guard inHand < limits.concurrency else {
      return ActionRefusal(
        .busy, "Too busy: \(inHand) calls of the action are in hand.", retryAfter: .seconds(1))
    }
    if let wait = bucket?.take(at: now) {
      return ActionRefusal(
        .limited, "Too many requests: the action takes no more for now.", retryAfter: wait)
    }
    inHand += 1
    return nil
  }

  package mutating func leave() { inHand -= 1 }
}

/// Tokens that come at a steady rate, and wait for who takes them up to a number.
package struct TokenBucket: Sendable {
  private let rate: CallLimits.Rate
  private var tokens: Double
  private var filled: ContinuousClock.Instant

  package init(_ rate: CallLimits.Rate, at now: ContinuousClock.Instant) {
    self.rate = rate
    tokens = Double(rate.burst)
    filled = now
  }

  /// Takes a token, or returns how long it is until there is one.
  package mutating func take(at now: ContinuousClock.Instant) -> Duration? {
    let elapsed = filled.duration(to: now).seconds
    if elapsed > 0 {
      tokens = min(Double(rate.burst), tokens + elapsed * rate.perSecond)
      filled = now
    }
    guard tokens < 1 else {
      tokens -= 1
      return nil
    }
    return .seconds((1 - tokens) / rate.perSecond)
  }
}

extension Duration {
  fileprivate var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
