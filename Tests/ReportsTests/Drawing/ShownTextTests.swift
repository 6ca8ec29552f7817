import Reports
import Testing

@Suite struct ShownTextTests {
  @Test(arguments: [
    ("plain", "plain"),
    ("two\r\nlines\rand\nmore", "two\nlines\nand\nmore"),
    ("a\tb", "a    b"),
    ("bell\u{7}", "bell\\u{7}"),
    ("\u{1B}[31mred", "\\u{1B}[31mred"),
    ("nul\u{0}", "nul\\u{0}"),
    ("turned \u{202E}around", "turned \\u{202E}around"),
    ("none \u{10FFFF}\u{FFFE}", "none \\u{10FFFF}\\u{FFFE}"),
    ("tag \u{E0041}", "tag \\u{E0041}"),
    ("می\u{200C}خواهم", "می\u{200C}خواهم"),
    ("👩\u{200D}🚀", "👩\u{200D}🚀"),
    ("line\u{2028}separator", "line\nseparator"),
  ])
  func `what cannot be seen is spelled out, and what joins letters stays`(
    text: String, shown: String
  ) {
    #expect(ShownText.of(text) == shown)
  }

  @Test func `a long text is cut, and says how much is missing`() {
    let text = String(repeating: "é", count: 1000)
    #expect(ShownText.cut(text, to: 1000) == nil)
    #expect(
      ShownText.cut(text, to: 10) == String(repeating: "é", count: 10) + "… [990 more characters]")
  }
}
