import Diagnostics
import JSON
import Testing
import YAML

@Suite struct YAMLWritingTests {
  @Test func `a value is written as a person would write it`() throws {
    let value = try JSON.parse(
      #"{"name":"prod-voice","yes":"no","n":"12","list":["a",{"b":1.50,"c":[]},[1,2]],"text":"x\n y\n"}"#
    )
    let yaml = """
      name: prod-voice
      "yes": "no"
      "n": "12"
      list:
        - a
        - b: 1.50
          c: []
        - - 1
          - 2
      text: |
        x
         y

      """
    #expect(YAML.text(of: value) == yaml)
  }

  @Test(arguments: [
    "", " ", "a ", " a", "~", "null", "Yes", "1e3", "0x1", ".inf", "a: b", "a #b", "- a", "#a",
    "@a",
    "a\n", "\n", "\n\na", "a\n\n", "a\nb", " a\nb", "a\n b ", "a\tb\n\tc", "a\rb", "\u{85}",
    "a\u{2028}b",
    "\u{FEFF}a", "---", "...", "a:", ":a", "'", "\"", "\\", "${x}", "[a]", "{a", "<<", "=", "é",
    "😀\n",
    "\u{0}", "\u{7F}", "\u{FFFE}", "a\u{9B}b", "a\n...\nb", "? a", "|", "a,b", "2024-01-01",
    "12:30:00",
    "y", "N", "a\n#b\n", "/a/b", "$a",
  ])
  func `every text comes back from every place`(text: String) throws {
    let long = String(repeating: "k", count: 2000)
    let scalar = JSON.string(text)
    var object: JSONObject = [:]
    object[text] = scalar
    object[text + long] = [scalar]
    try check([scalar, .object(object), [[scalar]]])
    try check(scalar)
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func `random values come back`(seed: UInt64) throws {
    var random = RandomTree(state: seed)
    try check(random.value(depth: 4))
  }

  private func check(_ value: JSON) throws {
    let yaml = YAML.text(of: value)
    let (documents, diagnostics) = YAML.documents(in: SourceFile(name: "m", text: yaml))
    #expect(diagnostics == [], "\(yaml)")
    #expect((documents.first?.value ?? .null).text == value.text, "\(yaml)")
  }
}

/// Makes values with texts that mean something in YAML, the same ones for the same seed.
private struct RandomTree {
  var state: UInt64

  private mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }

  mutating func value(depth: Int) -> JSON {
    switch below(depth > 0 ? 7 : 4) {
    case 0: return [.null, true, false, 12, .number(JSONNumber(validated: "-1.5E+3"))][below(5)]
    case 1, 2, 3: return .string(text())
    case 4: return .array((0..<below(4)).map { _ in value(depth: depth - 1) })
    default:
      return .object(JSONObject((0..<below(5)).map { _ in (text(), value(depth: depth - 1)) }))
    }
  }

  private mutating func text() -> String {
    let pieces = [
      "a", "B", "0", "1", " ", "  ", "\n", "\n\n", "\t", ": ", ":", " #", "#", "- ", "-", "'", "\"",
      "\\", "é", "😀", "\u{1}", "\u{2028}", "\u{85}", "\u{FEFF}", "~", "{", "]", ",", "&", "*", "!",
      "\r", "?", "|", ">", "%", "@", "`", ".", "=", "true", "null", "...", "---",
    ]
    return (0..<below(6)).map { _ in pieces[below(pieces.count)] }.joined()
  }
}
