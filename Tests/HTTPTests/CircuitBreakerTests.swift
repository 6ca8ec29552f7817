import HTTP
import Testing

@Suite struct CircuitBreakerTests {
  /// One character an event: `x` a failure, `o` a success, `.` one second; then what `admit` says.
  @Test(arguments: [
    ("", "go"), ("xx", "go"), ("xxox", "go"), ("xxx", "10 s"), ("xxx....", "6 s"),
    ("xxx.........", "1 s"), ("xxx..........", "go"), ("xxx..........?", "10 s"),
    ("xxx..........?o", "go"), ("xxx..........?x", "10 s"), ("xxx..........?x..", "8 s"),
    ("xxx..........?oxx", "go"), ("xxx..........?oxxx", "10 s"), ("xxx...x", "7 s"),
  ])
  func `it opens after failures in a row and lets one request through after its rest`(
    diagram: String, admits: String
  ) {
    var breaker = CircuitBreaker(threshold: 3, rest: .seconds(10))
    var now = ContinuousClock.now
    for event in diagram {
      switch event {
      case ".": now += .seconds(1)
      case "?": #expect(breaker.admit(at: now) == nil)
      default: _ = breaker.record(success: event == "o", at: now)
      }
    }
    let wait = breaker.admit(at: now).map { "\($0.components.seconds) s" }
    #expect(wait ?? "go" == admits)
  }

  @Test func `it says once that it has opened`() {
    var breaker = CircuitBreaker(threshold: 2, rest: .seconds(10))
    let now = ContinuousClock.now
    let opened = (0..<4).map { _ in breaker.record(success: false, at: now) }
    #expect(opened == [false, true, false, false])
  }
}
