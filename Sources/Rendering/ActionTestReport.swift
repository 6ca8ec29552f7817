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

  private let entries: [Entry]
  /// The seed of the inputs that were made up, where some were.
  private let seed: UInt64?
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

  private var summary: String {
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

  private static func shown(_ value: JSON) -> String { value.text.withoutControls.cut(to: 400) }
}

extension ActionTestReport {
  /// The results for pipelines, a suite for each action.
  package var suites: [JUnitRendering.Suite] {
    entries.map { entry in
      JUnitRendering.Suite(
        entry.address,
        entry.results.map { result in
          let lines = result.differences.flatMap { Self.words($0, .plain) }
          return JUnitRendering.Case(
            result.name,
            failure: result.isPassed
              ? nil
              : (lines + Self.steps(result.trace, .plain, isWhole: false)).joined(separator: "\n"))
        }
          + entry.findings.filter { $0.kind != .answer }.map {
            JUnitRendering.Case(
              "explored: \($0.step)", failure: "\($0.message)\ninput: \($0.input.text)")
          })
    }
  }

  private var document: JSON {
    [
      "format": "gcsync.action-tests/1", "passed": .bool(isPassed),
      "seed": seed.map { .string(String($0)) } ?? .null,
      "actions": .array(
        entries.map { entry in
          [
            "address": .string(entry.address), "tests": .array(entry.results.map(\.json)),
            "findings": .array(entry.findings.map(Self.document)),
          ]
        }),
    ]
  }

  private static func document(_ finding: ActionExplorer.Finding) -> JSON {
    [
      "kind": .string(finding.kind.rawValue), "step": .string(finding.step),
      "message": .string(finding.message), "change": finding.change.map { .string($0) } ?? .null,
      "input": finding.input,
    ]
  }

  private var markdown: String {
    var lines = ["### gcsync action test: \(summary)", ""]
    for entry in entries {
      for result in entry.results {
        lines.append(
          "- \(result.isPassed ? "✓" : "✗") \(Markdown.code(entry.address.cut(to: 200))) "
            + Markdown.escaped(result.name.cut(to: 200)))
        for difference in result.differences.prefix(10) {
          let values = [
            difference.expected.map { "expected \(Markdown.code(Self.shown($0)))" },
            difference.actual.map { "got \(Markdown.code(Self.shown($0)))" },
          ].compactMap(\.self)
          lines.append(
            "  - "
              + ([Markdown.escaped(difference.message.cut(to: 500))] + values)
              .joined(separator: ", "))
        }
      }
      for finding in entry.findings {
        lines.append(
          "- \(finding.kind == .answer ? "!" : "✗") \(Markdown.code(entry.address.cut(to: 200))) "
            + "\(Markdown.escaped(Self.title(finding).cut(to: 300))): "
            + "\(Markdown.escaped(finding.message.cut(to: 300))), input "
            + Markdown.code(Self.shown(finding.input)))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
