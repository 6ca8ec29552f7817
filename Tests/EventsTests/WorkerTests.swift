import Events
import Reconciler
import Store
import Synchronization
import TestSupport
import Testing
import World

/// What becomes of messages, whatever happens on the way.
@Suite struct WorkerTests {
  private let clock = VirtualWorld()
  private let handled = FakeSink { _, _ in .success(.handled) }

  @Test func `every event is handled once and its message deleted`() async throws {
    let queue = FakeQueue((0..<37).map { eventBody("e-\($0)") })
    let metrics = EventMetrics()
    try await Worker.make(queue, handled, clock.world, metrics: metrics).run()
    #expect(queue.deleted.count == 37)
    #expect(handled.calls.count == 37 && handled.calls.values.allSatisfy { $0 == 1 })
    #expect(metrics.snapshot.counts[.handled] == 37 && metrics.snapshot.counts[.deleted] == 37)
    #expect(metrics.snapshot.inFlight == 0)
  }

  @Test func `a second copy of an event is deleted and not handled`() async throws {
    let body = eventBody("e-1")
    let queue = FakeQueue([body, eventBody("e-2"), body])
    let world = clock.world
    var options = WorkOptions(concurrency: 1)
    options.endsWhenEmpty = true
    try await Worker.make(queue, handled, world, options: options).run()
    #expect(handled.calls == ["e-1": 1, "e-2": 1])
    #expect(queue.deleted == ["m0", "m1", "m2"])
  }

  @Test func `what is no event lies with its reason elsewhere, and the run goes on`() async throws {
    let queue = FakeQueue([
      "no json", eventBody("e-1"), "{}",
      eventBody("big", note: String(repeating: "x", count: 1 << 20)),
    ])
    try await Worker.make(queue, handled, clock.world).run()
    #expect(queue.buried.map(\.reason.name) == [.invalid, .invalid, .tooLarge])
    #expect(queue.buried.map(\.message.id) == ["m0", "m2", "m3"])
    #expect(queue.deleted == ["m0", "m1", "m2", "m3"])
    #expect(handled.calls == ["e-1": 1])
  }

  @Test func `without a place for it, what is no event stays in the queue`() async throws {
    let queue = FakeQueue(["no json", eventBody("e-1")], hasDeadLetters: false)
    try await Worker.make(queue, handled, clock.world).run()
    #expect(queue.deleted == ["m1"])
  }

