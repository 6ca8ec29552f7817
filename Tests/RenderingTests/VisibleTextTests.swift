import Diagnostics
import JSON
import Reconciler
import Rendering
import TestSupport
import Testing
import World

/// Nothing from outside moves the cursor, turns text around or hides in it.
@Suite struct VisibleTextTests {
  static let hostile =
    "a\u{1B}[31mb\u{202E}c\u{2066}d\u{200B}e\u{7}f\ng\r\u{2028}h\u{AD}i\u{FEFF}j\u{E0041}k\u{9B}l"

  @Test(
    arguments: [
      ("a\u{1B}[2Jb", "a\\u{1B}[2Jb"), ("a\nb\tc\r", "a\\nb\\tc\\r"), ("a\r\nb", "a\\r\\nb"),
      ("gpj.\u{202E}exe", "gpj.\\u{202E}exe"), ("\u{2066}a\u{2069}", "\\u{2066}a\\u{2069}"),
      ("a\u{200B}b\u{2060}c", "a\\u{200B}b\\u{2060}c"), ("a\u{200D}b", "a\\u{200D}b"),
      ("\u{FEFF}a\u{3164}b", "\\u{FEFF}a\\u{3164}b"), ("a\u{2028}b\u{85}", "a\\u{2028}b\\u{85}"),
      ("x\u{E0041}", "x\\u{E0041}"), ("é 名 한 👨‍👩‍👧 ❤\u{FE0F} 🇩🇪 שלום", "é 名 한 👨‍👩‍👧 ❤\u{FE0F} 🇩🇪 שלום"),
    ]) func `what cannot be seen is written out, and letters of all scripts are left`(
      text: String, shown: String
    )
  {
    let problem = Diagnostic.error("code", text)
    #expect(
      DiagnosticRendering.text([problem], style: .plain) == "error[code]: \(shown)\n")
  }

  /// Every report there is, with the same text from outside in every place that takes one.
  static func everything(_ text: String, _ format: Format, _ style: Style) -> [String] {
    let problem = Diagnostic.error(
      text, text, at: .init(file: SourceFile(name: text, text: text), line: 1, column: 3),
      address: text, notes: [.init(text)], hint: text)
    let operations = [
      Samples.creation(text, ["name": .string(text), "free": [text: .string(text)]]),
      Samples.operation(
        .update, text + "2",
        [
          Samples.change(text, .string(text), nil),
          Samples.change("events", ["a"], ["a", .string(text)]),
        ], blockedBy: [text]),
      Samples.operation(.delete, text + "3", before: ["name": .string(text)], reasons: [text]),
    ]
    let report = Samples.report(
      operations, unsafe: [.init(rule: text, message: text)], findings: [problem],
      blocked: [operations[1].address: [text], Samples.address(text + "4"): [text]],
      environment: text,
      causes: [
        operations[1].address: [
          operations[1].fields[0].path: [
            Cause(
              .overlay, text, at: .init(file: SourceFile(name: text, text: ""), line: 1, column: 1))
          ]
        ]
      ], meanings: [operations[0].address: [text]])
    return [report.rendered(as: format, style: style)] + runs(text, problem, format, style)
  }

  private static func runs(
    _ text: String, _ problem: Diagnostic, _ format: Format, _ style: Style
  ) -> [String] {
    let operation = Samples.creation(text, [:])
    let results = [
      RunGoldenTests.result(operation, .failed(.other, problem), correlation: text),
      RunGoldenTests.result(operation, .skipped(text)), RunGoldenTests.result(operation, .applied),
    ]
    let audit = AuditReport(
      run: .init(
        id: text, planID: text, environment: text, owner: text, actor: text, commit: text,
        started: Samples.now, finished: Samples.now),
      results: results, routing: .active, requests: [text: 1], failures: [problem],
      wasInterrupted: true, kinds: Samples.kinds)
    let run = RunRecord(
      id: text, environment: text, owner: text, actor: text, commit: text, started: Samples.now,
      plan: .null, summary: [text: 1])
    let lease = Lease(run: text, holder: text, acquired: Samples.now, expires: Samples.now)
    let entry: JSON = ["run": .string(text)]
    let verdict = AuditChain.verify(entry.bytes) { _ in nil }
    return [
      ApplyReport(audit, path: text).rendered(as: format, style: style),
      AuditRendering.rendered(audit.document, as: format, style: style),
      AuditRendering.rendered(verdict, as: format, style: style),
      HistoryRendering.rendered([run], environment: text, as: format, style: style),
      LeaseRendering.rendered(lease, environment: text, now: Samples.now, as: format, style: style),
    ]
  }

  @Test(arguments: [Format.text, .markdown])
  func `no report shows a control or format character from outside`(format: Format) {
    for text in Self.everything(Self.hostile, format, .plain) {
      let bad = text.unicodeScalars.filter { scalar in
        scalar != "\n"
          && [.control, .format, .lineSeparator].contains(scalar.properties.generalCategory)
      }
      #expect(bad.isEmpty, "\(text)")
      #expect(text.contains("1B") && text.contains("202E"))
    }
  }

  @Test func `without colour there is no escape code, and none but in text`() {
    for format in Format.allCases {
      for style in [Style.plain, Style(color: true, width: 80)]
      where format != .text || !style.color {
        for text in Self.everything("name", format, style) { #expect(!text.contains("\u{1B}")) }
      }
    }
    let coloured = Self.everything("name", .text, Style(color: true, width: 80))
    #expect(coloured[0].contains("\u{1B}[32m"))
  }
}
