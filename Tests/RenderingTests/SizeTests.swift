import Diagnostics
import JSON
import Reconciler
import Rendering
import Testing
import World

/// A comment fits, whatever it is about.
@Suite struct SizeTests {
  private static let limit = 65_536

  /// Short and long names, and such as grow when they are escaped or take no room on a screen.
  static let texts = [
    "name", String(repeating: "long ", count: 300), String(repeating: "|", count: 1000),
    String(repeating: "@a|`", count: 300), String(repeating: "👨‍👩‍👧", count: 200),
    "e" + String(repeating: "\u{301}", count: 300), String(repeating: "\u{202E}", count: 700),
    String(repeating: "*`", count: 500),
  ]

  private func report(
    _ text: String, operations count: Int, problems: Int, environment: String = "dev"
  ) -> PlanReport {
    let operations = (0..<count).map { index in
      Samples.operation(
        .update, "\(index) \(text)",
        [Samples.change("note", "before \(text.prefix(200))", .string("after \(index)"))],
        blockedBy: [text])
    }
    let blocked = (0..<problems).map { (Samples.address("\($0) blocked \(text)"), [text, text]) }
    return Samples.report(
      operations, unsafe: (0..<problems).map { .init(rule: "r", message: "\($0) \(text)") },
      findings: (0..<problems).map { .error("code", "\($0) \(text)", hint: text) },
      blocked: Dictionary(
        blocked + operations.map { ($0.address, [text]) }, uniquingKeysWith: { first, _ in first }),
      environment: environment)
  }

  @Test(arguments: texts)
  func `a plan as Markdown is never too long for a comment`(text: String) {
    for (operations, problems) in [(1, 0), (40, 3), (2, 60)] {
      let markdown = report(text, operations: operations, problems: problems, environment: text)
        .rendered(as: .markdown, style: .plain)
      #expect(markdown.utf16.count <= Self.limit && markdown.unicodeScalars.count <= Self.limit)
      #expect(markdown.contains("\(operations) update"), "the counts are always there")
    }
  }

  @Test func `a plan is shortened step by step, and says what it leaves out`() {
    func markdown(_ operations: Int, _ problems: Int = 0, _ text: String = "name") -> String {
      report(text, operations: operations, problems: problems).rendered(
        as: .markdown, style: .plain)
    }
    #expect(!markdown(10).contains("left out"))
    #expect(markdown(10).contains("<details>"))
    #expect(markdown(600).contains("*The fields are left out"))
    #expect(markdown(600).contains("- update `Widget/599 name`"))
    #expect(markdown(2600).contains("and 2400 more objects"))
    #expect(markdown(0, 60).contains("and 10 more findings"))
    #expect(markdown(0, 60).contains("and 10 more broken rules"))
    #expect(markdown(0, 60).contains("and 10 more held-up objects"))
    let counts = markdown(100, 300, String(repeating: "long ", count: 400))
    #expect(counts.contains("300 broken rules, 400 held-up objects, 300 findings"))
    #expect(counts.contains("Only the counts are shown"))
  }

  @Test func `the breaches of a chain are not all listed`() {
    let chain = String(repeating: "{\"run\": \"x\"}\n", count: 60)
    let verdict = AuditChain.verify(Array(chain.utf8)) { _ in nil }
    #expect(
      AuditRendering.rendered(verdict, as: .markdown, style: .plain).contains(
        "and 20 more breaches"))
  }

  @Test(arguments: texts)
  func `the other reports fit as well`(text: String) {
    let problems = (0..<25).map {
      Diagnostic.warning("code", "\($0) \(text)", notes: [.init(text)], hint: text)
    }
    let results = problems.map {
      RunGoldenTests.result(
        Samples.operation(.update, text), .failed(.other, $0), correlation: text)
    }
    let audit = RunGoldenTests.report(results, failures: problems)
    let runs = (0..<210).map {
      RunRecord(
        id: "\($0)", environment: text, owner: text, actor: text, commit: text,
        started: Samples.now, plan: .null, summary: [text: 1])
    }
    let reports = [
      DiagnosticRendering.markdown(problems),
      ApplyReport(audit, path: nil).rendered(as: .markdown, style: .plain),
      AuditRendering.rendered(audit.document, as: .markdown, style: .plain),
      HistoryRendering.rendered(runs, environment: text, as: .markdown, style: .plain),
    ]
    #expect(reports[3].contains(" more runs"))
    for report in reports {
      #expect(report.utf16.count <= Self.limit && report.unicodeScalars.count <= Self.limit)
    }
  }
}
