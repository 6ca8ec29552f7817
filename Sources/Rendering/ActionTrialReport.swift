package import DataActions
internal import JSON

/// What each step of one run of an action came to.
package struct ActionTrialReport: Sendable {
  private let address: String
  private let trace: ActionTrace

  package init(address: String, _ trace: ActionTrace) {
    (self.address, self.trace) = (address, trace)
  }

  package func rendered(as format: Format, style: Style) -> String {
    switch format {
    case .text:
      ([style.paint(address.withoutControls, .bold)]
        + ActionTestReport.steps(trace, style, isWhole: true).map { "  " + $0 }
        + (trace.finalResult.map { $0.prettyText.split(separator: "\n").map { "  \($0)" } } ?? []))
        .joined(separator: "\n") + "\n"
    case .json: trace.json.prettyText + "\n"
    case .markdown:
      "### gcsync action test \(Markdown.code(address.cut(to: 200)))\n\n"
        + trace.operations.map { operation in
          "1. \(operation.failure == nil ? "✓" : "✗") \(operation.step.rawValue)"
            + (operation.failure.map { ": \(Markdown.escaped($0.message.cut(to: 500)))" } ?? "")
            + "\n"
        }.joined()
    }
  }
}
