import JSON
import JSONSchema
import Testing

@Suite struct DepthTests {
  private static func nested(_ depth: Int) -> JSON {
    (0..<depth).reduce([]) { value, _ in .array([value]) }
  }

  @Test func `a value nested ten thousand deep is refused and not followed`() throws {
    let tree = try schema(##"{"type": "array", "items": {"$ref": "#"}}"##)
    #expect(tree.isValid(Self.nested(200)))
    #expect(tree.validate(Self.nested(10_000)).map(\.code) == ["nested-too-deeply"])
  }

  @Test func `values nested ten thousand deep can be told apart`() throws {
    let unique = try schema(#"{"uniqueItems": true}"#)
    #expect(unique.isValid([Self.nested(10_000), Self.nested(9_999)]))
    #expect(!unique.isValid([Self.nested(10_000), Self.nested(10_000)]))
  }

  @Test(arguments: [
    ##"{"$ref": "#"}"##, ##"{"allOf": [{"$ref": "#"}, {"$ref": "#"}]}"##,
    ##"{"not": {"$ref": "#"}}"##, ##"{"anyOf": [{"$ref": "#"}, {"$ref": "#"}, true]}"##,
  ])
  func `a schema that refers to itself without end is noticed`(text: String) throws {
    #expect(try schema(text).validate(1).map(\.code) == ["nested-too-deeply"])
  }

  @Test(arguments: [
    ("1e308", "0.5", true), ("1e308", "0.123456789", false), ("0.0075", "0.0001", true),
    ("12345678901234567890123456789", "3", true), ("1e1000000", "7", false),
    ("246913578024691357802469135780246", "123456789012345678901234567890123", true),
    ("246913578024691357802469135780247", "123456789012345678901234567890123", false),
    ("1e400", "1267650600228229401496703205376", true), ("-0.3", "0.1", true), ("0", "7", true),
  ])
  func `multiples are exact whatever their size`(
    number: String, divisor: String, expected: Bool
  ) throws {
    let multiple = try schema(#"{"multipleOf": \#(divisor)}"#)
    #expect(multiple.isValid(try JSON.parse(number)) == expected)
  }

  @Test(arguments: [
    ("1", "1.0", true), ("100", "1e2", true), ("[1, {\"a\": 2}]", "[1.0, {\"a\": 2e0}]", true),
    ("\"\\u00e9\"", "\"e\\u0301\"", false), ("false", "0", false),
    ("{\"a\": 1}", "{\"b\": 1}", false),
  ])
  func `constants compare by the data model and texts by code point`(
    constant: String, value: String, expected: Bool
  ) throws {
    #expect(try schema(#"{"const": \#(constant)}"#).isValid(try JSON.parse(value)) == expected)
  }
}
