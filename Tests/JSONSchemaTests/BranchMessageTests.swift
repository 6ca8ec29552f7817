import JSON
import JSONSchema
import Testing

@Suite struct BranchMessageTests {
  private static let field = #"""
    {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/ref"}, {"$ref": "#/$defs/var"}],
     "$defs": {
      "ref": {"title": "Reference", "type": "object", "additionalProperties": false,
       "required": ["ref"], "properties": {"ref": {"type": "object",
        "required": ["kind", "name"], "properties": {"kind": {}, "name": {}}}}},
      "var": {"title": "Variable", "type": "object", "additionalProperties": false,
       "required": ["var"], "properties": {"var": {"type": "string"}}}}}
    """#

  @Test(arguments: [
    (
      #"{"reff": {"kind": "A", "name": "b"}}"#,
      """
      : is missing "ref"
      /reff: unknown field "reff" (did you mean "ref"?)
      """
    ),
    (#"{"ref": {"kind": "A"}}"#, #"/ref: is missing "name""#),
    (#"{"var": 1}"#, "/var: must be a string, not a number"),
    ("true", ": must be a string, a reference or a variable, not a boolean"),
  ])
  func `the branch that was meant explains what is wrong`(value: String, expected: String) throws {
    #expect(try report(try schema(Self.field), value) == expected)
  }

  @Test(arguments: [
    (#"{"type": "s3", "bucket": 1}"#, "/bucket: must be a string, not a number"),
    (#"{"type": "gcs", "project": 1}"#, "/project: must be a string, not a number"),
    (#"{"type": "s3"}"#, #": is missing "bucket""#),
  ])
  func `a constant tells the branches of objects apart`(value: String, expected: String) throws {
    let union = try schema(
      #"""
      {"oneOf": [
       {"type": "object", "required": ["type", "bucket"],
        "properties": {"type": {"const": "s3"}, "bucket": {"type": "string"}}},
       {"type": "object", "required": ["type", "project"],
        "properties": {"type": {"const": "gcs"}, "project": {"type": "string"}}}]}
      """#)
    #expect(try report(union, value) == expected)
  }

  @Test func `branches that only list values become one list`() throws {
    let union = try schema(#"{"anyOf": [{"const": "voice"}, {"enum": ["chat", "email"]}]}"#)
    #expect(
      try report(union, #""emial""#)
        == ": must be one of voice, chat, email (did you mean email?)")
  }

  @Test func `a failed part of a whole does not make its members unknown`() throws {
    let whole = try schema(
      #"""
      {"allOf": [{"properties": {"a": {"type": "string"}, "b": {"type": "string"}}}],
       "unevaluatedProperties": false}
      """#)
    #expect(
      try report(whole, #"{"a": 1, "b": "x", "bb": 2}"#) == """
        /a: must be a string, not a number
        /bb: unknown field "bb"
        """)
  }
}
