import Events
import Reconciler
import Synchronization
import TestSupport
import Testing

/// Messages on their way back.
@Suite struct RedriveTests {
  private let clock = VirtualWorld()

  @Test func `messages move at the rate that was asked for, each deleted after its copy`()
    async throws
  {
    let (source, target) = (FakeQueue((0..<45).map { "b\($0)" }), FakeQueue([]))
    let redrive = Redrive(
      from: source, to: target, world: clock.world, interruption: Interruption())
    #expect(try await redrive.run(rate: 10, limit: nil) == 45)
    #expect(source.deleted.count == 45)
    #expect(target.state.withLock { $0.sent.map(\.body) } == (0..<45).map { "b\($0)" })
    #expect(clock.elapsed >= .seconds(4) && clock.elapsed <= .seconds(5))
  }

  @Test func `a limit leaves the rest`() async throws {
    let (source, target) = (FakeQueue((0..<45).map { "b\($0)" }), FakeQueue([]))
    let redrive = Redrive(
      from: source, to: target, world: clock.world, interruption: Interruption())
    #expect(try await redrive.run(rate: 100, limit: 12) == 12)
    #expect(source.state.withLock { $0.waiting.count } == 33)
  }

  @Test func `what the target does not take stays`() async throws {
    struct Closed: MessageTarget {
      func send(_ messages: [QueueMessage]) async throws(EventError) -> [QueueMessage] {
        Array(messages.prefix(1))
      }
    }
    let source = FakeQueue((0..<3).map { "b\($0)" })
    let redrive = Redrive(
      from: source, to: Closed(), world: clock.world, interruption: Interruption())
    #expect(try await redrive.run(rate: 10, limit: nil) == 1)
    #expect(source.deleted == ["m0"] && source.hidden.map(\.id) == ["m1", "m2"])
  }
}
