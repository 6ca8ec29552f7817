internal import Synchronization
package import World

/// Keeps count of what the events of a run tell, for metrics and traces.
package final class RunRecorder: Sendable {
  private struct State {
    var figures: RunFigures
    var spans: [Span] = []
    var dropped = 0
  }

  private let state: Mutex<State>
  private let now: @Sendable () -> Timestamp

  /// How many spans are kept until they are sent.
  private static let mostSpans = 2000

  /// Begins to count, by a clock that tells civil time.
  package init(command: String, environment: String?, now: @escaping @Sendable () -> Timestamp) {
    self.now = now
    state = Mutex(
      State(figures: RunFigures(command: command, environment: environment, started: now())))
  }

  /// Takes up what has happened just now.
  package func take(_ event: Event) {
    let now = now()
    state.withLock { state in
      state.figures.take(event)
      guard let span = Span(event, endedAt: now) else { return }
      if state.spans.count < Self.mostSpans { state.spans.append(span) } else { state.dropped += 1 }
    }
  }

  /// Takes up what a command found, or how it ended.
  package func note(_ change: @Sendable (inout RunFigures) -> Void) {
    state.withLock { change(&$0.figures) }
  }

  /// Notes that a run of several looks begins one now.
  package func beginLook() {
    let now = now()
    state.withLock { $0.figures.beginLook(at: now) }
  }

  /// Notes that the run, or a look of it, has ended now.
  package func end(exitCode: Int, isSuccess: Bool) {
    let now = now()
    state.withLock { state in
      state.figures.end(at: now, exitCode: exitCode, isSuccess: isSuccess)
    }
  }

  /// What was counted so far.
  package var figures: RunFigures { state.withLock { $0.figures } }

  /// Returns the spans that came since the last time, and how many there was no room for.
  package func takeSpans() -> (spans: [Span], dropped: Int) {
    state.withLock { state in
      defer { (state.spans, state.dropped) = ([], 0) }
      return (state.spans, state.dropped)
    }
  }
}
