import DataActions
import JSON
import TestSupport
import Testing

/// What is said of a source block that is wrong.
@Suite struct SourceDecodingTests {
  static let problems: [(members: String, problems: [String])] = [
    (#""buckt": "b""#, [#"/buckt: there is no "buckt" here (did you mean "bucket"?)"#]),
    (#""format": "xlsx""#, ["/format: one of csv, json, ndjson is needed"]),
    (#""format": "json", "csv": {}"#, ["/csv: csv does not go with format json"]),
    (#""compression": "br""#, ["/compression: one of none, gzip, zstd is needed"]),
    (
      #""csv": {"delimiter": ";;", "ragged": 1}"#,
      [
        "/csv/delimiter: a delimiter is one ASCII character other than a quote and a line end "
          + "(leave it out to have it found out)", "/csv/ragged: one of fail, pad is needed",
      ]
    ),
    (
      #""select": ["a", "a", 1]"#,
      [
        "/select/2: number stands where a text is needed", #"/select/1: "a" is listed twice"#,
        #"two members of the result are called "a" (rename one of them)"#,
      ]
    ),
    (
      #""select": ["a"], "cast": {"b": "integer"}"#,
      [
        #"/cast/b: column "b" is not selected (add it to select or leave it out here)"#
      ]
    ),
    (
      #""select": ["a", "b"], "rename": {"a": "b"}"#,
      [
        #"two members of the result are called "b" (rename one of them)"#
      ]
    ),
    (
      #""limit": 0, "maxRows": 1.5"#,
      [
        "/limit: a whole number of 1 or more is needed",
        "/maxRows: a whole number of 1 or more is needed",
      ]
    ),
    (
      #""filter": {"column": "a"}"#,
      [
        #"/filter: nothing is asked of column "a" (one of equals, notEquals, in, isNull, lessThan, "#
          + "atMost, greaterThan, atLeast, contains, startsWith, endsWith)"
      ]
    ),
    (
      #""filter": [{"any": []}]"#,
      [
        "/filter/0/any: a list of conditions is needed, with one of them at least"
      ]
    ),
    (#""filter": {"column": "a", "contains": 1}"#, ["/filter/contains: contains needs a text"]),
    (
      #""filter": {"column": "a", "equals": [1]}"#,
      [
        "/filter/equals: array stands where a text, number, boolean or null is needed"
      ]
    ),
    (
      #""filter": {"equals": 1}"#,
      [
        "/filter: a condition names a column, or is one of all, any and not"
      ]
    ),
    (
      #""aggregate": {"compute": {"n": {"sum": "*"}}}"#,
      [
        #"/aggregate/compute/n/sum: sum needs a column; "*" is for count alone"#
      ]
    ),
    (
      #""aggregate": {"compute": {"n": {"count": "*"}}}, "select": ["a"]"#,
      [
        "/select: select does not go with aggregate, which says what is wanted"
      ]
    ),
  ]

  @Test(arguments: problems)
  func `a block that is wrong is told where and how`(
    wrong: (members: String, problems: [String])
  ) throws {
    let block = try JSON.parse(#"{"bucket": "b", "key": "k.csv", \#(wrong.members)}"#)
    guard case .failure(let error) = S3Source.decode(block) else {
      Issue.record("\(wrong.members) is accepted")
      return
    }
    #expect(error.problems.map(\.description) == wrong.problems)
  }

  @Test func `a block without a bucket and with a malformed key has both problems`() throws {
    for key in ["${input.a", "${day}", "${input.}", "${input}", "${}"] {
      let result = S3Source.decode(["key": .string(key)])
      guard case .failure(let error) = result else {
        Issue.record("\(key) is accepted")
        continue
      }
      #expect(
        error.problems.map(\.description) == [
          #""bucket" is missing"#,
          "/key: a placeholder of the key is malformed (write it as ${input.NAME})",
        ])
    }
  }

  @Test func `the inputs that a block needs are known`() throws {
    let source = try source(
      #"{"bucket": "b", "key": "${input.team.id}/${input.day}.csv", "#
        + #""filter": {"any": [{"column": "q", "in": ["a", "${input.queue}"]}]}}"#)
    #expect(source.inputs.map(\.text) == ["input.team.id", "input.day", "input.queue"])
  }

  static let keys: [(input: JSON, key: String?)] = [
    (["day": "2026-11-28", "n": 7], "x/2026-11-28/7.csv"),
    (["day": "é ü", "n": true], "x/é ü/true.csv"),
    (["day": "../a", "n": 1], nil), (["day": "..", "n": 1], nil), (["day": "", "n": 1], nil),
    (["day": "a/b", "n": 1], nil), (["day": "a\u{0}", "n": 1], nil), (["day": .null, "n": 1], nil),
    (["n": 1], nil), (["day": ["a"], "n": 1], nil),
    (["day": "${input.n}", "n": 1], "x/${input.n}/1.csv"),
    (["day": .string(String(repeating: "d", count: 1020)), "n": 1], nil),
  ]

  @Test(arguments: keys)
  func `what is put into a key stays in its place`(example: (input: JSON, key: String?)) throws {
    let template = try #require(KeyTemplate("x/${input.day}/${input.n}.csv"))
    if let key = example.key {
      #expect(try template.key(for: example.input) == key)
    } else {
      let failure = #expect(throws: SourceFailure.self) { try template.key(for: example.input) }
      #expect(failure?.reason == .input)
    }
  }
}
