/// Where events go: the terminal's log, a JSON stream, a test's recorder.
package struct EventLog: Sendable {
  private let sink: @Sendable (Event) -> Void
  private let takesDebug: Bool

  package init(takesDebug: Bool = true, _ sink: @escaping @Sendable (Event) -> Void) {
    self.takesDebug = takesDebug
    self.sink = sink
  }

  /// A log nobody reads.
  package static let silent = EventLog(takesDebug: false) { _ in }

  package func emit(_ event: Event) {
    sink(event)
  }

  /// Emits an event of the level `debug`, which is not even made where nobody reads it.
  package func emit(debug event: @autoclosure () -> Event) {
    if takesDebug { sink(event()) }
  }
}
