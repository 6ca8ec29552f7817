import DataActions
import HTTP
import JSON
import Synchronization
import TestSupport
import World

/// A world whose time passes only where a test says so.
final class ManualClock: Sendable {
  private struct Sleeper {
    let end: Duration
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct Watcher {
    let isReached: @Sendable (State) -> Bool
    let continuation: CheckedContinuation<Void, Never>
  }

  private struct State {
    var elapsed: Duration = .zero
    var sleepers: [Int: Sleeper] = [:]
    var lastTicket = 0
    var watchers: [Watcher] = []
    var slept = 0
    var events: [Event] = []
  }

  private let state = Mutex(State())
  private let origin = ContinuousClock.now
  let start = Timestamp(seconds: 1_795_225_800)

  var instant: ContinuousClock.Instant { origin + state.withLock(\.elapsed) }
  var events: [Event] { state.withLock(\.events) }
  /// How many sleeps have begun.
  var sleeps: Int { state.withLock(\.slept) }

  var world: World {
    World(
      now: { self.start.advanced(by: self.state.withLock(\.elapsed)) },
      instant: { self.instant },
      sleep: { try await self.sleep($0) }, random: { 0.5 }, environment: { _ in nil },
      log: EventLog { event in self.state.withLock { $0.events.append(event) } })
  }

  func advance(by time: Duration) {
    let due = state.withLock { state in
      state.elapsed += time
      let due = state.sleepers.filter { $0.value.end <= state.elapsed }
      for ticket in due.keys { state.sleepers[ticket] = nil }
      return due
    }
    for sleeper in due.values { sleeper.continuation.resume() }
  }

  /// Waits until so many sleeps have begun in all.
  func slept(_ count: Int) async {
    await reach { $0.slept >= count }
  }

  /// Waits until somebody sleeps who is to wake within some time.
  func sleeper(within time: Duration) async {
    await reach { state in
      state.sleepers.values.contains { $0.end <= state.elapsed + time }
    }
  }

  private func reach(_ isReached: @escaping @Sendable (State) -> Bool) async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        if isReached(state) { return true }
        state.watchers.append(Watcher(isReached: isReached, continuation: continuation))
        return false
      }
      if isThere { continuation.resume() }
    }
  }

  private func sleep(_ time: Duration) async throws {
    let ticket = state.withLock { state in
      state.lastTicket += 1
      return state.lastTicket
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let (isOver, watchers) = state.withLock { state in
          let end = state.elapsed + time
          let isOver = Task.isCancelled || time <= .zero
          if !isOver {
            state.sleepers[ticket] = Sleeper(end: end, continuation: continuation)
          }
          state.slept += 1
          let now = state
          let ready = state.watchers.filter { $0.isReached(now) }
          state.watchers.removeAll { $0.isReached(now) }
          return (isOver, ready)
        }
        for watcher in watchers { watcher.continuation.resume() }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.sleepers.removeValue(forKey: ticket) }?.continuation
        .resume(throwing: CancellationError())
    }
  }
}

/// An action that answers as a closure says, and keeps what it was called with.
final class StubAction: ActionHandling {
  let name: String
  private let seen = Mutex<[ActionCall]>([])
  private let reply: @Sendable (ActionCall) async -> ActionReply

  var calls: [ActionCall] { seen.withLock { $0 } }

  init(_ name: String = "FetchUser", _ reply: @escaping @Sendable (ActionCall) async -> ActionReply)
  {
    self.name = name
    self.reply = reply
  }

  /// Gives back what it is called with.
  convenience init(_ name: String = "FetchUser") {
    self.init(name) { .success(["got": $0.data]) }
  }

  func answer(_ call: ActionCall) async -> ActionReply {
    seen.withLock { $0.append(call) }
    return await reply(call)
  }
}

/// The records of a service's log.
final class CallLog: Sendable {
  private struct State {
    var records: [CallRecord] = []
    var watchers: [(outcome: String, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Mutex(State())

  var records: [CallRecord] { state.withLock(\.records) }
  var outcomes: [String] { records.map(\.outcome) }

  func add(_ record: CallRecord) {
    let ready = state.withLock { state in
      state.records.append(record)
      defer { state.watchers.removeAll { $0.outcome == record.outcome } }
      return state.watchers.filter { $0.outcome == record.outcome }
    }
    for watcher in ready { watcher.continuation.resume() }
  }

  /// Waits until a call has ended like that.
  func saw(_ outcome: String) async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        let isThere = state.records.contains { $0.outcome == outcome }
        if !isThere { state.watchers.append((outcome, continuation)) }
        return isThere
      }
      if isThere { continuation.resume() }
    }
  }
}

extension CallEvent {
  static func fetch(_ id: String? = "r-1", _ data: JSON = ["userId": 1]) -> CallEvent {
    CallEvent(actionName: "FetchUser", requestID: id, data: data)
  }
}
