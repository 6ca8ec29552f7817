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
    case .markdown: summary.markdown()
    }
  }

  private func text(_ style: Style) -> String {
    let summary = summary
    var lines = summary.itemLines(style)
    lines.append(
      style.paint(
        "run \(summary.title)"
          + (path.map { " · report \($0.withoutControls)" } ?? ""), .dim))
    lines.append(style.paint(summary.counts, .bold))
    if let resume = summary.resume { lines.append("To go on: \(resume.withoutControls)") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The document's summary, with the remarks and hints that only the problems themselves hold.
  private var summary: RunSummary {
    var summary = RunSummary(report.document)
    for (index, result) in report.results.enumerated() where index < summary.operations.count {
      if let problem = result.problem { summary.operations[index].explain(problem) }
    }
    for (index, problem) in report.failures.enumerated() where index < summary.failures.count {
      summary.failures[index].explain(problem)
    }
    return summary
  }
}

extension RunSummary.Item {
  /// Takes up what a problem says besides its message, each remark once.
  fileprivate mutating func explain(_ problem: Diagnostic) {
    hint = problem.hint
    remarks = problem.notes.map(\.message).filter { !remarks.contains($0) } + remarks
    if subject == nil, let address = problem.address { subject = address }
  }
}
