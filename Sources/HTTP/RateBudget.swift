/// Keeps the requests of all tasks within the server's fixed windows: it bursts while the window has
/// room and waits for its end when it has not.
///
/// The number of requests and the end of the window come from the answers' headers; until the first
/// answer 300 requests may go. The reset header has whole seconds and may be rounded either way, so
/// that each answer gives a span in which the window ends; the spans of one window are intersected,
/// and a new window is taken for certain only behind the last of them.
package struct RateBudget: Sendable {
  package typealias Instant = ContinuousClock.Instant

  package enum Decision: Sendable, Hashable {
    case go(Permit)
    case wait(Duration)
  }

  /// What a request carries from its start to its answer.
  package struct Permit: Sendable, Hashable {
    fileprivate let sent: Instant
  }

  /// What an answer says of the server's window.
  package struct Reading: Sendable, Hashable {
    package let count: Int
    package let allowed: Int
    package let reset: Int

    package init(count: Int, allowed: Int, reset: Int) {
      self.count = count
      self.allowed = allowed
      self.reset = reset
    }

    package init?(_ headers: HTTPHeaders) {
      guard let count = headers["inin-ratelimit-count"].flatMap({ Int($0) }),
        let allowed = headers["inin-ratelimit-allowed"].flatMap({ Int($0) }), allowed > 0,
        let reset = headers["inin-ratelimit-reset"].flatMap({ Int($0) }), reset >= 0
      else { return nil }
      self.init(count: count, allowed: allowed, reset: reset)
    }
  }

  /// The share of the window that is ours, above 0 and at most 1.
  private let share: Double
  private var allowed = 300
  /// The server's own count in the present window, as far as answers have told.
  private var count = 0
  /// What we sent into the present window.
  private var own = 0
  private var inFlight = 0
  /// The span in which the present window ends; nil until an answer tells.
  private var end: (earliest: Instant, latest: Instant)?
  private var closedUntil: Instant?

  package init(share: Double = 1) {
    self.share = min(max(share, 0.01), 1)
  }

  /// Asks to send one request now.
  package mutating func acquire(at now: Instant) -> Decision {
    if let closedUntil, now < closedUntil { return .wait(now.duration(to: closedUntil)) }
    if let end, now >= end.latest { openWindow() }
    let ours = max(1, Int(share * Double(allowed)))
    if count + inFlight < allowed, own < ours {
      inFlight += 1
      own += 1
      return .go(Permit(sent: now))
    }
    // Without an answer yet, or with answers under way that will tell, it looks again soon.
    guard let end, inFlight == 0 || own >= ours else { return .wait(.milliseconds(5)) }
    return .wait(now.duration(to: end.latest))
  }

  /// Takes up the answer to a request, or that there was none.
  package mutating func release(
    _ permit: Permit, reading: Reading?, closedFor wait: Duration? = nil, at now: Instant
  ) {
    inFlight = max(0, inFlight - 1)
    if let reading { take(reading, permit, now) }
    guard let wait else { return }
    let reopening = max(now + wait, end?.latest ?? now)
    closedUntil = max(closedUntil ?? reopening, reopening)
  }

  private mutating func take(_ reading: Reading, _ permit: Permit, _ now: Instant) {
    let earliest = permit.sent + .seconds(reading.reset - 1)
    let latest = now + .seconds(reading.reset + 1)
    allowed = reading.allowed
    guard let end else {
      self.end = (earliest, latest)
      count = max(count, reading.count)
      return
    }
    if latest <= end.earliest { return }  // an answer from a window that is over
    if earliest >= end.latest {
      openWindow()
      own += 1
      self.end = (earliest, latest)
      count = reading.count
    } else {
      self.end = (max(earliest, end.earliest), min(latest, end.latest))
      count = max(count, reading.count)
    }
  }

  /// Forgets the window that is over; what is in flight may still count in the next.
  private mutating func openWindow() {
    count = 0
    own = inFlight
    end = nil
  }
}
