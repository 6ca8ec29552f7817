import Genesys
import Testing

@Suite struct ExportWaitTests {
  private static let start = ContinuousClock.now

  /// Plays a mode through, each question taking that long, and returns when the questions began.
  private func questions(
    _ mode: ExportWait.Mode, taking latency: Duration = .zero
  ) -> (times: [Duration], end: ExportWait.Step) {
    var wait = ExportWait(mode, start: Self.start)
    var now = Self.start
    var times: [Duration] = []
    while true {
      let step = wait.next(at: now)
      guard case .poll(let pause, let allowance) = step else { return (times, step) }
      now += pause
      times.append(Self.start.duration(to: now))
      now += min(latency, allowance)
    }
  }

  @Test(arguments: [
    (60, [1, 3, 7, 15, 31, 58]), (20, [1, 3, 7, 15, 18]), (5, [1, 3]), (2, [0]), (1, [0]),
    (120, [1, 3, 7, 15, 31, 61, 91, 118]),
  ])
  func `waiting asks after 1, 2, 4, 8 seconds and for the last time within the budget`(
    budget: Int, seconds: [Int]
  ) {
    let (times, end) = questions(.wait(budget: .seconds(budget)))
    #expect(times == seconds.map { .seconds($0) })
    #expect(end == .exhausted)
  }

  @Test(arguments: [0, 1, 5, 14, 40], [1, 2, 3, 10, 60, 90])
  func `no question ends beyond the budget, however long they take`(latency: Int, budget: Int) {
    var wait = ExportWait(.wait(budget: .seconds(budget)), start: Self.start)
    var now = Self.start
    while case .poll(let pause, let allowance) = wait.next(at: now) {
      now += pause + min(.seconds(latency), allowance)
      #expect(allowance > .zero && allowance <= .seconds(15))
    }
    #expect(Self.start.duration(to: now) <= .seconds(budget))
  }

  @Test func `a budget that is over leaves no time for a question`() {
    var wait = ExportWait(.wait(budget: .seconds(60)), start: Self.start)
    #expect(wait.next(at: Self.start + .seconds(60)) == .exhausted)
    var none = ExportWait(.wait(budget: .zero), start: Self.start)
    #expect(none.next(at: Self.start) == .exhausted)
  }

  @Test(arguments: [(0, []), (1, [1]), (2, [1, 3]), (3, [1, 3, 7])])
  func `the deferred mode asks as often as it is told and leaves the rest to another run`(
    polls: Int, seconds: [Int]
  ) {
    let (times, end) = questions(.deferred(polls: polls))
    #expect(times == seconds.map { .seconds($0) })
    #expect(end == .deferred)
  }
}
