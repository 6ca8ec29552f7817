internal import Diagnostics
internal import JSON
package import Reconciler

/// What an apply did, from its audit report.
package struct ApplyReport: Sendable {
  private let report: AuditReport
  private let path: String?

  package init(_ report: AuditReport, path: String?) {
    self.report = report
    self.path = path
  }

  package func rendered(as format: Format, style: Style) -> String {
    switch format {
    case .text: text(style)
    case .json: report.document.prettyText + "\n"
    case .markdown: AuditRendering.markdown(report.document)
    }
  }

  private func text(_ style: Style) -> String {
    var lines = report.results.map { line($0, style) }
    lines.append(style.paint(summary, .bold))
    return lines.joined(separator: "\n") + "\n"
  }

  private var summary: String {
    (report.wasInterrupted ? "Interrupted. " : "") + counts
  }

  private var counts: String {
    if report.results.isEmpty, !report.failures.isEmpty {
      return "Applied: nothing, the run ended before its first write"
        + (path.map { " · report \($0)" } ?? "")
    }
    if report.results.isEmpty {
      return "Applied: nothing to do" + (path.map { " · report \($0)" } ?? "")
    }
    return "Applied: \(report.successCount) of \(report.results.count) · "
      + "\(report.failureCount) failed · \(report.skippedCount) skipped"
      + (path.map { " · report \($0)" } ?? "")
  }

  private func line(_ result: OperationResult, _ style: Style) -> String {
    let address = "\(result.operation.action.rawValue) \(result.operation.address)".withoutControls
    switch result.outcome {
    case .applied: return "  \(style.paint("✓", .green)) \(address)"
    case .unchanged: return "  \(style.paint("✓", .dim)) \(address): was as planned already"
    case .failed(_, let problem):
      return "  \(style.paint("✗", .red)) \(address): \(problem.message.withoutControls)"
    case .skipped(let reason):
      return "  \(style.paint("·", .yellow)) \(address): skipped, \(reason.withoutControls)"
    }
  }
}