  @Test func `an event whose conversation is gone lies with its reason elsewhere`() async throws {
    let queue = FakeQueue([eventBody("e-1")])
    let sink = FakeSink { _, _ in .failure(.permanent(.notFound, "the conversation c-1 is gone")) }
    try await Worker.make(queue, sink, clock.world).run()
    #expect(
      queue.buried.map(\.reason.description) == [
        "Genesys.NotFound: the conversation c-1 is gone"
      ])
    #expect(sink.calls == ["e-1": 1] && queue.deleted == ["m0"])
  }

  @Test func `another payload under the same id is no copy of the event`() async throws {
    let queue = FakeQueue([eventBody("e-1"), eventBody("e-1", note: "else")])
    var options = WorkOptions(concurrency: 1)
    options.endsWhenEmpty = true
    try await Worker.make(queue, handled, clock.world, options: options).run()
    #expect(queue.buried.map(\.reason.name) == [.conflict])
    #expect(handled.calls == ["e-1": 1])
  }

  @Test func `ten minutes of 429 lose nothing and use up no turn of a message`() async throws {
    let start = clock.instant
    let queue = FakeQueue((0..<8).map { eventBody("e-\($0)") })
    let clock = clock
    let sink = FakeSink { _, _ in
      start.duration(to: clock.instant) < .seconds(600)
        ? .failure(.transient(.rateLimited, after: .seconds(30), "429")) : .success(.handled)
    }
    try await Worker.make(queue, sink, clock.world).run()
    #expect(clock.elapsed >= .seconds(600))
    #expect(queue.deleted.count == 8 && queue.buried.isEmpty)
    // A message that is handed back would count as handed out once more.
    #expect(queue.hidden.allSatisfy { $0.seconds == 60 })
  }

  @Test func `what is in hand for long is hidden again before its time is over`() async throws {
    let clock = clock
    let start = clock.instant
    let queue = FakeQueue([eventBody("e-1")])
    let sink = FakeSink { _, _ in
      while start.duration(to: clock.instant) < .seconds(600) { await Task.yield() }
      return .success(.handled)
    }
    try await Worker.make(queue, sink, clock.world).run()
    #expect(queue.hidden.count >= 10 && queue.hidden.allSatisfy { $0 == ("m0", 60) })
    #expect(queue.deleted == ["m0"])
  }

  @Test func `batches that are done with at once leave no timers behind`() async throws {
    let sleeps = Mutex(0)
    var world = clock.world
    world.sleep = { _ in
      sleeps.withLock { $0 += 1 }
      try await Task.sleep(for: .seconds(3600))
    }
    let queue = FakeQueue((0..<400).map { eventBody("e-\($0)") })
    try await Worker.make(queue, handled, world).run()
    // One task sleeps for all of them.
    #expect(queue.deleted.count == 400 && sleeps.withLock(\.self) <= 1)
  }

  @Test func `the state machine deleted under the worker ends the run and keeps every message`()
    async
  {
    let queue = FakeQueue((0..<20).map { eventBody("e-\($0)") })
    let sink = FakeSink { _, _ in .failure(.fatal(.stateMachineMissing, "it is gone")) }
    let error = await #expect(throws: EventError.self) {
      try await Worker.make(queue, sink, clock.world).run()
    }
    #expect(error?.name == .stateMachineMissing)
    #expect(queue.deleted.isEmpty && queue.buried.isEmpty)
    // What was in hand is there again at once.
    #expect(queue.hidden.contains { $0.seconds == 0 })
  }

  @Test func `asked to stop, a worker finishes what is in hand and takes nothing more`()
    async throws
  {
    let interruption = Interruption()
    let queue = FakeQueue((0..<100).map { eventBody("e-\($0)") })
    let sink = FakeSink { _, _ in
      interruption.request()
      return .success(.handled)
    }
    try await Worker.make(queue, sink, clock.world, interruption: interruption).run()
    let (waiting, touched) = queue.state.withLock {
      ($0.waiting.count, $0.deleted + $0.hidden.map(\.id))
    }
    #expect(waiting + Set(touched).count == 100 && waiting > 0)
    #expect(Set(queue.deleted).count == sink.calls.count)
  }

  @Test func `asked to stop while a rate is limited, a worker hands back at once`() async throws {
    let interruption = Interruption()
    let queue = FakeQueue([eventBody("e-1")])
    let sink = FakeSink { _, _ in
      interruption.request()
      return .failure(.transient(.rateLimited, after: .seconds(600), "429"))
    }
    try await Worker.make(queue, sink, clock.world, interruption: interruption).run()
    #expect(queue.hidden.last?.seconds == 0 && queue.deleted.isEmpty)
  }

  @Test func `trouble with the queue is sat out`() async throws {
    let queue = FakeQueue(
      [eventBody("e-1")],
      failure: { $0 <= 3 ? .transient(.serviceUnavailable, "503") : nil })
    try await Worker.make(queue, handled, clock.world).run()
    #expect(queue.deleted == ["m0"])
  }

  @Test func `a queue that is gone ends the run`() async {
    let queue = FakeQueue([], failure: { _ in .fatal(.queueMissing, "no such queue") })
    let error = await #expect(throws: EventError.self) {
      try await Worker.make(queue, handled, clock.world).run()
    }
    #expect(error?.name == .queueMissing)
  }

  @Test func `a message that cannot be deleted is known when it comes again`() async throws {
    let queue = FakeQueue([eventBody("e-1")], refusesDelete: { _ in true })
    let ledger = MemoryLedger(world: clock.world)
    try await Worker.make(queue, handled, clock.world, ledger: ledger).run()
    let again = FakeQueue([eventBody("e-1")], receiveCount: 2)
    try await Worker.make(again, handled, clock.world, ledger: ledger).run()
    #expect(handled.calls == ["e-1": 1] && again.deleted == ["m0"])
  }

  @Test func `an event that failed can be had by another worker`() async throws {
    let ledger = MemoryLedger(world: clock.world)
    let sink = FakeSink { _, count in
      count <= 4 ? .failure(.transient(.unavailable, "503")) : .success(.handled)
    }
    let queue = FakeQueue([eventBody("e-1")])
    try await Worker.make(queue, sink, clock.world, ledger: ledger).run()
    // Not for as long as what is still in hand.
    #expect(queue.deleted.isEmpty && (1..<60).contains(queue.hidden.last?.seconds ?? 0))
    let again = FakeQueue([eventBody("e-1")], receiveCount: 2)
    try await Worker.make(again, sink, clock.world, ledger: ledger).run()
    #expect(again.deleted == ["m0"] && sink.calls == ["e-1": 5])
  }

  @Test func `no more events are handled at once than was asked for`() async throws {
    let running = Mutex((now: 0, most: 0))
    let sink = FakeSink { _, _ in
      running.withLock {
        $0.now += 1
        $0.most = max($0.most, $0.now)
      }
      for _ in 0..<20 { await Task.yield() }
      running.withLock { $0.now -= 1 }
      return .success(.handled)
    }
    let queue = FakeQueue((0..<200).map { eventBody("e-\($0)") })
    var options = WorkOptions(concurrency: 20)
    options.endsWhenEmpty = true
    try await Worker.make(queue, sink, clock.world, options: options).run()
    #expect((2...20).contains(running.withLock(\.most)) && queue.deleted.count == 200)
  }

  @Test func `a limit ends the run after so many messages`() async throws {
    let queue = FakeQueue((0..<50).map { eventBody("e-\($0)") })
    var options = WorkOptions(concurrency: 32)
    options.limit = 13
    options.endsWhenEmpty = true
    try await Worker.make(queue, handled, clock.world, options: options).run()
    #expect(queue.deleted.count == 13 && queue.state.withLock { $0.waiting.count } == 37)
  }
}
