import JSON
import JSONSchema
import Testing

@Suite struct VocabularyTests {
  private static let prefix = "https://json-schema.org/draft/2020-12"

  private func registry(_ vocabularies: JSON) -> SchemaRegistry {
    let registry = SchemaRegistry()
    registry.add(
      ["$schema": .string("\(Self.prefix)/schema"), "$vocabulary": vocabularies], at: "meta.json")
    return registry
  }

  @Test func `keywords of a vocabulary that is left out are only remarks`() throws {
    let registry = registry(["\(Self.prefix)/vocab/applicator": true])
    let schema = try schema(
      #"""
      {"$schema": "meta.json", "required": ["x"],
       "properties": {"no": false, "n": {"type": "string", "minimum": 10, "const": 1}}}
      """#, registry)
    #expect(schema.isValid(["n": 1]))
    #expect(!schema.isValid(["no": 1]))
  }

  @Test func `an unknown vocabulary is refused only where it is required`() throws {
    let error = #expect(throws: SchemaError.self) {
      try schema(#"{"$schema": "meta.json"}"#, registry(["https://example.com/own": true]))
    }
    #expect(error?.code == "unknown-vocabulary")
    _ = try schema(#"{"$schema": "meta.json"}"#, registry(["https://example.com/own": false]))
  }

  @Test func `a dynamic reference takes the outermost anchor that is still in scope`() throws {
    let schema = try schema(
      #"""
      {"$id": "https://x.example/main",
       "if": {"$id": "first", "$defs": {"t": {"$dynamicAnchor": "t", "type": "number"}}},
       "then": {"$id": "second", "$ref": "start",
        "$defs": {"t": {"$dynamicAnchor": "t", "type": "null"}}},
       "$defs": {
        "start": {"$id": "start", "$dynamicRef": "inner#t"},
        "t": {"$id": "inner", "$dynamicAnchor": "t", "type": "string"}}}
      """#)
    #expect(schema.isValid(.null))
    #expect(!schema.isValid("text"))
    #expect(!schema.isValid(1))
  }

  @Test func `a recursive reference of 2019-09 reaches the schema that extends another`() throws {
    let registry = SchemaRegistry()
    let draft = #""$schema": "https://json-schema.org/draft/2019-09/schema""#
    registry.add(
      try JSON.parse(
        ##"{\##(draft), "$recursiveAnchor": true, "properties": {"c": {"$recursiveRef": "#"}}}"##),
      at: "tree.json")
    let strict = try schema(
      #"""
      {\#(draft), "$recursiveAnchor": true, "$ref": "tree.json", "unevaluatedProperties": false}
      """#, registry)
    #expect(strict.isValid(["c": ["c": [:]]]))
    #expect(!strict.isValid(["c": ["d": 1]]))
  }

  @Test func `annotations count inside a negation too`() throws {
    let schema = try schema(
      #"{"not": {"anyOf": [true, {"properties": {"a": true}}], "unevaluatedProperties": false}}"#)
    #expect(schema.isValid(["b": 1]))
    #expect(!schema.isValid(["a": 1]))
  }

  @Test func `draft-07 ignores what stands beside a reference`() throws {
    let schema = try schema(
      ##"""
      {"$schema": "http://json-schema.org/draft-07/schema#", "definitions": {"a": {"type": "array"}},
       "properties": {"x": {"$ref": "#/definitions/a", "maxItems": 1}}}
      """##)
    #expect(schema.isValid(["x": [1, 2]]))
    #expect(!schema.isValid(["x": 1]))
  }
}
