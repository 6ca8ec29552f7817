internal import Synchronization
internal import World

/// Tells a person what takes long: a live line on a terminal that can move its cursor, a heartbeat
/// otherwise.
///
/// Nothing is shown in the first second.
final class ProgressLine: Sendable {
  private struct State {
    var done = 0
    var total: Int?
    var hasShown = false
    var isOver = false
  }

  private let state = Mutex(State())
  private let invocation: Invocation
  private let phase: String
  private let start: ContinuousClock.Instant
  private let isLive: Bool
  private let task: Mutex<Task<Void, Never>?> = Mutex(nil)

  init(_ invocation: Invocation, _ phase: String) {
    self.invocation = invocation
    self.phase = phase
    start = invocation.world.instant()
    isLive = ProgressText.isLive(on: invocation.machine)
    guard !invocation.arguments.has("quiet") else { return }
    let every: Duration = isLive ? .milliseconds(200) : .seconds(10)
    let task = Task { [weak self] in
      try? await Task.sleep(for: .seconds(1))
      while !Task.isCancelled, let self, self.show() {
        try? await Task.sleep(for: every)
      }
    }
    self.task.withLock { $0 = task }
  }

  func update(done: Int, total: Int) {
    state.withLock {
      $0.done = done
      $0.total = total
    }
  }

  /// Takes the line away, and notes how long the step took.
  func end() {
    let world = invocation.world
    world.log.emit(debug: .phaseEnded(phase: phase, duration: start.duration(to: world.instant())))
    task.withLock { $0 }?.cancel()
    let wasShown = state.withLock { state in
      defer { state.isOver = true }
      return state.hasShown && !state.isOver
    }
    if wasShown, isLive { invocation.console.err("\r\u{1B}[K") }
  }

  private func show() -> Bool {
    let (done, total, isOver) = state.withLock { state in
      state.hasShown = true
      return (state.done, state.total, state.isOver)
    }
    guard !isOver else { return false }
    let text = ProgressText(
      phase: phase, done: done, total: total, elapsed: invocation.world.instant() - start)
    if isLive {
      // The last column stays free, since some terminals go on to the next line behind it.
      invocation.console.err("\r\u{1B}[K\(text.line(width: invocation.console.width - 1))")
    } else {
      invocation.world.log.emit(.heartbeat(phase: phase, done: done, total: total))
      if !invocation.logsJSON { invocation.console.err(text.line(width: 200) + "\n") }
    }
    return true
  }
}
