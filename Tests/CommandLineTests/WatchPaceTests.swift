import CommandLine
import Testing

@Suite struct WatchPaceTests {
  private func pace(jitter: Double = 0.1, patience: Int = 3) -> WatchPace {
    WatchPace(interval: .seconds(600), jitter: jitter, patience: patience)
  }

  @Test(arguments: [(0.0, 540), (0.5, 600), (0.75, 630)])
  func `an interval is longer or shorter by its jitter`(random: Double, seconds: Int) {
    var pace = pace()
    #expect(pace.next(after: .seen, random: random) == .wait(.seconds(seconds)))
  }

  @Test func `after failures the next look comes sooner, then later, never beyond the interval`() {
    var pace = pace()
    let waits = (0..<10).map { _ in pace.next(after: .failed, random: 1) }
    let seconds = [10, 20, 40, 80, 160, 320, 600, 600, 600, 600]
    #expect(waits == seconds.map { .wait(.seconds($0)) })
    #expect(pace.next(after: .seen, random: 0.5) == .wait(.seconds(600)))
    #expect(pace.next(after: .failed, random: 1) == .wait(.seconds(10)))
  }

  @Test func `at least half of the wait is kept`() {
    var pace = pace()
    #expect(pace.next(after: .failed, random: 0) == .wait(.seconds(5)))
  }

  @Test func `only refusals in a row end it`() {
    var pace = pace()
    for outcome in [WatchPace.Outcome.refused, .refused, .failed, .refused, .refused] {
      #expect(pace.next(after: outcome, random: 0) != .giveUp)
    }
    #expect(pace.next(after: .refused, random: 0) == .giveUp)
  }

  @Test func `other failures never do`() {
    var pace = pace(patience: 1)
    for _ in 0..<1000 { #expect(pace.next(after: .failed, random: 0.5) != .giveUp) }
  }
}
