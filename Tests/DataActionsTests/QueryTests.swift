import Codecs
import DataActions
import JSON
import TestSupport
import Testing

/// What the rows of a file come to.
@Suite struct QueryTests {
  static let table = #"""
    queue,agent,wait,cost,open
    billing,Ada,30,0.10,true
    sales,"Bo ""B""",5,0.20,false
    billing,,NaN,1e2,yes
    sales,Zoë,12.50,,TRUE
    """#

  static let queries: [(query: String, result: String)] = [
    (
      #""limit": 1"#,
      #"{"data":[{"queue":"billing","agent":"Ada","wait":"30","cost":"0.10","open":"true"}],"rowCount":1,"truncated":false}"#
    ),
    (
      #""select": ["agent", "wait"], "rename": {"wait": "s"}, "cast": {"wait": "number"}"#,
      #"{"data":[{"agent":"Ada","s":30},{"agent":"Bo \"B\"","s":5},{"agent":null,"s":null},{"agent":"Zoë","s":12.50}],"rowCount":4,"truncated":false,"castFailures":1}"#
    ),
    (
      #""select": ["wait", "open"], "cast": {"wait": "integer", "open": "boolean"}"#,
      #"{"data":[{"wait":30,"open":true},{"wait":5,"open":false},{"wait":null,"open":null},{"wait":null,"open":true}],"rowCount":4,"truncated":false,"castFailures":3}"#
    ),
    (
      #""select": ["cost"], "cast": {"cost": "number"}, "filter": {"column": "cost", "isNull": false}"#,
      #"{"data":[{"cost":0.10},{"cost":0.20},{"cost":100}],"rowCount":3,"truncated":false}"#
    ),
    (
      #""select": ["agent"], "filter": {"column": "wait", "greaterThan": 5, "atMost": 12.5}"#,
      #"{"data":[{"agent":"Zoë"}],"rowCount":1,"truncated":false}"#
    ),
    (
      #""select": ["agent"], "filter": [{"column": "queue", "equals": "sales"}, {"not": {"column": "agent", "contains": "\"B\""}}]"#,
      #"{"data":[{"agent":"Zoë"}],"rowCount":1,"truncated":false}"#
    ),
    (
      #""select": ["queue"], "filter": {"any": [{"column": "agent", "isNull": true}, {"column": "agent", "startsWith": "Z"}, {"column": "agent", "endsWith": "da"}]}"#,
      #"{"data":[{"queue":"billing"},{"queue":"billing"},{"queue":"sales"}],"rowCount":3,"truncated":false}"#
    ),
    (
      #""select": ["agent"], "filter": {"column": "cost", "in": [0.1, 100.0]}"#,
      #"{"data":[{"agent":"Ada"},{"agent":null}],"rowCount":2,"truncated":false}"#
    ),
    (
      #""select": ["agent"], "filter": {"column": "agent", "lessThan": "B"}, "result": "first""#,
      #"{"found":true,"agent":"Ada","truncated":false}"#
    ),
    (
      #""select": ["agent"], "filter": {"column": "agent", "equals": "Eve"}, "result": "first""#,
      #"{"found":false,"truncated":false}"#
    ),
    (
      #""select": ["agent", "wait"], "limit": 2, "result": "columns""#,
      #"{"data":{"agent":["Ada","Bo \"B\""],"wait":["30","5"]},"rowCount":2,"truncated":false}"#
    ),
    (
      #""aggregate": {"groupBy": ["queue"], "compute": {"n": {"count": "*"}, "agents": {"count": "agent"}, "sum": {"sum": "cost"}, "mean": {"avg": "wait"}}}, "rename": {"queue": "q"}"#,
      #"{"data":[{"q":"billing","n":2,"agents":1,"sum":100.10,"mean":30},{"q":"sales","n":2,"agents":2,"sum":0.20,"mean":8.75}],"rowCount":2,"truncated":false,"castFailures":1}"#
    ),
    (
      #""aggregate": {"compute": {"least": {"min": "cost"}, "most": {"max": "cost"}}}, "result": "first""#,
      #"{"found":true,"least":0.10,"most":100,"truncated":false}"#
    ),
    (
      #""aggregate": {"compute": {"n": {"count": "*"}, "sum": {"sum": "wait"}}}, "filter": {"column": "queue", "equals": "none"}"#,
      #"{"data":[{"n":0,"sum":null}],"rowCount":1,"truncated":false}"#
    ),
    (
      #""select": ["queue"], "maxRows": 3"#,
      #"{"data":[{"queue":"billing"},{"queue":"sales"},{"queue":"billing"}],"rowCount":3,"truncated":true}"#
    ),
    (
      #""select": ["queue"], "maxRows": 4"#,
      #"{"data":[{"queue":"billing"},{"queue":"sales"},{"queue":"billing"},{"queue":"sales"}],"rowCount":4,"truncated":false}"#
    ),
    (
      #""select": ["queue"], "maxBytes": 40"#,
      #"{"data":[{"queue":"billing"},{"queue":"sales"}],"rowCount":2,"truncated":true}"#
    ),
  ]

  @Test(arguments: queries)
  func `a query of a table gives this`(example: (query: String, result: String)) throws {
    let source = try source(#"{"bucket": "b", "key": "k.csv", \#(example.query)}"#)
    for piece in [Int.max, 1, 7] {
      let result = try rows(of: Self.table, source, piece: piece)
      #expect(result.text == example.result)
    }
  }

  @Test func `what an action is invoked with is a value and never a part of the query`() throws {
    let source = try source(
      #"{"bucket": "b", "key": "k.csv", "select": ["agent"], "#
        + #""filter": {"column": "queue", "equals": "${input.queue}"}}"#)
    let found = try rows(of: Self.table, source, input: ["queue": "sales"])
    #expect(found["rowCount"] == 2)
    for (queue, count): (JSON, JSON) in [("${input.other}", 0), (7, 0), (.null, 0), (true, 0)] {
      let result = try rows(of: Self.table, source, input: ["queue": queue, "other": "sales"])
      #expect(result["rowCount"] == count)
    }
    #expect(throws: SourceFailure(.input, "input.queue is not given")) {
      try rows(of: Self.table, source)
    }
    #expect(throws: SourceFailure(.input, "input.queue is array, where a scalar is needed")) {
      try rows(of: Self.table, source, input: ["queue": ["sales"]])
    }
  }

  static let documents: [(format: RowFormat, text: String)] = [
    (.json, #"[{"a": 1.10, "b": {"c": "x"}}, {"a": null}, {"a": "2", "b": {"c": "y"}}]"#),
    (
      .ndjson,
      "{\"a\": 1.10, \"b\": {\"c\": \"x\"}}\n\n{\"a\": null}\n{\"a\": \"2\", \"b\": {\"c\": \"y\"}}"
    ),
  ]

  @Test(arguments: documents)
  func `rows of JSON are read like those of a table`(
    document: (format: RowFormat, text: String)
  ) throws {
    let selecting = try source(
      #"{"bucket": "b", "key": "k", "select": ["a", "b.c"], "rename": {"b.c": "c"}, "cast": {"a": "number"}}"#
    )
    for piece in [Int.max, 1] {
      let result = try rows(of: document.text, selecting, document.format, piece: piece)
      #expect(
        result["data"]?.text
          == #"[{"a":1.10,"c":"x"},{"a":null,"c":null},{"a":2,"c":"y"}]"#)
    }
    let whole = try source(
      #"{"bucket": "b", "key": "k", "filter": {"column": "b.c", "equals": "y"}, "cast": {"a": "integer"}}"#
    )
    #expect(
      try rows(of: document.text, whole, document.format)["data"]?.text
        == #"[{"a":2,"b":{"c":"y"}}]"#)
  }

  static let refused: [(text: String, query: String, message: String)] = [
    ("a,b\n1,2\n", #""select": ["A"]"#, #"the file has no column "A"; did you mean "a"?"#),
    ("a,a\n1,2\n", #""select": ["a"]"#, #"the file has more than one column "a""#),
    ("a,b\n1\n", #""limit": 9"#, "row 2, byte 4: the row has 1 cells where the first one has 2"),
    ("a\n\"1", #""limit": 9"#, "row 2, byte 2: the quote that begins the cell is never closed"),
    (
      "[{\"a\": 01}]", #""format": "json""#,
      #"row 1, byte 8: "1" stands where "," or "}" must stand"#
    ),
    (
      "{}\n{\"a\": NaN}\n", #""format": "ndjson""#,
      #"row 2, byte 9: "N" stands where a value must stand"#
    ),
    ("[{}", #""format": "json""#, "row 1, byte 3: the document ends too early"),
  ]

  @Test(arguments: refused)
  func `a file that does not do is refused with the place`(
    example: (text: String, query: String, message: String)
  ) throws {
    let source = try source(#"{"bucket": "b", "key": "k.csv", \#(example.query)}"#)
    for piece in [Int.max, 1] {
      let failure = #expect(throws: SourceFailure.self) {
        try rows(of: example.text, source, piece: piece)
      }
      #expect(failure?.description == example.message)
    }
  }

  @Test func `an empty file has no rows, and one without a header has names all the same`() throws {
    let named = try source(#"{"bucket": "b", "key": "k.csv", "select": ["a"]}"#)
    #expect(
      try rows(of: "", named).text == #"{"data":[],"rowCount":0,"truncated":false}"#)
    let bare = try source(
      #"{"bucket": "b", "key": "k.csv", "csv": {"header": false, "nulls": ["NA"]}}"#)
    #expect(
      try rows(of: "1;NA\n\"NA\";\"\"", bare)["data"]?.text
        == #"[{"column1":"1","column2":null},{"column1":"NA","column2":""}]"#)
    let padded = try source(
      #"{"bucket": "b", "key": "k.csv", "csv": {"header": false, "columns": ["x", "y"], "ragged": "pad"}}"#
    )
    #expect(
      try rows(of: "1\n2,3,4\n", padded)["data"]?.text
        == #"[{"x":"1","y":null},{"x":"2","y":"3"}]"#)
  }

  @Test func `groups and bytes beyond the caps make the result truncated`() throws {
    var source = try source(
      #"{"bucket": "b", "key": "k.csv", "aggregate": {"groupBy": ["queue"], "compute": {"n": {"count": "*"}}}}"#
    )
    source.query.caps.groups = 1
    #expect(
      try rows(of: Self.table, source).text
        == #"{"data":[{"queue":"billing","n":2}],"rowCount":1,"truncated":true}"#)
    source.query.caps = RowCaps(scannedBytes: 60)
    #expect(try rows(of: Self.table, source, piece: 9)["truncated"] == true)
  }
}
