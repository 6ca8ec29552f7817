import JSON
import JSONSchema
import Testing

@Suite struct SchemaRegistryTests {
  private func registry() throws -> SchemaRegistry {
    let registry = SchemaRegistry()
    registry.add(
      try JSON.parse(
        #"""
        {"$defs": {
         "days": {"title": "Days", "description": "a number of days", "type": "integer"},
         "manifest": {"type": "object", "properties": {"metadata": {"$ref": "#/$defs/metadata"}}},
         "metadata": {"properties": {"name": {"anyOf": [{"$ref": "#/$defs/days"}, {}]}}}}}
        """#), at: "schemas/common.json")
    registry.add(try JSON.parse(Self.kind), at: "schemas/Policy.json")
    return registry
  }

  private static let kind = #"""
    {"$ref": "common.json#/$defs/manifest",
     "properties": {"spec": {"properties": {
      "days": {"$ref": "common.json#/$defs/days", "x-gcsync": {"default": 3}},
      "rules": {"type": "array", "items": {"properties": {"on": {"enum": ["a", "b"]}}}},
      "either": {"anyOf": [{"type": "string"}, {"properties": {"ref": {"type": "null"}}}]},
      "tags": {"additionalProperties": {"type": "string"}}}}}}
    """#

  @Test func `documents refer to each other by file name`() throws {
    let schema = try registry().schema(at: "schemas/Policy.json")
    #expect(try report(schema, #"{"spec": {"days": "x"}}"#).hasPrefix("/spec/days: must be"))
  }

  @Test func `a part of a document is a schema too`() throws {
    let schema = try registry().schema(at: "schemas/common.json#/$defs/days")
    #expect(schema.isValid(1))
    #expect(!schema.isValid("x"))
  }

  @Test(arguments: [
    (#"{"$ref": "nowhere.json"}"#, "unknown-schema-reference"),
    (##"{"$ref": "#/$defs/x"}"##, "unknown-schema-reference"),
    (##"{"$ref": "#x"}"##, "unknown-schema-reference"),
    (#"{"type": "text"}"#, "malformed-schema"), (#"{"minLength": -1}"#, "malformed-schema"),
    (#"{"multipleOf": 0}"#, "malformed-schema"), (#"{"properties": {"a": 1}}"#, "malformed-schema"),
    (#"{"$schema": "https://example.com/own"}"#, "unknown-dialect"), ("3", "malformed-schema"),
  ])
  func `a schema that cannot be used is refused with a stable code`(text: String, code: String) {
    let error = #expect(throws: SchemaError.self) { try schema(text) }
    #expect(error?.code == code)
  }

  @Test(arguments: [
    "https://json-schema.org/draft/2020-12/schema", "http://json-schema.org/draft-07/schema#",
  ])
  func `the metaschemas judge schemas without the network`(uri: String) throws {
    let metaschema = try SchemaRegistry().schema(at: uri)
    #expect(metaschema.isValid(try JSON.parse(Self.kind)))
    #expect(!metaschema.isValid(try JSON.parse(#"{"properties": {"a": {"minimum": "x"}}}"#)))
    #expect(!metaschema.isValid(["properties": ["a": ["items": ["type": "text"]]]]))
  }

  @Test func `draft-04 has boolean exclusive limits, its own id and stricter integers`() throws {
    let old = try schema(
      #"""
      {"$schema": "http://json-schema.org/draft-04/schema#", "id": "http://x.example/a/b.json",
       "definitions": {"one": {"id": "c.json", "minimum": 1, "exclusiveMinimum": true}},
       "properties": {"a": {"$ref": "http://x.example/a/c.json"}, "n": {"type": "integer"}}}
      """#)
    #expect(try report(old, #"{"a": 1}"#) == "/a: must be greater than 1")
    #expect(try report(old, #"{"n": 1.0}"#) == "/n: must be a whole number")
  }

  @Test(arguments: [
    (["spec", "days"], "description", JSON.string("a number of days")),
    (["spec", "days"], "x-gcsync", JSON.object(["default": 3])),
    (["spec", "rules", "on"], "enum", JSON.array(["a", "b"])),
    (["spec", "either", "ref"], "type", JSON.string("null")),
    (["spec", "tags", "any"], "type", JSON.string("string")),
  ])
  func `a path of names leads to what the schema says there`(
    path: [String], keyword: String, expected: JSON
  ) throws {
    let found = try #require(
      try registry().subschema(
        of: try JSON.parse(Self.kind), path: path, uri: "schemas/Policy.json"))
    #expect(found[keyword] == expected)
  }

  @Test func `references in what a path leads to are absolute`() throws {
    let found = try registry().subschema(
      of: try JSON.parse(Self.kind), path: ["metadata", "name"], uri: "schemas/Policy.json")
    let reference = found?["anyOf"]?.array?.first?["$ref"]
    #expect(reference == "schemas/common.json#/$defs/days")
    let missing = try registry().subschema(
      of: try JSON.parse(Self.kind), path: ["spec", "nothing"], uri: "schemas/Policy.json")
    #expect(missing == nil)
  }
}
