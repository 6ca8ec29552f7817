import Events
import Reconciler
import Store
import Synchronization
import TestSupport
import World

/// An event of Genesys as EventBridge puts it into a queue.
func eventBody(
  _ id: String, conversation: String? = "c-1", note: String = "", topic: String = "v2.x"
) -> String {
  let conversation = conversation.map { #""conversationId":"\#($0)","# } ?? ""
  return #"{"version":"0","id":"\#(id)","detail-type":"\#(topic)","time":"2026-11-28T08:00:00Z","#
    + #""source":"aws.partner/genesys.com/cloud/o/s","detail":{"topicName":"\#(topic)","#
    + #""eventBody":{\#(conversation)"note":"\#(note)"}}}"#
}

/// A queue in memory that hands each message out once and again what is handed back.
final class FakeQueue: MessageQueue, MessageTarget {
  struct State {
    var waiting: [QueueMessage]
    var deleted: [String] = []
    var hidden: [(id: String, seconds: Int64)] = []
    var buried: [BuriedMessage] = []
    var sent: [QueueMessage] = []
    var receives = 0
  }

  let state: Mutex<State>
  let receiveLimit: Int?
  private let hasDeadLetters: Bool
  /// What the nth receive, counted from 1, fails with.
  private let failure: @Sendable (Int) -> EventError?
  private let refusesDelete: @Sendable (QueueMessage) -> Bool

  init(
    _ bodies: [String], receiveLimit: Int? = 3, hasDeadLetters: Bool = true, receiveCount: Int = 1,
    refusesDelete: @escaping @Sendable (QueueMessage) -> Bool = { _ in false },
    failure: @escaping @Sendable (Int) -> EventError? = { _ in nil }
  ) {
    state = Mutex(
      State(
        waiting: bodies.enumerated().map {
          QueueMessage(
            id: "m\($0.offset)", receipt: "r\($0.offset)", body: $0.element,
            receiveCount: receiveCount)
        }))
    self.receiveLimit = receiveLimit
    self.hasDeadLetters = hasDeadLetters
    self.refusesDelete = refusesDelete
    self.failure = failure
  }

  func receive(
    _ limit: Int, wait: Duration, visibility: Duration
  ) async throws(EventError) -> [QueueMessage] {
    let number = state.withLock { state in
      state.receives += 1
      return state.receives
    }
    if let failure = failure(number) { throw failure }
    // Several lanes ask at once, and each message is handed to one of them.
    return state.withLock { state in
      let messages = Array(state.waiting.prefix(limit))
      state.waiting.removeFirst(messages.count)
      return messages
    }
  }

  func delete(_ messages: [QueueMessage]) async throws(EventError) -> [QueueMessage] {
    let kept = messages.filter(refusesDelete)
    state.withLock { $0.deleted += messages.filter { !kept.contains($0) }.map(\.id) }
    return kept
  }

  func hide(_ messages: [QueueMessage], for time: Duration) async throws(EventError) {
    state.withLock { state in
      state.hidden += messages.map { ($0.id, time.components.seconds) }
    }
  }

  func bury(_ messages: [BuriedMessage]) async throws(EventError) -> [QueueMessage]? {
    guard hasDeadLetters else { return nil }
    state.withLock { $0.buried += messages }
    return messages.map(\.message)
  }

  func send(_ messages: [QueueMessage]) async throws(EventError) -> [QueueMessage] {
    state.withLock { $0.sent += messages }
    return messages
  }

  var deleted: [String] { state.withLock { $0.deleted.sorted() } }
  var buried: [BuriedMessage] { state.withLock(\.buried) }
  var hidden: [(id: String, seconds: Int64)] { state.withLock(\.hidden) }
}

/// A sink that answers from a closure, given the event and how often it was seen.
final class FakeSink: EventSink {
  private let seen = Mutex<[String: Int]>([:])
  private let answer: @Sendable (EventMessage, Int) async -> Result<EventResult, EventError>

  init(
    _ answer: @escaping @Sendable (EventMessage, Int) async -> Result<EventResult, EventError>
  ) {
    self.answer = answer
  }

  func handle(_ event: EventMessage) async throws(EventError) -> EventResult {
    let count = seen.withLock { seen in
      seen[event.id, default: 0] += 1
      return seen[event.id] ?? 0
    }
    return try await answer(event, count).get()
  }

  /// How often each event was handed on.
  var calls: [String: Int] { seen.withLock { $0 } }
}

extension Worker {
  /// A worker over fakes that ends when the queue is empty.
  static func make(
    _ queue: FakeQueue, _ sink: any EventSink, _ world: World, ledger: (any Ledger)? = nil,
    options: WorkOptions? = nil, metrics: EventMetrics = EventMetrics(),
    interruption: Interruption = Interruption()
  ) -> Worker {
    var standard = WorkOptions(concurrency: 4)
    standard.endsWhenEmpty = true
    return Worker(
      from: queue, to: sink, ledger: ledger ?? MemoryLedger(world: world),
      options: options ?? standard, metrics: metrics, world: world, interruption: interruption)
  }
}
