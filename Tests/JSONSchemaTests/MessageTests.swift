import JSON
import JSONSchema
import Testing

@Suite struct MessageTests {
  @Test(arguments: [
    (#"{"required": ["bucket"]}"#, "{}", #": is missing "bucket""#),
    (
      #"{"properties": {"bucket": {}}, "additionalProperties": false}"#, #"{"buket": 1}"#,
      #"/buket: unknown field "buket" (did you mean "bucket"?)"#
    ),
    (
      #"{"properties": {"a": {}}, "unevaluatedProperties": false}"#, #"{"zzzz": 1}"#,
      #"/zzzz: unknown field "zzzz""#
    ),
    (
      #"{"enum": ["AES256", "aws:kms"]}"#, #""AES265""#,
      ": must be one of AES256, aws:kms (did you mean AES256?)"
    ),
    (#"{"enum": [1, 2]}"#, #""1""#, ": must be one of 1, 2 (write it without quotes: 1)"),
    (#"{"const": "v1"}"#, "7", ": must be v1"),
    (#"{"type": "string"}"#, "1", ": must be a string, not a number"),
    (#"{"type": ["string", "null"]}"#, "[]", ": must be a string or null, not a list"),
    (#"{"type": "integer"}"#, "1.5", ": must be a whole number"),
    (#"{"minimum": 1}"#, "0", ": must be at least 1"),
    (#"{"exclusiveMaximum": 1.5}"#, "1.5", ": must be less than 1.5"),
    (#"{"multipleOf": 0.1}"#, "0.35", ": must be a multiple of 0.1"),
    (#"{"minLength": 1}"#, #""""#, ": must not be empty"),
    (#"{"maxLength": 2}"#, #""abc""#, ": must have at most 2 characters"),
    (#"{"pattern": "^a$"}"#, #""hunter2""#, ": must match the pattern ^a$"),
    (#"{"minItems": 2}"#, "[1]", ": must have at least 2 elements"),
    (
      #"{"uniqueItems": true}"#, "[1, 2, 1.0]",
      "/2: repeats an earlier element, number 1 of the list"
    ),
    (
      #"{"prefixItems": [{}], "items": false}"#, "[1, 2]",
      "/1: is one element too many: the list has at most 1"
    ),
    (#"{"contains": {"type": "string"}}"#, "[1]", ": must contain at least a string"),
    (#"{"minProperties": 2}"#, #"{"a": 1}"#, ": must have at least 2 fields"),
    (
      #"{"propertyNames": {"maxLength": 2}}"#, #"{"abc": 1}"#,
      #"/abc: the field name "abc" must have at most 2 characters"#
    ),
    (#"{"dependentRequired": {"a": ["b"]}}"#, #"{"a": 1}"#, #": is missing "b", which "a" needs"#),
    (
      #"{"properties": {"old": false}}"#, #"{"old": 1}"#,
      #"/old: field "old" is not allowed here"#
    ),
    (
      #"{"not": {"required": ["a", "b"]}}"#, #"{"a": 1, "b": 2}"#,
      #": must not have "a" and "b" together"#
    ),
    (#"{"not": {"type": "null"}}"#, "null", ": must not be null"),
    (
      #"{"oneOf": [{"type": "integer"}, {"minimum": 2}]}"#, "3",
      ": fits more than one of the forms that exclude each other"
    ),
    (
      #"{"if": {"required": ["a"]}, "then": {"required": ["b"]}}"#, #"{"a": 1}"#,
      #": is missing "b""#
    ),
    ("false", "1", ": is not allowed here"),
  ])
  func `a violation reads like a sentence after the name of the value`(
    schemaText: String, value: String, expected: String
  ) throws {
    #expect(try report(try schema(schemaText), value) == expected)
  }

  @Test func `all violations are collected, each once`() throws {
    let schema = try schema(
      #"""
      {"required": ["a"], "additionalProperties": false,
       "properties": {"n": {"allOf": [{"minimum": 3}, {"minimum": 3}, {"multipleOf": 2}]}}}
      """#)
    #expect(
      try report(schema, #"{"n": 1, "x": 0}"#) == """
        : is missing "a"
        /n: must be at least 3
        /n: must be a multiple of 2
        /x: unknown field "x"
        """)
  }

  @Test func `an unknown field points at its name and offers the names that are left`() throws {
    let schema = try schema(
      #"{"properties": {"a": {}, "bucket": {}}, "additionalProperties": false}"#)
    let found = try #require(schema.validate(["a": 1, "buckt": 2]).first)
    #expect(found.isAboutKey)
    #expect(found.code == "unknown-field")
    #expect(found.keyword == "additionalProperties")
    #expect(found.expected == .names(["bucket"]))
  }

  @Test func `no message repeats a text that stands in the value`() throws {
    let schemas = [
      #"{"type": "number"}"#, #"{"enum": ["a"]}"#, #"{"const": {"a": 1}}"#, #"{"pattern": "^x$"}"#,
      #"{"maxLength": 3}"#, #"{"minLength": 99}"#, #"{"anyOf": [{"type": "null"}, {"const": 1}]}"#,
      #"{"not": {"type": "string"}}"#, #"{"format": "uri"}"#,
    ]
    for text in schemas {
      let registry = SchemaRegistry(assertsFormat: true)
      let found = try schema(text, registry).validate("hunter two")
      #expect(!found.isEmpty)
      #expect(found.allSatisfy { !"\($0)".contains("hunter") })
    }
  }
}
