import Diagnostics
import JSON
import TestSupport
import Testing
import YAML

@Suite struct YAMLProblemTests {
  @Test(arguments: [
    ("yaml-syntax", "a: {b: $1️⃣{name}}\n", "quotes"),
    ("yaml-syntax", "a: [$1️⃣{name}, x]\n", "quotes"),
    ("yaml-syntax", "a:\n1️⃣\tb: 1\n", "spaces"),
    ("yaml-syntax", "a: 1️⃣@b\n", "quotes"),
    ("yaml-syntax", "ä: 1️⃣`b`\n", "quotes"),
    ("yaml-syntax", "a: b1️⃣: c\n", "quotes"),
    ("yaml-syntax", "a: \"x1️⃣\\d\"\n", "backslash"),
    ("yaml-syntax", "a:\n  - b\n 1️⃣c\n", "indentation"),
    ("yaml-syntax", "a: \"x\"1️⃣# b\n", nil),
    ("yaml-syntax", "a: [b,\n1️⃣c]\n", nil),
    ("yaml-syntax", "[a,1️⃣#b\n]\n", nil),
    ("yaml-syntax", "[a]1️⃣#b\n", nil),
    ("yaml-syntax", "a: >1️⃣# b\n  c\n", nil),
    ("yaml-syntax", "a: |\n     \n  1️⃣b\n", nil),
    ("yaml-syntax", "a: [1️⃣-, b]\n", nil),
    ("yaml-syntax", "%YAML 1.11️⃣#\n---\na: 1\n", nil),
    ("yaml-syntax", "a: 2️⃣\"b\n1️⃣", nil),
    ("duplicate-key", "2️⃣a: 1\nb: 2\n1️⃣a: 3\n", nil),
    ("unknown-tag", "a: 1️⃣!own b\n", "!!str"),
    ("yaml-tag", "a: 1️⃣!!int b\n", nil),
    ("yaml-tag", "a: 1️⃣!!map [b]\n", nil),
    ("not-representable", "a:\n  - 1️⃣.inf\n", "quotes"),
    ("not-representable", "a: 1️⃣.NaN\n", "quotes"),
    ("yaml-alias", "key: &first 1\nb: 1️⃣*fist\n", "*first"),
    ("yaml-alias", "a: &a\n  - 1️⃣*a\n", nil),
    ("yaml-merge", "a:\n  <<: 1️⃣b\n", nil),
    ("yaml-key", "? 1️⃣[a]\n: b\n", nil),
    ("yaml-character", "a: \"é1️⃣\u{1}\"\n", "escape"),
    ("yaml-character", "a: b\n\u{20}1️⃣\u{0}", "escape"),
    ("yaml-character", "a: 1️⃣\u{9B}\n", "escape"),
  ])
  func `a problem stands where it is and says what to do`(
    code: String, text: String, hint: String?
  ) throws {
    let text = MarkedText(text)
    let problem = try #require(YAML.documents(in: text.file).diagnostics.first)
    let place = try #require(problem.location)
    #expect(problem.code == code)
    #expect("\(place.line):\(place.column)" == text.places.first, "\(problem.message)")
    if let hint { #expect(problem.hint?.contains(hint) == true, "\(problem.hint ?? "")") }
  }

  @Test func `a double key names both places`() throws {
    let text = MarkedText("1️⃣a: 1\nb: {x: 1}\n2️⃣a: 3\n")
    let problem = try #require(YAML.documents(in: text.file).diagnostics.first)
    let places = ([problem.notes.first?.location] + [problem.location]).compactMap(\.self)
    #expect(places.map { "\($0.line):\($0.column)" } == text.places)
  }

  @Test func `invalid UTF-8 and UTF-16 are named with their place`() {
    let broken = SourceFile(name: "m", bytes: Array("a: b\nc: é".utf8) + [0xC3, 0x28])
    let problem = YAML.documents(in: broken).diagnostics.first
    #expect(problem?.code == "yaml-encoding")
    #expect(problem?.location?.description == "m:2:5")
    for mark in [[0xFF, 0xFE], [0xFE, 0xFF]] as [[UInt8]] {
      let file = SourceFile(name: "m", bytes: mark + [0x61, 0x00])
      #expect(YAML.documents(in: file).diagnostics.first?.message == "the file is UTF-16")
    }
  }

  @Test func `documents before a syntax error come back, and all other problems with them`() {
    let file = SourceFile(
      name: "m", text: "a: 1\n---\nb: .inf\n---\nc: !x 1\n---\nd: [\n---\ne: 1\n")
    let (documents, diagnostics) = YAML.documents(in: file)
    #expect(documents.map(\.value.text) == [#"{"a":1}"#, #"{"b":".inf"}"#, #"{"c":"1"}"#])
    #expect(diagnostics.map(\.code) == ["not-representable", "unknown-tag", "yaml-syntax"])
  }
}
