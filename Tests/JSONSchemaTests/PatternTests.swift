import JSON
import JSONSchema
import Testing

@Suite struct PatternTests {
  @Test(arguments: [
    ("b", "abc", true), ("^b", "abc", false), ("^abc$", "abc\n", false),
    (#"^\d+$"#, "१२", false), (#"^\w$"#, "é", false), (#"^\W$"#, "é", true),
    (#"^\s$"#, "\u{FEFF}", true), (#"^\s$"#, "\u{2003}", true), (#"^\S$"#, "\u{A0}", false),
    (#"^[\S\n]+$"#, "a\nb", true), (#"^[^\s]$"#, "\u{2028}", false), (#"^[\s-a]+$"#, "- a", true),
    ("^.$", "\u{2028}", false), ("^.$", "🐲", true), ("^🐲*$", "🐲🐲", true),
    (#"^\p{Letter}+$"#, "été", true), (#"^\p{Script=Greek}+$"#, "αβ", true),
    (#"^\p{Lu}\P{Lu}$"#, "Éé", true), (#"^\p{digit}+$"#, "१२", true),
    (#"^[\p{L}_-]+$"#, "é_-", true), (#"^\cC$"#, "\u{3}", true), (#"^\u0041\x42$"#, "AB", true),
    (#"^\u{1F432}\uD83D\uDC32$"#, "🐲🐲", true), (#"^\v$"#, "\u{B}", true),
    (#"^[\b]$"#, "\u{8}", true), ("^[[:alpha:]]$", ":]", true), ("^[^]$", "\n", true),
    ("[]", "a", false), (#"^(a)?\1b$"#, "b", true), ("^a{,2}$", "a{,2}", true),
    ("^(?<y>a)\\k<y>$", "aa", true), ("^a(?!b)", "ac", true), ("(?<=a)b", "ab", true),
    (#"^\$\/\-$"#, "$/-", true), ("^a{2,3}?$", "aaa", true), ("^]}$", "]}", true),
  ])
  func `a pattern means what ECMA-262 says`(source: String, text: String, expected: Bool) throws {
    #expect(try Pattern(source).matches(text) == expected)
  }

  @Test(arguments: [
    "(", "[a", "*a", "a++", #"\"#, #"^\S(|(.|\n)*\S)\Z"#, #"\a"#, #"\Qa\E"#, "(?i)a", "(?>a)",
    "(*UTF8)a", #"\p{Nonsense}"#, #"\p"#, #"\c1"#, #"\u12"#, #"\1"#, "[b-a]", "a{2,1}",
  ])
  func `what ECMA-262 does not have is refused`(source: String) {
    #expect(throws: (any Error).self) { try Pattern(source) }
  }

  @Test func `a hostile pattern gives no answer instead of hanging`() throws {
    let pattern = try Pattern("^(a+)+$")
    #expect(pattern.matches(String(repeating: "a", count: 5_000) + "!") == nil)
    #expect(pattern.matches("aaa") == true)
  }

  @Test(arguments: [
    #"{"pattern": "^(a+)+$"}"#, #"{"not": {"pattern": "^(a+)+$"}}"#,
    #"{"anyOf": [{"pattern": "^(a+)+$"}, true]}"#,
  ])
  func `a value that a hostile pattern cannot judge is not valid`(text: String) throws {
    let found = try schema(text).validate(.string(String(repeating: "a", count: 500) + "!"))
    #expect(found.map(\.code) == ["pattern-too-costly"])
  }

  @Test func `a schema with a malformed pattern names the place`() throws {
    let error = #expect(throws: SchemaError.self) {
      try schema(#"{"properties": {"a": {"pattern": "("}}}"#)
    }
    #expect(error?.location == "#/properties/a/pattern")
  }
}
