import Events
import TestSupport
import Testing

/// How long a worker stays with a message.
@Suite struct PersistenceTests {
  private let persistence = Persistence()
  private let limited = EventError.transient(.rateLimited, after: .seconds(60), "429")
  private let down = EventError.transient(.unavailable, "503")

  private func decide(
    _ error: EventError, attempt: Int = 1, held: Duration = .zero, isLastTurn: Bool = false
  ) -> Persistence.Decision {
    persistence.decide(
      error, attempt: attempt, held: held, isLastTurn: isLastTurn, random: 0.5)
  }

  @Test func `what is wrong with the message itself buries it at once`() {
    #expect(decide(.permanent(.notFound, "gone")) == .bury)
  }

  @Test func `what every message would meet ends the run`() {
    #expect(decide(.fatal(.stateMachineMissing, "gone")) == .stop)
  }

  @Test func `a limited rate is sat out for hours, whatever the attempt`() {
    #expect(decide(limited) == .again(after: .seconds(60)))
    #expect(decide(limited, attempt: 500, held: .seconds(5 * 3600)) == .again(after: .seconds(60)))
    #expect(
      decide(limited, attempt: 500, held: .seconds(6 * 3600)) == .handBack(hiddenFor: .seconds(60)))
  }

  @Test func `other trouble is tried a few times and then left to later`() {
    #expect(decide(down, attempt: 1) == .again(after: .milliseconds(500)))
    #expect(decide(down, attempt: 3) == .again(after: .seconds(2)))
    #expect(decide(down, attempt: 4) == .handBack(hiddenFor: .seconds(4)))
  }

  @Test func `on its last turn a message is buried with its reason, not handed back`() {
    #expect(decide(down, attempt: 4, isLastTurn: true) == .bury)
    #expect(decide(down, attempt: 1, isLastTurn: true) == .again(after: .milliseconds(500)))
  }

  @Test func `things do not happen more often than the pace allows`() {
    let start = ContinuousClock.now
    var pace = Pace(rate: 50, start: start)
    #expect(pace.wait(after: 10, at: start) == .milliseconds(200))
    #expect(pace.wait(after: 10, at: start + .milliseconds(200)) == .milliseconds(200))
    // Time that passed unused is not made up for.
    #expect(pace.wait(after: 10, at: start + .seconds(60)) == .milliseconds(200))
  }
}
