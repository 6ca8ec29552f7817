import Diagnostics
import JSON
import TestSupport
import Testing
import YAML

@Suite struct YAMLValueTests {
  private func value(_ text: String) throws -> String {
    let (documents, diagnostics) = YAML.documents(in: SourceFile(name: "m", text: text))
    #expect(diagnostics == [])
    return try #require(documents.first).value.text
  }

  @Test(arguments: [
    ("~", "null"), ("Null", "null"), ("True", "true"), ("FALSE", "false"), ("yes", "\"yes\""),
    ("off", "\"off\""), ("12", "12"), ("+12", "12"), ("007", "7"), ("-0", "-0"), ("0o17", "15"),
    ("0xFf", "255"), ("0b1", "\"0b1\""), ("1_000", "\"1_000\""), ("12:30", "\"12:30\""),
    ("1.50", "1.50"), (".5", "0.5"), ("-.5", "-0.5"), ("1.", "1"), ("1.e3", "1e3"), ("1e3", "1e3"),
    ("+1E-3", "1E-3"), (".", "\".\""), ("1e", "\"1e\""), ("-", nil), ("0x", "\"0x\""),
    ("12345678901234567890123", "12345678901234567890123"), ("'12'", "\"12\""),
    ("\"true\"", "\"true\""), ("!!str 12", "\"12\""), ("! 12", "\"12\""), ("!!int \"12\"", "12"),
    ("!!float 3", "3"), ("!!bool 'true'", "true"), ("!!null ''", "null"),
    ("${name}", "\"${name}\""),
    ("2024-01-01", "\"2024-01-01\""), ("0xFFFFFFFFFFFFFFFFFFFF", "1208925819614629174706175"),
  ])
  func `a scalar means what the core schema says`(text: String, json: String?) throws {
    guard let json else { return }
    #expect(try value("- \(text)\n") == "[\(json)]")
  }

  @Test(arguments: [
    ("a: &x {b: 1}\nc: *x\n", #"{"a":{"b":1},"c":{"b":1}}"#),
    ("a: &x {b: 1, c: 2}\nd:\n  c: 3\n  <<: *x\n", #"{"a":{"b":1,"c":2},"d":{"c":3,"b":1}}"#),
    (
      "- &x {a: 1}\n- &y {a: 2, b: 2}\n- <<: [*x, *y]\n",
      #"[{"a":1},{"a":2,"b":2},{"a":1,"b":2}]"#
    ),
    ("\"<<\": 1\n", #"{"<<":1}"#),
    ("1: a\ntrue: b\n~: c\n", #"{"1":"a","true":"b","~":"c"}"#),
    ("&k key: 1\n*k : 2\n", nil),
    ("a: \"x\u{2028}y\u{85}z\"\n", "{\"a\":\"x\u{2028}y\u{85}z\"}"),
    ("\u{FEFF}a: 1\n", #"{"a":1}"#),
    ("a: 1\r\nb: |\r\n  x\r\n", #"{"a":1,"b":"x\n"}"#),
    ("%YAML 1.12345\n%OWN x\n---\na: 1\n", #"{"a":1}"#),
    ("key: [\n  a\n]\n", #"{"key":["a"]}"#),
  ])
  func `aliases, merges and odd keys become plain values`(text: String, json: String?) throws {
    guard let json else {
      let file = SourceFile(name: "m", text: text)
      #expect(YAML.documents(in: file).diagnostics.map(\.code) == ["duplicate-key"])
      return
    }
    #expect(try value(text) == json)
  }

  @Test func `documents without content are left out`() {
    let text = "# only a comment\n---\n---\na: 1\n...\n# end\n...\nb: 2\n---\n# nothing\n"
    let (documents, diagnostics) = YAML.documents(in: SourceFile(name: "m", text: text))
    #expect(diagnostics == [])
    #expect(documents.map(\.value.text) == [#"{"a":1}"#, #"{"b":2}"#])
    #expect(YAML.documents(in: SourceFile(name: "m", text: "")).documents.isEmpty)
  }

  @Test func `values and keys know where they stand`() throws {
    let text = MarkedText(
      "# é\n1️⃣ä: 2️⃣ö\n3️⃣b:\n  4️⃣- 5️⃣c: 6️⃣\"x\"\n    d: {7️⃣e: 8️⃣1}\n...\n9️⃣f: 1\n")
    let documents = YAML.documents(in: text.file).documents
    let first = try #require(documents.first)
    let last = try #require(documents.last)
    func place(_ pointer: String) throws -> Diagnostics.SourceLocation {
      first.location(of: try #require(JSONPointer(parsing: pointer)))
    }
    func key(_ pointer: String) throws -> Diagnostics.SourceLocation {
      let pointer = try #require(JSONPointer(parsing: pointer))
      return try #require(first.keyLocation(of: pointer))
    }
    let places = [
      try key("/ä"), try place("/ä"), try key("/b"), try place("/b"), try key("/b/0/c"),
      try place("/b/0/c"), try key("/b/0/d/e"), try place("/b/0/d/e"), last.location,
    ]
    #expect(places.map { "\($0.line):\($0.column)" } == text.places)
  }
}
