/// A problem: how bad it is, what it is called, where it is, and what to do about it.
package struct Diagnostic: Sendable, Hashable {
  /// How much a diagnostic matters to the exit code.
  package enum Severity: String, Sendable, Comparable {
    case note, warning, error

    package static func < (lhs: Severity, rhs: Severity) -> Bool { lhs.rank < rhs.rank }

    private var rank: Int {
      switch self {
      case .note: 0
      case .warning: 1
      case .error: 2
      }
    }
  }

  /// A further place or remark that helps to understand the problem.
  package struct Note: Sendable, Hashable {
    package let message: String
    package let location: SourceLocation?

    package init(_ message: String, at location: SourceLocation? = nil) {
      self.message = message
      self.location = location
    }
  }

  package var severity: Severity
  /// The stable name of the problem in kebab case, for filters and documentation.
  package var code: String
  /// One sentence without a full stop, which never holds the value of a secret.
  package var message: String
  package var location: SourceLocation?
  /// The manifest it belongs to, as `Kind/name`, where one is known.
  package var address: String?
  package var notes: [Note]
  package var hint: String?
  /// Keeps the excerpt of the source line out of every output, because the line may hold a secret.
  package var hidesSource: Bool

  package init(
    _ severity: Severity,
    _ code: String,
    _ message: String,
    at location: SourceLocation? = nil,
    address: String? = nil,
    notes: [Note] = [],
    hint: String? = nil,
    hidesSource: Bool = false
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.location = location
    self.address = address
    self.notes = notes
    self.hint = hint
    self.hidesSource = hidesSource
  }

  package static func error(
    _ code: String, _ message: String, at location: SourceLocation? = nil, address: String? = nil,
    notes: [Note] = [], hint: String? = nil, hidesSource: Bool = false
  ) -> Diagnostic {
    Diagnostic(
      .error, code, message, at: location, address: address, notes: notes, hint: hint,
      hidesSource: hidesSource)
  }

  package static func warning(
    _ code: String, _ message: String, at location: SourceLocation? = nil, address: String? = nil,
    notes: [Note] = [], hint: String? = nil
  ) -> Diagnostic {
    Diagnostic(.warning, code, message, at: location, address: address, notes: notes, hint: hint)
  }
}

/// Several problems that together make it impossible to go on.
package struct DiagnosticsError: Error {
  package let diagnostics: [Diagnostic]

  package init(_ diagnostics: [Diagnostic]) {
    self.diagnostics = diagnostics
  }

  package init(_ diagnostic: Diagnostic) {
    self.init([diagnostic])
  }
}

extension Sequence<Diagnostic> {
  package var hasErrors: Bool { contains { $0.severity == .error } }

  /// Returns the diagnostics in the order a reader wants: by place, those without a place last.
  package func inReadingOrder() -> [Diagnostic] {
    enumerated().sorted { lhs, rhs in
      switch (lhs.element.location, rhs.element.location) {
      case (let left?, let right?): left == right ? lhs.offset < rhs.offset : left < right
      case (.some, nil): true
      case (nil, .some): false
      case (nil, nil): lhs.offset < rhs.offset
      }
    }
    .map(\.element)
  }
}
