import HTTP
import TestSupport
import Testing

@Suite struct RateBudgetTests {
  struct Setting: Sendable, CustomTestStringConvertible {
    let rounding: WindowedServer.Rounding
    let anchor: WindowedServer.Anchor
    let seed: UInt64

    var testDescription: String { "rounded \(rounding), windows by \(anchor), seed \(seed)" }

    static let all = WindowedServer.Rounding.allCases.flatMap { rounding in
      WindowedServer.Anchor.allCases.flatMap { anchor in
        (1...25).map { Setting(rounding: rounding, anchor: anchor, seed: $0) }
      }
    }
  }

  @Test(arguments: Setting.all)
  func `a thousand writes are never refused and waste little of any window`(setting: Setting) {
    var generator = SeededGenerator(seed: setting.seed)
    var run = run(setting, allowed: 300, window: .seconds(20), share: 1, &generator)
    run.send(1000, concurrency: Int.random(in: 1...32, using: &generator)) {
      .milliseconds(Int.random(in: 1...40, using: &generator))
    }
    #expect(run.refusals == 0)
    #expect(run.server.counts.allSatisfy { $0 <= 300 })
    // Three whole windows at most lie between the first request and the last; behind each of them
    // up to a second is spent on not knowing how the reset was rounded, and one on its whole seconds.
    #expect(run.elapsed <= .seconds(60) * 1.03 + .seconds(3 + 3))
  }

  /// The sandbox's way: windows begin with a request and the reset is rounded up.
  @Test(arguments: 1...10)
  func `a thousand writes take three windows of twenty seconds and little more`(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let start = ContinuousClock.now
    let server = WindowedServer(
      allowed: 300, window: .seconds(20), rounding: .up, anchor: .request,
      began: start - .seconds(40))
    var run = WindowedRun(server: server, budget: RateBudget(), start: start)
    run.send(1000, concurrency: 16) { .milliseconds(Int.random(in: 1...20, using: &generator)) }
    #expect(run.refusals == 0)
    #expect(run.elapsed <= .seconds(60) * 1.03 + .seconds(3))
  }

  @Test(arguments: Setting.all)
  func `a share leaves the rest of every window to others`(setting: Setting) {
    var generator = SeededGenerator(seed: setting.seed)
    let share = Double.random(in: 0.05...0.95, using: &generator)
    let allowed = Int.random(in: 10...400, using: &generator)
    let window = Duration.seconds(Int.random(in: 5...60, using: &generator))
    var run = run(setting, allowed: allowed, window: window, share: share, &generator)
    run.send(allowed * 3, concurrency: Int.random(in: 1...20, using: &generator)) {
      .milliseconds(Int.random(in: 1...900, using: &generator))
    }
    let ours = max(1, Int(share * Double(allowed)))
    #expect(run.server.counts.allSatisfy { $0 <= ours }, "\(ours) of \(allowed)")
    #expect(run.refusals == 0)
  }

  @Test(arguments: Setting.all)
  func `after the first refusal none more comes, though others use the limit too`(
    setting: Setting
  ) {
    var generator = SeededGenerator(seed: setting.seed)
    var run = run(setting, allowed: 100, window: .seconds(20), share: 1, &generator)
    run.send(60, concurrency: 20, others: 1) {
      .milliseconds(Int.random(in: 1...200, using: &generator))
    }
    #expect(run.refusedAfterFirst == 0)
  }

  @Test func `a server that tells nothing is sent 300 requests a minute`() {
    let start = ContinuousClock.now
    let server = WindowedServer(
      allowed: 300, window: .seconds(60), rounding: .up, anchor: .request, began: start)
    var run = WindowedRun(server: server, budget: RateBudget(), start: start)
    run.send(700, withHeaders: false) { .milliseconds(5) }
    #expect(run.server.counts == [300, 300, 100])
    #expect(run.elapsed < .seconds(122))
  }

  @Test func `answers that come back in any order leave the highest count`() {
    var budget = RateBudget()
    let start = ContinuousClock.now
    meet(&budget, at: start)
    let permits = (0..<3).compactMap { _ in permit(&budget, at: start) }
    for (permit, count) in zip(permits, [99, 97, 98]) {
      let reading = RateBudget.Reading(count: count, allowed: 100, reset: 10)
      budget.release(permit, reading: reading, at: start + .milliseconds(10))
    }
    #expect(permit(&budget, at: start + .milliseconds(20)) != nil)
    #expect(permit(&budget, at: start + .milliseconds(20)) == nil)
  }

