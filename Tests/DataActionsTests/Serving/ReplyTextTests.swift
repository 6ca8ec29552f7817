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
