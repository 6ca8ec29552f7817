import JSON
import JSONPath
import Testing

@Suite struct IRegexpTests {
  @Test(arguments: [
    ("a.c", "abc", true), ("a.c", "a\nc", false), ("a.c", "a\u{2028}c", true),
    ("a|bc", "bc", true), ("a|bc", "ac", false), ("", "", true), ("", "a", false),
    ("(ab)+", "ababab", true), ("(ab)+", "aba", false), ("(a*)*b", "aaab", true),
    ("a{2}", "aa", true), ("a{2}", "aaa", false), ("a{2,}", "aaaa", true), ("a{2,}", "a", false),
    ("a{0,2}b", "aab", true), ("a{0,2}b", "aaab", false), ("[a-c-]+", "a-c", true),
    ("[^a-c]", "d", true), ("[^a-c]", "b", false), ("[-a]", "-", true), ("[a^]", "^", true),
    ("\\p{Lu}\\p{Nd}", "Ж٣", true), ("\\P{L}", "a", false), ("[\\p{L}\\-]+", "é-b", true),
    ("[.]", "a", false), ("\\.", ".", true), ("a\\.b", "axb", false), ("\\t\\n", "\t\n", true),
    ("^ab$", "ab", true), ("a^b", "a^b", false),
  ])
  func `the whole text is matched, or it is not`(_ pattern: String, _ text: String, _ is: Bool) {
    #expect(IRegexp(pattern)?.matches(text, whole: true) == `is`, "\(pattern) on \(text)")
  }

  @Test(arguments: [
    ("b+", "abbc", true), ("^b", "ab", false), ("c$", "abc", true), ("b$", "abc", false),
    ("", "abc", true), ("x", "abc", false), ("[0-9]{3}", "ab123", true),
  ])
  func `a text is searched from every place`(_ pattern: String, _ text: String, _ is: Bool) {
    #expect(IRegexp(pattern)?.matches(text, whole: false) == `is`, "\(pattern) in \(text)")
  }

  @Test(arguments: [
    "(", ")", "a)", "[", "[]", "[^]", "[b-a]", "[a[]", "[a-b-c]", "*", "a**", "a{", "a{2", "a{3,2}",
    "a{,2}", "\\", "\\d", "\\w", "\\p{X}", "\\p{Cs}", "\\pL", "(?:a)", "a+?", "}", "]",
    "((a{9999}){9999}){9999}", "a{99999999999999999999}",
  ])
  func `what the standard does not allow matches nothing`(_ pattern: String) throws {
    #expect(IRegexp(pattern) == nil)
    let document: JSON = ["p": .string(pattern), "t": ["a", "", .string(pattern)]]
    #expect(try JSONPath("$.t[?match(@, $.p) || search(@, $.p)]").values(in: document) == [])
  }

  @Test func `an expression made to never end ends at once`() throws {
    let text = String(repeating: "a", count: 20_000) + "b"
    #expect(IRegexp("((a+)+)+")?.matches(text, whole: true) == false)
    #expect(IRegexp(String(repeating: "(", count: 100_000)) == nil)
    let path = try JSONPath("$[?match(@, '(((a{0,20}){0,20}){0,20})c')]")
    #expect(throws: JSONPathError.self) {
      try path.values(in: [.string(text)], limits: .init(visits: 1_000_000))
    }
  }
}
