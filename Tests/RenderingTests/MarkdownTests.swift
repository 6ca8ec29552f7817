import Diagnostics
import JSON
import Reconciler
import Rendering
import Testing
import World

/// Text from outside reads in Markdown as it is.
@Suite struct MarkdownTests {
  private static func shown(_ message: String) -> String {
    let prefix = "- **error** `code` "
    let text = DiagnosticRendering.markdown([.error("code", message)])
    precondition(text.hasPrefix(prefix))
    return String(text.dropFirst(prefix.count).dropLast())
  }

  @Test(
    arguments: [
      ("ask @ops, now", "ask `@ops`, now"), ("see #12 (or !7)", "see `#12` \\(or `!7`\\)"),
      ("a :x: b", "a `:x:` b"), ("https://evil.example/a", "`https://evil.example/a`"),
      ("www.evil.example", "`www.evil.example`"), ("(http://a.b)", "\\(`http://a.b`\\)"),
      ("me@example.com", "`me@example.com`"), ("commit 0123abcd", "commit `0123abcd`"),
      ("acme/repo#4 GH-5", "`acme/repo#4` `GH-5`"), ("~bug %v1 $x$", "`~bug` `%v1` `$x$`"),
      ("30 % of it: 5 & more!", "30 % of it: 5 &amp; more\\!"),
      ("<script>alert(1)</script>", "&lt;script&gt;alert\\(1\\)&lt;/script&gt;"),
      ("[a](b) ![c](d)", "\\[a\\]\\(b\\) \\!\\[c\\]\\(d\\)"), ("*a* __b__ ~~c~~", nil),
      ("a|b", "a\\|b"), ("@a|b", "<code>&#64;a&#124;b</code>"), ("a\nb", "a\\\\nb"),
      ("- item", "\\- item"), ("1. item", "1\\. item"), ("# head", "\\# head"),
      ("> quote", "&gt; quote"), ("    code", "code"), ("+ plus = x", "\\+ plus = x"),
      ("`a` b", "\\`a\\` b"), ("&amp; &#64;x", "&amp;amp; `&#64;x`"),
    ] as [(String, String?)])
  func `a sentence keeps its words and loses their powers`(text: String, markdown: String?) {
    let expected = markdown ?? "\\*a\\* \\_\\_b\\_\\_ `~~c~~`"
    #expect(Self.shown(text) == expected)
  }

  @Test(
    arguments: [
      ("plain", "`plain`"), ("a`b", "``a`b``"), ("a``b`c", "```a``b`c```"), ("`a", "`` `a ``"),
      ("`", "`` ` ``"), ("", "` `"), (" a ", "`  a  `"), ("a|b", "<code>a&#124;b</code>"),
      ("<b>|`*", "<code>&#60;b&#62;&#124;&#96;&#42;</code>"), ("a\nb", "`a\\nb`"),
    ]) func `code is fenced by more backticks than it holds`(code: String, markdown: String)
  {
    let text = DiagnosticRendering.markdown([.error(code, "message")])
    #expect(text == "- **error** \(markdown) message\n")
  }

  /// Texts that would each do something, were they let.
  private static let hostile = [
    "@acme/ops", "#1", "!1", ":tada:", "https://evil.example", "www.evil.example", "<img src=x>",
    "</details></summary></code>", "<!-- ", "|||", "a`b", "````", "```\n# x", "\n\n# x\n",
    "[x](javascript:1)", "![x](y)", "**x**", "deadbeef1", "\\", "$x$", "- [ ] x", "|\n|---|\n|x|",
    "&lt;b&gt;", "a@b.c", "~~~", "<details>",
  ]

  @Test(arguments: hostile)
  func `no report gives a text from outside a meaning or breaks for it`(text: String) {
    let plain = VisibleTextTests.everything("name", .markdown, .plain)
    let reports = VisibleTextTests.everything(text, .markdown, .plain)
    for (report, plain) in zip(reports, plain) {
      #expect(report.split(separator: "\n").count == plain.split(separator: "\n").count)
      let (rest, original) = (Self.withoutCode(report), Self.withoutCode(plain))
      for word in ["@", "://", "www.", "<img", "<!--", "tada", "](java", "#1", "!1", "$x"] {
        #expect(!rest.contains(word), "\(word) in \(rest)")
      }
      for sign in ["<details>", "</details>", "</summary>", "**", "|"] {
        #expect(
          Self.count(of: sign, in: rest) == Self.count(of: sign, in: original),
          "\(sign) in \(rest)")
      }
    }
  }

  private static func count(of sign: String, in text: String) -> Int {
    text.replacing("\\\(sign)", with: "").ranges(of: sign).count
  }

  /// The text without blocks and spans of code, as CommonMark finds them.
  private static func withoutCode(_ text: String) -> String {
    var lines: [Substring] = []
    var fence: Substring?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if let open = fence {
        if line == open { fence = nil }
      } else if line.hasPrefix("```") {
        fence = line.prefix { $0 == "`" }
      } else {
        lines.append(line)
      }
    }
    return lines.map(withoutSpans).joined(separator: "\n")
  }

  private static func withoutSpans(_ line: Substring) -> String {
    var rest = line.replacing("\\`", with: "")[...]
    var result = ""
    while let start = rest.firstIndex(of: "`") {
      let fence = rest[start...].prefix { $0 == "`" }
      result += rest[..<start]
      rest = rest[fence.endIndex...]
      let close = rest.ranges(of: fence).first { range in
        !rest[..<range.lowerBound].hasSuffix("`") && !rest[range.upperBound...].hasPrefix("`")
      }
      guard let close else { return result + "UNCLOSED " + rest }
      rest = rest[close.upperBound...]
    }
    result += rest
    while let open = result.firstRange(of: "<code>"),
      let close = result[open.upperBound...].firstRange(of: "</code>")
    {
      result.removeSubrange(open.lowerBound..<close.upperBound)
    }
    return withoutEntities(result)
  }

  private static func withoutEntities(_ text: String) -> String {
    let parts = text.split(separator: "&#", omittingEmptySubsequences: false)
    return parts[0]
      + parts.dropFirst().map { "ENTITY" + $0.drop { $0.isNumber }.dropFirst() }.joined()
  }
}
