/// Why a report could not be drawn: what is wrong, and what to do about it.
package struct ReportError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The stable name of the problem in kebab case.
  package let code: String
  /// One sentence without a full stop.
  package let message: String
  package let hint: String?

  package init(_ code: String, _ message: String, hint: String? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
  }

  package var description: String {
    hint.map { "\(message); \($0)" } ?? message
  }
}

/// Something a reader of the report ought to know that did not stop it.
package struct ReportNote: Sendable, Hashable, CustomStringConvertible {
  /// The stable name of the note in kebab case.
  package let code: String
  /// One sentence without a full stop.
  package let message: String

  package init(_ code: String, _ message: String) {
    self.code = code
    self.message = message
  }

  package var description: String { message }
}

/// What came of drawing a report.
package struct ReportOutcome: Sendable, Hashable {
  package let rows: Int
  package let pages: Int
  package let bytes: Int
  package let notes: [ReportNote]
}