  @Test func `a late answer from the window before says nothing of the present one`() {
    var budget = RateBudget()
    let start = ContinuousClock.now
    let full = RateBudget.Reading(count: 10, allowed: 10, reset: 1)
    meet(&budget, at: start)
    let (late, prompt) = (permit(&budget, at: start), permit(&budget, at: start))
    if let prompt { budget.release(prompt, reading: full, at: start) }
    let turned = start + .seconds(2)
    for _ in 0..<5 {
      if let permit = permit(&budget, at: turned) {
        budget.release(permit, reading: nil, at: turned)
      }
    }
    let later = turned + .milliseconds(500)
    if let late { budget.release(late, reading: full, at: later) }
    var further = 0
    while permit(&budget, at: later + .seconds(3)) != nil { further += 1 }
    #expect(further + 5 + 1 <= 10)
  }

  @Test func `the first request goes alone until its answer tells the limit`() {
    var budget = RateBudget()
    let start = ContinuousClock.now
    let first = permit(&budget, at: start)
    #expect(budget.acquire(at: start) == .wait(.milliseconds(5)))
    let reading = RateBudget.Reading(count: 1, allowed: 3, reset: 10)
    if let first { budget.release(first, reading: reading, at: start) }
    #expect(permit(&budget, at: start) != nil)
    #expect(permit(&budget, at: start) != nil)
    #expect(permit(&budget, at: start) == nil)
  }

  @Test func `a place nothing was sent in is free again`() {
    var budget = RateBudget()
    let start = ContinuousClock.now
    for _ in 0..<1000 {
      if let permit = permit(&budget, at: start) { budget.withdraw(permit) }
    }
    #expect(permit(&budget, at: start) != nil)
  }

  @Test func `a refusal closes the window for everybody until the server said`() {
    var budget = RateBudget()
    let start = ContinuousClock.now
    let refused = permit(&budget, at: start)
    if let refused {
      budget.release(refused, reading: nil, closedFor: .seconds(7), at: start)
    }
    #expect(budget.acquire(at: start + .seconds(1)) == .wait(.seconds(6)))
    #expect(permit(&budget, at: start + .seconds(7)) != nil)
  }

  @Test(arguments: [
    ["inin-ratelimit-count": "1", "inin-ratelimit-allowed": "180"],
    ["inin-ratelimit-count": "x", "inin-ratelimit-allowed": "1", "inin-ratelimit-reset": "1"],
    ["inin-ratelimit-count": "1", "inin-ratelimit-allowed": "0", "inin-ratelimit-reset": "1"],
    ["inin-ratelimit-count": "1", "inin-ratelimit-allowed": "9", "inin-ratelimit-reset": "-1"],
    [:],
  ])
  func `headers that make no sense are no reading`(headers: [String: String]) {
    let fields = headers.map { HTTPHeaders.Field(name: $0.key, value: $0.value) }
    #expect(RateBudget.Reading(HTTPHeaders(fields)) == nil)
  }

  private func run(
    _ setting: Setting, allowed: Int, window: Duration, share: Double,
    _ generator: inout SeededGenerator
  ) -> WindowedRun {
    let start = ContinuousClock.now
    let phase = Duration.milliseconds(Int.random(in: 0..<20_000, using: &generator))
    let server = WindowedServer(
      allowed: allowed, window: window, rounding: setting.rounding, anchor: setting.anchor,
      began: start - phase)
    return WindowedRun(server: server, budget: RateBudget(share: share), start: start)
  }
}

/// Lets a first request have an answer that tells nothing.
private func meet(_ budget: inout RateBudget, at now: ContinuousClock.Instant) {
  if let first = permit(&budget, at: now) { budget.release(first, reading: nil, at: now) }
}

private func permit(
  _ budget: inout RateBudget, at now: ContinuousClock.Instant
) -> RateBudget.Permit? {
  guard case .go(let permit) = budget.acquire(at: now) else { return nil }
  return permit
}
