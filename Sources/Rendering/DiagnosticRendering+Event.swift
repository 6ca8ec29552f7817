package import Diagnostics
package import World

extension DiagnosticRendering {
  /// Returns a problem as an event of the log.
  package static func event(_ diagnostic: Diagnostic) -> Event {
    let level: Event.Level =
      switch diagnostic.severity {
      case .error: .error
      case .warning: .warning
      case .note: .info
      }
    return .problem(
      level, code: diagnostic.code, message: diagnostic.message, address: diagnostic.address,
      hint: diagnostic.hint,
      place: diagnostic.location.map { ($0.file.name, $0.line, $0.column) })
  }

  /// Returns problems as the events of a report of their own.
  package static func events(
    _ diagnostics: [Diagnostic], report: String, exitCode: Int
  ) -> [Event] {
    [.planStarted(report: report, environment: nil)] + diagnostics.map(event) + [
      .problemsTold(
        errors: diagnostics.count { $0.severity == .error },
        warnings: diagnostics.count { $0.severity == .warning }, exitCode: exitCode)
    ]
  }
}
