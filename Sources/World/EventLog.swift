/// Where events go: the terminal's log, a JSON stream, a test's recorder.
package struct EventLog: Sendable {
  private let sink: @Sendable (Event) -> Void

  package init(_ sink: @escaping @Sendable (Event) -> Void) {
    self.sink = sink
  }

  /// A log nobody reads.
  package static let silent = EventLog { _ in }

  package func emit(_ event: Event) {
    sink(event)
  }
}
