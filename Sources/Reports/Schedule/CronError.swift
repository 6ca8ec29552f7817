package import Diagnostics

/// What is wrong with, or odd about, one place of a cron expression, and what to do about it.
package struct CronProblem: Sendable, Hashable {
  package let message: String
  /// The place in the expression, counted from 1 in Unicode scalars.
  package let column: Int
  package let remedy: String

  init(_ message: String, column: Int, remedy: String) {
    (self.message, self.column, self.remedy) = (message, column, remedy)
  }
}

extension CronProblem: CustomStringConvertible {
  package var description: String { "column \(column): \(message); \(remedy)" }

  /// Returns the problem as a diagnostic at the place where the expression is written.
  package func diagnostic(
    _ severity: Diagnostic.Severity, at location: SourceLocation?
  ) -> Diagnostic {
    Diagnostic(
      severity, "schedule", "\(message) (column \(column) of the schedule)", at: location,
      hint: remedy)
  }
}

/// Why a text is no schedule: all that is wrong with it, from left to right.
package struct CronError: Error, Sendable, Hashable, CustomStringConvertible {
  package let problems: [CronProblem]

  package var description: String { problems.map(\.description).joined(separator: "\n") }
}
