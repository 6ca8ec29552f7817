internal import DataActions
internal import JSON

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

  var document: JSON {
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

  var markdown: String {
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
