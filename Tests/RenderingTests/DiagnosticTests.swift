import Diagnostics
import Rendering
import TestSupport
import Testing

/// Problems with the line they stand in.
@Suite struct DiagnosticTests {
  private static func text(_ line: String, column: Int, width: Int = 100) -> [String] {
    let file = SourceFile(name: "a.yaml", text: line)
    let problem = Diagnostic.error(
      "code", "what", at: SourceLocation(file: file, line: 1, column: column))
    return DiagnosticRendering.text([problem], style: Style(color: false, width: width))
      .split(separator: "\n").map(String.init)
  }

  /// Each line, the scalar the problem points to, and the columns before it on a terminal.
  @Test(
    arguments: [
      ("name: x", 7, 6), ("名前: x", 5, 6), ("ｎ: x", 4, 4), ("😀: x", 4, 4), ("e\u{301}: x", 5, 3),
      ("a\u{200B}b: x", 5, 11), ("👨‍👩‍👧: x", 8, 4), ("❤\u{FE0F}: x", 5, 4), ("한글: x", 5, 6),
      ("\u{1112}\u{1161}\u{11AB}: x", 6, 4), ("k:\tx", 4, 6), ("क्ष: x", 6, 4), ("🇩🇪: x", 5, 4),
      ("\u{202E}a: x", 5, 11), ("a: 中文", 5, 5), ("    name: x", 11, 6), ("a\u{7}: x", 5, 8),
    ]) func `the caret stands under the column, however wide what is before it`(
      line: String, column: Int, expected: Int
    ) throws
  {
    let lines = Self.text(line, column: column)
    try #require(lines.count == 3)
    #expect(lines[2] == String(repeating: " ", count: expected + 2) + "^", "\(lines[1])")
  }

  @Test func `of a long line the part around the column is shown`() throws {
    let line = String(repeating: "名", count: 100) + "x" + String(repeating: "後", count: 100)
    let lines = Self.text(line, column: 101, width: 60)
    try #require(lines.count == 3)
    #expect(lines[1].hasPrefix("  …名"))
    #expect(lines[1].hasSuffix("後…"))
    let before = lines[2].count - 1 - 2
    #expect(lines[1].contains(String(repeating: "名", count: (before - 1) / 2) + "x"))
    #expect(Self.text("abc", column: 900).last == "     ^")
    #expect(Self.text("", column: 1).last == "  ^")
  }

  @Test func `problems with their lines, remarks and hints`() throws {
    let file = SourceFile(
      name: "manifests/queues.yaml",
      text: "kind: Queue\nspec:\n  skills: [\"Billng\", 請求]\n  key: canary\n")
    let problems: [Diagnostic] = [
      .error(
        "unknown-reference", "skill \"Billng\" is not declared",
        at: .init(file: file, line: 3, column: 12), hint: "did you mean \"Billing\"?"),
      .warning(
        "duplicate", "skill 請求 is named twice", at: .init(file: file, line: 3, column: 22),
        notes: [.init("the first time here", at: .init(file: file, line: 3, column: 11))]),
      .error(
        "plain-secret", "/spec/key must be a secretRef", at: .init(file: file, line: 4, column: 8),
        hidesSource: true),
      .warning("alike", "one"), .warning("alike", "two"), .warning("alike", "three"),
    ]
    let text = DiagnosticRendering.text(problems, style: .plain, alike: 1)
    try Golden.check(text, "diagnostics.txt")
    try Golden.check(DiagnosticRendering.markdown(problems), "diagnostics.md")
    #expect(!text.contains("canary"))
  }
}
