import DataActions
import JSON
import Testing
import World

@Suite struct ReplyTextTests {
  private let secret = "p\"ss/w\u{F6}rd+?>1"

  private func shown(_ text: String) -> String {
    ReplyText([Secret(secret)]).shown(Array(text.utf8))
  }

  @Test func `a secret is covered in every form it comes back in`() {
    let forms = [
      secret, "p%22ss%2Fw%C3%B6rd%2B%3F%3E1", "cCJzcy93w7ZyZCs/PjE=",
      "cCJzcy93w7ZyZCs_PjE", JSON.string(secret).text,
    ]
    for form in forms {
      let text = shown("<\(form)>")
      #expect(text == "<***>" || text == "<\"***\">", "\(text)")
    }
  }

  @Test(arguments: [
    #"ab\/c\u003dd\u0026e\u002Bf\u003Cg"#, "ab/c&#61;d&amp;e&#43;f&lt;g",
    "ab/c&equals;d&#x26;e&#x2B;f&#X3C;g", "ab%2fc%3Dd%26e%2bf%3Cg", #"ab\x2fc=d&amp;e%2Bf<g"#,
    "61622F633D6426652B663C67", "61622f633d6426652b663c67", #"YWIvYz1kJmUrZjxn"#,
  ])
  func `a secret is covered whatever escapes it stands in`(form: String) {
    let text = ReplyText([Secret("ab/c=d&e+f<g")])
    #expect(text.shown(Array("<\(form)>".utf8)) == "<***>")
    #expect(text.shown(Array(form.dropLast().utf8)).contains("***") == false)
  }

  @Test func `what looks like an escape may be one or the secret itself`() {
    let percent = ReplyText([Secret("100%25sure")])
    #expect(percent.shown(Array("100%25sure 100%2525sure %31".utf8)) == "*** *** %31")
    let pair = ReplyText([Secret("pass\u{1F511}word")])
    #expect(pair.shown(Array(#"pass\ud83d\udd11word pass\ud83d"#.utf8)) == #"*** pass\ud83d"#)
    let padded = ReplyText([Secret("sixteen+")])
    #expect(padded.shown(Array(#"c2l4dGVlbis\u003d c2l4dGVlbis"#.utf8)) == "*** ***")
    for broken in ["%", "%2", "%zz", "\\", "\\u00", "&", "&#;", "&#x110000;", "&nothing;"] {
      #expect(percent.shown(Array(broken.utf8)) == broken)
    }
  }

  /// Values of fields, and what of them is a secret by itself.
  static let parts: [(value: String, part: String)] = [
    ("Bearer s3cr3t-of", "s3cr3t-of"), ("Token sk-live-42", "sk-live-42"),
    (#"Token token="sk-live-42", nonce="x""#, "sk-live-42"),
    ("theme=light; sid=abcdef123", "abcdef123"), ("sid=abcdef123; theme=light", "abcdef123"),
    // user-of-all:pa:ss+word
    ("Basic dXNlci1vZi1hbGw6cGE6c3Mrd29yZA==", "user-of-all"),
    ("Basic dXNlci1vZi1hbGw6cGE6c3Mrd29yZA==", "pa:ss+word"),
    ("basic dXNlci1vZi1hbGw6cGE6c3Mrd29yZA==", "user-of-all:pa:ss+word"),
    ("Basic dXNlci1vZi1hbGw6cGE6c3Mrd29yZA==", "dXNlci1vZi1hbGw6cGE6c3Mrd29yZA"),
  ]

  @Test(arguments: parts)
  func `of a field's value each part that is a secret is covered`(value: String, part: String) {
    #expect(ReplyText([Secret(value)]).shown(Array("<\(part)>".utf8)) == "<***>")
  }

  @Test func `a scheme's word and parts of a few bytes stay readable`() {
    let text = ReplyText([Secret("Bearer abcde"), Secret("Basic YWRhOmFkYQ==")])
    #expect(text.shown(Array("Bearer abcde! Bearer, abcde, ada".utf8)) == "***! Bearer, abcde, ada")
  }

  @Test func `a secret that control characters or the cut split is covered`() {
    let long = ReplyText([Secret("abcdefghij")])
    #expect(
      long.shown(Array((String(repeating: "x", count: 250) + "abcdefghij").utf8))
        == String(repeating: "x", count: 250) + "***")
    #expect(
      long.shown(Array(String(repeating: "abcdefghij", count: 99).utf8)).contains("a") == false)
    #expect(ReplyText([Secret("two\nlines")]).shown(Array("<two\r\nlines>".utf8)) == "<***>")
    #expect(
      long.shown([UInt8](repeating: 0, count: 100_000) + Array("abcdefghij".utf8)) == "***")
  }

  @Test func `of two secrets the longer is looked for first`() {
    let text = ReplyText([Secret("abc"), Secret("abcdef"), Secret("")])
    #expect(text.shown(Array("abcdef abcd".utf8)) == "*** ***d")
  }

  @Test func `bytes that are no text are replaced, and no character is cut in half`() {
    #expect(shown("") == "")
    #expect(ReplyText([]).shown([0x61, 0xff, 0xfe, 0x62]) == "a\u{FFFD}\u{FFFD}b")
    #expect(ReplyText([]).shown(Array("äöü".utf8), limit: 5) == "äö")
    #expect(ReplyText([]).shown(Array("  a \t\n b  ".utf8)) == "a b")
  }
}
