import Diagnostics
import JSON
import Testing

@Suite struct JSONParsingTests {
  @Test(arguments: [
    ("", 1, 1), ("[1,\n 2", 2, 3), ("{\"é\": 1,\n\"ê\" 2}", 2, 5), ("[\"ü\" x]", 1, 6),
    ("\u{FEFF}1", 1, 1), ("[\"a\tb\"]", 1, 4), ("[01]", 1, 3), ("nul", 1, 4),
    ("{\"a\": 1, \"a\": 2}", 1, 10), ("[\"\\ud800\"]", 1, 3), ("[1] 2", 1, 5),
    ("{\"a\": 1,\n \"\\u0061\": 2}", 2, 2),
  ])
  func `an error stands where the document goes wrong`(
    text: String, line: Int, column: Int
  ) throws {
    let error = try #require(throws: JSONParseError.self) { try JSON.parse(text) }
    #expect([error.line, error.column] == [line, column], "\(error)")
  }

  @Test func `an error quotes no more than a character of the document`() throws {
    for text in ["[hunter2]", "{\"hunter2\": 1, \"hunter2\": 2}", "\"hunter2", "hunter2"] {
      let error = try #require(throws: JSONParseError.self) { try JSON.parse(text) }
      #expect(!error.message.contains("hu"), "\(error)")
    }
  }

  @Test func `what must be escaped is found at every place of a string`() throws {
    for place in 0..<24 {
      for special in ["\"", "\\", "\u{1}", "\u{1F}"] {
        var text = String(repeating: "é#!] ~", count: 4)
        text.insert(contentsOf: special, at: text.index(text.startIndex, offsetBy: place))
        let written = JSON.string(text).text
        #expect(written.utf8.count > text.utf8.count + 2)
        #expect(try JSON.parse(written) == .string(text))
        let raw = "\"" + text + "\""
        #expect(throws: JSONParseError.self) { try JSON.parse(raw) }
      }
    }
  }

  @Test func `invalid UTF-8 is refused at its first byte`() throws {
    let error = try #require(throws: JSONParseError.self) {
      try JSON.parse([UInt8(ascii: "["), UInt8(ascii: "\n"), UInt8(ascii: "\""), 0xC3, 0x28])
    }
    #expect(error.offset == 3)
    #expect([error.line, error.column] == [2, 2])
  }

  @Test func `depth and size have limits`() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(throws: Never.self) { try JSON.parse(nested(512)) }
    #expect(throws: JSONParseError.self) { try JSON.parse(nested(513)) }
    #expect(throws: JSONParseError.self) { try JSON.parse(nested(100_000)) }
    #expect(throws: JSONParseError.self) { try JSON.parse("[1,2]", limits: .init(bytes: 4)) }
  }

  @Test func `the last of two equal names wins where that is asked for`() throws {
    let limits = JSON.Limits(duplicateKeys: .lastWins)
    let value = try JSON.parse("{\"a\": 1, \"b\": 2, \"a\": 3}", limits: limits)
    #expect(value.text == "{\"a\":3,\"b\":2}")
  }

  @Test(arguments: [3, 16, 17, 18, 40])
  func `a double name is found in small and large objects`(count: Int) throws {
    let members = (0..<count).map { "\"n\($0)\":\($0)" }
    let text = "{" + (members + ["\"n\(count - 2)\":0"]).joined(separator: ",") + "}"
    #expect(throws: JSONParseError.self) { try JSON.parse(text) }
    let whole = try JSON.parse("{" + members.joined(separator: ",") + "}")
    #expect(whole["n\(count - 1)"]?.int == count - 1)
  }

  @Test func `names and texts are told apart by their scalars, not by how they look`() throws {
    let members = (0..<20).map { "\"n\($0)\": 0" }.joined(separator: ",")
    let value = try JSON.parse("{\"\u{E9}\": 1, \"e\u{301}\": 2, \(members)}")
    #expect(value["\u{E9}"] == 1)
    #expect(value["e\u{301}"] == 2)
    #expect(JSON.string("\u{E9}") != JSON.string("e\u{301}"))
  }

  @Test func `values and names know where they stand`() throws {
    let file = SourceFile(name: "a.json", text: "{\"ä\": [1,\n  {\"b\": null}],\n \"c\": \"x\"}")
    let root = try JSON.parseLocated(file)
    func place(_ pointer: String) throws -> String {
      root.location(of: try #require(JSONPointer(parsing: pointer))).description
    }
    #expect(try place("") == "a.json:1:1")
    #expect(try place("/ä") == "a.json:1:7")
    #expect(try place("/ä/0") == "a.json:1:8")
    #expect(try place("/ä/1/b") == "a.json:2:9")
    #expect(root.keyLocation(of: JSONPointer(["c"]))?.description == "a.json:3:2")
    #expect(root.keyLocation(of: JSONPointer(["ä", "1", "b"]))?.description == "a.json:2:4")
    #expect(root.value == (try JSON.parse(file.bytes)))
  }

  @Test func `a double name in a file names both places`() throws {
    let file = SourceFile(name: "a.json", text: "{\"a\": 1,\n \"a\": 2}")
    let error = try #require(throws: DiagnosticsError.self) { try JSON.parseLocated(file) }
    let problem = try #require(error.diagnostics.first)
    #expect(problem.code == "duplicate-key")
    #expect(problem.location?.description == "a.json:2:2")
    #expect(problem.notes.first?.location?.description == "a.json:1:2")
  }
}
