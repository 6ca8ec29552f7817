import HTTP
import TestSupport

/// A server that counts requests in fixed windows, as far as a client can see one.
struct WindowedServer {
  enum Rounding: String, CaseIterable { case up, down }
  /// When a window begins: at set times, or with the first request after the last one.
  enum Anchor: String, CaseIterable { case clock, request }

  let allowed: Int
  let window: Duration
  let rounding: Rounding
  let anchor: Anchor
  private var began: ContinuousClock.Instant
  private var count = 0
  /// How many requests each window saw.
  private(set) var counts: [Int] = [0]
  private(set) var refusals = 0

  init(
    allowed: Int, window: Duration, rounding: Rounding, anchor: Anchor,
    began: ContinuousClock.Instant
  ) {
    self.allowed = allowed
    self.window = window
    self.rounding = rounding
    self.anchor = anchor
    self.began = began
  }

  /// Answers a request that arrives at an instant; `others` came just before it from somebody else.
  mutating func answer(
    at now: ContinuousClock.Instant, others: Int = 0
  ) -> (reading: RateBudget.Reading, isRefused: Bool) {
    turn(at: now)
    count += 1 + others
    counts[counts.count - 1] += 1
    if count > allowed { refusals += 1 }
    let rest = now.duration(to: began + window)
    let whole = Int(rest.components.seconds)
    let isExact = rest.components.attoseconds == 0
    let reset = whole + (rounding == .up && !isExact ? 1 : 0)
    return (RateBudget.Reading(count: count, allowed: allowed, reset: reset), count > allowed)
  }

  private mutating func turn(at now: ContinuousClock.Instant) {
    guard now >= began + window else { return }
    switch anchor {
    case .request: began = now
    case .clock: while now >= began + window { began += window }
    }
    count = 0
    counts.append(0)
  }
}

/// A client that keeps some requests under way at a server until all of them are done.
struct WindowedRun {
  var server: WindowedServer
  var budget: RateBudget
  let start: ContinuousClock.Instant
  private(set) var elapsed: Duration = .zero
  private(set) var refusals = 0
  /// How many requests were sent after the answer to a refused one had come.
  private(set) var refusedAfterFirst = 0

  private struct Flight {
    let permit: RateBudget.Permit
    let sent: ContinuousClock.Instant
    let arrives: ContinuousClock.Instant
    let returns: ContinuousClock.Instant
    var answer: (reading: RateBudget.Reading, isRefused: Bool)?
  }

  init(server: WindowedServer, budget: RateBudget, start: ContinuousClock.Instant) {
    self.server = server
    self.budget = budget
    self.start = start
  }

  /// Sends requests whose way there and back takes as long as the closure says.
  mutating func send(
    _ total: Int, concurrency: Int = 8, others: Int = 0, withHeaders: Bool = true,
    latency: () -> Duration
  ) {
    var now = start
    var (sent, flights) = (0, [Flight]())
    var retryAt = start
    var firstRefusal: ContinuousClock.Instant?
    while sent < total || !flights.isEmpty {
      for index in flights.indices where flights[index].answer == nil {
        if flights[index].arrives <= now {
          let answer = server.answer(at: flights[index].arrives, others: others)
          flights[index].answer = answer
          if answer.isRefused, let firstRefusal, flights[index].sent >= firstRefusal {
            refusedAfterFirst += 1
          }
        }
      }
      for flight in flights where flight.returns <= now {
        let answer = flight.answer
        let isRefused = answer?.isRefused == true
        if isRefused { firstRefusal = firstRefusal ?? now }
        refusals += isRefused ? 1 : 0
        budget.release(
          flight.permit, reading: withHeaders ? answer?.reading : nil,
          closedFor: isRefused ? answer.map { .seconds($0.reading.reset) } : nil, at: now)
      }
      flights.removeAll { $0.returns <= now }
      while sent < total, flights.count < concurrency, now >= retryAt {
        switch budget.acquire(at: now) {
        case .go(let permit):
          sent += 1
          let (there, back) = (latency(), latency())
          flights.append(
            Flight(permit: permit, sent: now, arrives: now + there, returns: now + there + back))
        case .wait(let wait): retryAt = now + wait
        }
      }
      let waits = flights.flatMap { [$0.arrives, $0.returns] }.filter { $0 > now }
      let ready = sent < total && flights.count < concurrency ? [retryAt] : []
      guard let next = (waits + ready).filter({ $0 > now }).min() else { break }
      now = next
    }
    elapsed = start.duration(to: now)
  }
}
