internal import Diagnostics
package import DataActions
internal import JSON

/// What the tests of data actions came to.
package struct ActionTestReport: Sendable {
  /// The tests of one action.
  package struct Entry: Sendable {
    package let address: String
    package let results: [ActionTestResult]
    package let findings: [ActionExplorer.Finding]

    package init(
      address: String, results: [ActionTestResult], findings: [ActionExplorer.Finding] = []
    ) {
      (self.address, self.results, self.findings) = (address, results, findings)
    }

    /// What counts as a failure; what a changed answer breaks is shown and counts for nothing.
    var failures: Int {
      results.count { !$0.isPassed } + findings.count { $0.kind != .answer }
    }
  }

  let entries: [Entry]
  /// The seed of the inputs that were made up, where some were.
  let seed: UInt64?
  private let showsTraces: Bool

  package init(_ entries: [Entry], seed: UInt64? = nil, showsTraces: Bool = false) {
    (self.entries, self.seed, self.showsTraces) = (entries, seed, showsTraces)
  }

  package var isPassed: Bool { entries.allSatisfy { $0.failures == 0 } }

  package func rendered(as format: Format, style: Style) -> String {
    switch format {
    case .text: text(style)
    case .json: document.prettyText + "\n"
    case .markdown: markdown
    }
  }

  var summary: String {
    let results = entries.flatMap(\.results)
    let failed = results.count { !$0.isPassed }
    let tests =
      failed == 0
      ? "\(counted(results.count, "test")) passed"
      : "\(failed) of \(counted(results.count, "test")) failed"
    let findings = entries.flatMap(\.findings)
    guard let seed else { return tests }
    return "\(tests), \(counted(findings.count, "finding")) with seed \(seed)"
  }

  private func text(_ style: Style) -> String {
    var lines: [String] = []
    for entry in entries {
      lines.append(style.paint(entry.address.withoutControls, .bold))
      for result in entry.results { lines += self.lines(result, style) }
      for finding in entry.findings { lines += self.lines(finding, style) }
      if entry.results.isEmpty, entry.findings.isEmpty { lines.append("  no tests") }
    }
    return (lines + [summary]).joined(separator: "\n") + "\n"
  }

  private func lines(_ result: ActionTestResult, _ style: Style) -> [String] {
    let mark = result.isPassed ? style.paint("✓", .green) : style.paint("✗", .red)
    var lines = ["  \(mark) \(result.name.withoutControls)"]
    for difference in result.differences {
      lines += Self.words(difference, style).map { "      " + $0 }
    }
    if showsTraces || !result.isPassed {
      lines += Self.steps(result.trace, style, isWhole: showsTraces).map { "      " + $0 }
    }
    return lines
  }

  private func lines(_ finding: ActionExplorer.Finding, _ style: Style) -> [String] {
    let mark =
      finding.kind == .answer ? style.paint("!", .yellow) : style.paint("✗", .red)
    var lines = ["  \(mark) \(Self.title(finding))"]
    lines.append("      \(finding.step): \(finding.message.withoutControls.cut(to: 300))")
    lines.append("      input: \(finding.input.text.withoutControls.cut(to: 300))")
    return lines
  }

  static func title(_ finding: ActionExplorer.Finding) -> String {
    switch finding.kind {
    case .input: "an input that the contract takes does not get through"
    case .output: "a good answer does not become an output"
    case .answer: "an answer in which \(finding.change ?? "something is another") makes it fail"
    }
  }
}

extension ActionTestReport {
  /// What is different, and what to do.
  static func words(_ difference: ActionTestResult.Difference, _ style: Style) -> [String] {
    var lines = [difference.message.withoutControls.cut(to: 1000)]
    if let expected = difference.expected {
      lines.append("  expected \(style.paint(shown(expected), .green))")
    }
    if let actual = difference.actual {
      lines.append("  got      \(style.paint(shown(actual), .red))")
    }
    if let hint = difference.hint { lines.append("  hint: \(hint.withoutControls)") }
    return lines
  }

  /// The steps of a run; of what each came to only as much as a line holds.
  static func steps(_ trace: ActionTrace, _ style: Style, isWhole: Bool) -> [String] {
    trace.operations.enumerated().flatMap { index, operation -> [String] in
      let mark = operation.failure == nil ? style.paint("✓", .green) : style.paint("✗", .red)
      let line = "\(index + 1) \(mark) \(operation.step.rawValue)"
      if let failure = operation.failure {
        return ["\(line): \(failure.message.withoutControls.cut(to: 1000))"]
          + (failure.hint.map { ["    hint: \($0.withoutControls)"] } ?? [])
          + (failure.text.map { ["    \($0.withoutControls.cut(to: 500))"] } ?? [])
      }
      guard isWhole, let result = operation.result else { return [line] }
      return ["\(line)  \(style.paint(shown(result), .dim))"]
    }
  }

  static func shown(_ value: JSON) -> String { value.text.withoutControls.cut(to: 400) }
}
