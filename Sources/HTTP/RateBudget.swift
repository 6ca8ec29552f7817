/// Keeps the requests of all tasks within the server's fixed windows: it bursts while the window has
/// room and waits for its end when it has not.
///
/// The number of requests and the end of the window come from the answers' headers; until the first
/// that has them, and for a server that sends none, 300 requests may go in 60 s, the first of them
/// alone, so that no burst meets a limit nobody knows. The reset header has whole seconds and may be rounded either way, so
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

    /// Whether the window takes more.
    package var hasRoom: Bool { count < allowed }

    package init?(_ headers: HTTPHeaders) {
      guard let count = headers["inin-ratelimit-count"].flatMap({ Int($0) }),
        let allowed = headers["inin-ratelimit-allowed"].flatMap({ Int($0) }), allowed > 0,
        let reset = headers["inin-ratelimit-reset"].flatMap({ Int($0) }), reset >= 0
      else { return nil }
      self.init(count: count, allowed: allowed, reset: reset)
    }
  }

  private static let assumedWindow = Duration.seconds(60)

  /// The share of the window that is ours, above 0 and at most 1.
  private let share: Double
  private var allowed = 300
  /// The server's own count in the present window, as far as answers have told.
  private var count = 0
  /// What we sent into the present window.
  private var own = 0
  private var inFlight = 0
  /// Whether any answer has come yet.
  private var hasHeard = false
  /// The span in which the present window ends; nil until an answer tells.
  private var end: (earliest: Instant, latest: Instant)?
  /// When the present window is taken to end as long as no answer tells.
  private var assumedEnd: Instant?
  /// When the present window was taken for certain to have begun; nil for the first one.
  private var opened: Instant?
  private var closedUntil: Instant?

  package init(share: Double = 1) {
    self.share = min(max(share, 0.01), 1)
  }

  /// How many requests may go in one window, as far as answers have told: a minute, at Genesys.
  package var perWindow: Int { max(1, Int(share * Double(allowed))) }

  /// Asks to send one request now.
  package mutating func acquire(at now: Instant) -> Decision {
    if let closedUntil, now < closedUntil { return .wait(now.duration(to: closedUntil)) }
    if let end = end?.latest ?? assumedEnd, now >= end { openWindow(at: now) }
    if !hasHeard, inFlight > 0 { return .wait(.milliseconds(5)) }
    if count + inFlight < allowed, own < perWindow {
      assumedEnd = assumedEnd ?? now + Self.assumedWindow
      inFlight += 1
      own += 1
      return .go(Permit(sent: now))
    }
    // Answers under way may tell of room or of the window's end: it looks again soon.
    if inFlight > 0, end == nil || own < perWindow { return .wait(.milliseconds(5)) }
    return .wait(now.duration(to: end?.latest ?? assumedEnd ?? now + Self.assumedWindow))
  }

  /// Takes up the answer to a request, or that there was none.
  package mutating func release(
    _ permit: Permit, reading: Reading?, closedFor wait: Duration? = nil, at now: Instant
  ) {
    inFlight = max(0, inFlight - 1)
    hasHeard = true
    if let reading { take(reading, permit, now) }
    guard let wait else { return }
    let reopening = max(now + wait, end?.latest ?? now)
    closedUntil = max(closedUntil ?? reopening, reopening)
  }

  /// Gives a place back that no request was sent in.
  package mutating func withdraw(_ permit: Permit) {
    inFlight = max(0, inFlight - 1)
    own = max(0, own - 1)
  }

  private mutating func take(_ reading: Reading, _ permit: Permit, _ now: Instant) {
    let earliest = permit.sent + .seconds(reading.reset - 1)
    let latest = now + .seconds(reading.reset + 1)
    if let opened, permit.sent < opened, earliest <= opened { return }  // of a window that is over
    allowed = reading.allowed
    guard let end else {
      self.end = (earliest, latest)
      count = max(count, reading.count)
      return
    }
    if latest <= end.earliest { return }  // of a window that is over
    if earliest >= end.latest {
      openWindow(at: now)
      own += 1
      self.end = (earliest, latest)
      count = reading.count
    } else {
      self.end = (max(earliest, end.earliest), min(latest, end.latest))
      count = max(count, reading.count)
    }
  }

  /// Forgets the window that is over; what is in flight may still count in the next.
  private mutating func openWindow(at now: Instant) {
    count = 0
    own = inFlight
    end = nil
    assumedEnd = nil
    opened = now
  }
}
