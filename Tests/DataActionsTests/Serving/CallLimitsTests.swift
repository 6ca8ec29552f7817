import DataActions
import Testing

@Suite struct CallLimitsTests {
  private let start = ContinuousClock.now

  @Test func `tokens come steadily and wait up to the burst`() {
    var bucket = TokenBucket(.init(perSecond: 2, burst: 3), at: start)
    for _ in 1...3 { #expect(bucket.take(at: start) == nil) }
    #expect(bucket.take(at: start) == .milliseconds(500))
    #expect(bucket.take(at: start + .milliseconds(250)) == .milliseconds(250))
    #expect(bucket.take(at: start + .milliseconds(500)) == nil)
    #expect(bucket.take(at: start + .milliseconds(500)) == .milliseconds(500))
    for _ in 1...3 { #expect(bucket.take(at: start + .seconds(3600)) == nil) }
    #expect(bucket.take(at: start + .seconds(3600)) != nil)
    // A clock that is read out of order gives nothing back.
    #expect(bucket.take(at: start) != nil)
  }

  @Test func `only so many calls are in hand, and one that is refused takes no place`() {
    var admission = Admission(CallLimits(concurrency: 2), at: start)
    #expect(admission.enter(at: start) == nil)
    #expect(admission.enter(at: start) == nil)
    let refusal = admission.enter(at: start)
    #expect(refusal?.kind == .busy && refusal?.retryAfter == .seconds(1))
    #expect(admission.inHand == 2)
    admission.leave()
    #expect(admission.enter(at: start) == nil)
  }

  @Test func `a call that comes too soon is told when to come again`() {
    let limits = CallLimits(concurrency: 9, rate: .init(perSecond: 0.1))
    var admission = Admission(limits, at: start)
    #expect(admission.enter(at: start) == nil)
    let refusal = admission.enter(at: start + .seconds(4))
    #expect(refusal?.kind == .limited)
    #expect((refusal?.retryAfter ?? .zero) > .seconds(5.99))
    #expect((refusal?.retryAfter ?? .zero) < .seconds(6.01))
    #expect(admission.inHand == 1)
  }

  @Test func `a call's time is what its caller waits, less the way back`() throws {
    let budget = CallBudget()
    #expect(try budget.time(asked: nil) == .seconds(29))
    #expect(try budget.time(asked: "20000") == .seconds(19))
    #expect(try budget.time(asked: "2000") == .milliseconds(1800))
    #expect(try budget.time(asked: "9000000") == .seconds(59))
    for text in ["0", "-5", "1.5", "", "abc", "99999999999999999999"] {
      #expect(throws: ActionRefusal.self) { _ = try budget.time(asked: text) }
    }
  }
}
