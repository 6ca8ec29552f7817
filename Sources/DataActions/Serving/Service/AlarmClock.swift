internal import Synchronization
package import World

/// Does things at their time, unless they are called off before.
///
/// A sleep that is cancelled keeps its timer until its time is up, so that one for each call would
/// pile up thousands: there is one for the next alarm alone.
package final class AlarmClock: Sendable {
  package typealias Instant = ContinuousClock.Instant

  private struct Alarm {
    let time: Instant
    let ring: @Sendable () -> Void
  }

  private struct State {
    var alarms: [Int: Alarm] = [:]
    var lastTicket = 0
    /// When the sleep ends that counts.
    var waking: Instant?
    /// The sleep that counts.
    var sleeper: Task<Void, Never>?
  }

  private let world: World
  private let state = Mutex(State())

  package init(_ world: World) {
    self.world = world
  }

  deinit { state.withLock { $0.sleeper }?.cancel() }

  /// Sets an alarm and returns what it is called off with.
  package func set(for time: Instant, _ ring: @escaping @Sendable () -> Void) -> Int {
    let (ticket, isNext) = state.withLock { state in
      state.lastTicket += 1
      state.alarms[state.lastTicket] = Alarm(time: time, ring: ring)
      let isNext = state.waking.map { time < $0 } ?? true
      if isNext { state.waking = time }
      return (state.lastTicket, isNext)
    }
    if isNext { sleep(until: time) }
    return ticket
  }

  package func callOff(_ ticket: Int) {
    _ = state.withLock { $0.alarms.removeValue(forKey: ticket) }
  }

  private func sleep(until time: Instant) {
    let sleeper = Task { [weak self, world] in
      try? await world.sleep(max(.zero, world.instant().duration(to: time)))
      if !Task.isCancelled { self?.wake(time) }
    }
    let former = state.withLock { state in
      // Another alarm may have been set for an earlier time meanwhile.
      guard state.waking == time else { return sleeper as Task<Void, Never>? }
      defer { state.sleeper = sleeper }
      return state.sleeper
    }
    former?.cancel()
  }

  /// Rings what is due, and sleeps on where no other sleep is to end before.
  private func wake(_ time: Instant) {
    let now = max(world.instant(), time)
    let (due, next) = state.withLock { state -> ([Alarm], Instant?) in
      let due = state.alarms.filter { $0.value.time <= now }
      for ticket in due.keys { state.alarms[ticket] = nil }
      guard state.waking == time else { return (Array(due.values), nil) }
      state.waking = state.alarms.values.map(\.time).min()
      return (Array(due.values), state.waking)
    }
    for alarm in due { alarm.ring() }
    if let next { sleep(until: next) }
  }
}
