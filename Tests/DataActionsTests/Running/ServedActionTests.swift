import DataActions
import HTTP
import JSON
import Reconciler
import TestSupport
import Testing
import World

/// What gcsync answers where it serves an action: the guides' contract, whatever the upstream does.
@Suite struct ServedActionTests {
  private static func tester(_ spec: JSON = Definition.served) throws -> ActionTester {
    OfflineActions(region: "us-east-1").tester(try Definition.action(spec))
  }

  private static func answer(_ text: String, status: Int = 200) -> CannedUpstream {
    CannedUpstream([
      CannedAnswer(content: .answer(status: status, headers: [:], body: Array(text.utf8)))
    ])
  }

  /// What the upstream answers, and the members of the result.
  static let mappings: [(answer: String, result: JSON)] = [
    (
      #"{"name": "Ada", "email": "a@b.c", "company": {"name": "X"}, "website": "w"}"#,
      [
        "name": "Ada", "email": "a@b.c", "companyName": "X", "website": "w", "isValidUser": true,
      ]
    ),
    (
      "{}",
      [
        "name": "Unknown", "email": "unknown@example.com", "companyName": "Unknown Corp",
        "website": "", "isValidUser": true,
      ]
    ),
    (
      #"{"name": null, "email": "", "company": null}"#,
      [
        "name": "Unknown", "email": "", "companyName": "Unknown Corp", "website": "",
        "isValidUser": true,
      ]
    ),
    (
      "\u{FEFF}{\"name\": \"Ada\"}",
      [
        "name": "Ada", "email": "unknown@example.com", "companyName": "Unknown Corp",
        "website": "", "isValidUser": true,
      ]
    ),
  ]

  @Test(arguments: mappings)
  func `what is missing or null takes the default, and an empty text stays`(
    answer: String, result: JSON
  ) async throws {
    let upstream = Self.answer(answer)
    let trace = try await Self.tester().trace(of: ["userId": 0], through: upstream)
    #expect(trace.finalResult == result)
    #expect(upstream.asked.map(\.url.text) == ["https://directory.example.com/users/0"])
    #expect(upstream.asked.first?.headers["Accept"] == "application/json")
  }

  @Test func `nulls may be kept where the manifest says so`() async throws {
    var spec = Definition.served
    spec.setCreating("keep", at: JSONPointer(["source", "rest", "nulls"]))
    let trace = try await Self.tester(spec).trace(
      of: ["userId": 1], through: Self.answer(#"{"name": null, "email": "e"}"#))
    #expect(trace.failed?.failure?.message.contains("/name must be a string") == true)
  }

  /// Inputs that are not taken, and what the guide's contract says to them.
  static let refusals: [(input: JSON, said: String)] = [
    ([:], "Missing required parameter: userId"),
    (["userId": "1"], "Invalid parameters: /userId must be a whole number"),
    (["userId": 1, "more": 1], "Invalid parameters"),
  ]

  @Test(arguments: refusals)
  func `an input that the contract does not take asks nobody`(input: JSON, said: String)
    async throws
  {
    let upstream = Self.answer("{}")
    let trace = try await Self.tester().trace(of: input, through: upstream)
    #expect(trace.failed?.failure?.message.contains(said) == true)
    #expect(upstream.asked.isEmpty)
  }

  /// Ids as texts, and the URL that is asked; nil where none may be.
  static let segments: [(id: String, url: String?)] = [
    ("7", "https://directory.example.com/users/7"),
    ("../admin", "https://directory.example.com/users/..%2Fadmin"),
    ("1?x=", "https://directory.example.com/users/1%3Fx%3D"),
    ("//evil.example", "https://directory.example.com/users/%2F%2Fevil.example"),
    ("@evil.example", "https://directory.example.com/users/%40evil.example"),
    ("a#b", "https://directory.example.com/users/a%23b"),
    ("%2e%2e", "https://directory.example.com/users/%252e%252e"),
    ("ä 1", "https://directory.example.com/users/%C3%A4%201"), ("..", nil), (".", nil), ("", nil),
  ]

  @Test(arguments: segments)
  func `what is put into a path is one segment, whatever it holds`(
    id: String, url: String?
  ) async throws {
    var spec = Definition.served
    spec.setCreating(
      "string",
      at: JSONPointer(["contract", "input", "inputSchema", "properties", "userId", "type"]))
    let upstream = Self.answer("{}")
    let trace = try await Self.tester(spec).trace(of: ["userId": .string(id)], through: upstream)
    #expect(upstream.asked.map(\.url.text) == (url.map { [$0] } ?? []))
    #expect(trace.isSuccess == (url != nil))
  }

  @Test func `items of the query and headers are left out where they are not given`() async throws {
    var spec = Definition.served
    let rest = JSONPointer(["source", "rest"])
    spec.setCreating(
      ["a": "${input.x}", "b": "1&2", "c": "${input.userId}"], at: rest.appending("query"))
    spec.setCreating(
      ["X-X": "${input.x}", "X-U": "u${input.userId}"], at: rest.appending("headers"))
    spec.setCreating(
      ["type": "string"],
      at: JSONPointer(["contract", "input", "inputSchema", "properties", "x"]))
    let upstream = Self.answer("{}")
    _ = try await Self.tester(spec).trace(of: ["userId": 3], through: upstream)
    #expect(upstream.asked.first?.url.queryText == "b=1%262&c=3")
    #expect(upstream.asked.first?.headers["X-X"] == nil)
    #expect(upstream.asked.first?.headers["X-U"] == "u3")
    let other = Self.answer("{}")
    let trace = try await Self.tester(spec).trace(
      of: ["userId": 3, "x": "a\r\nb"], through: other)
    #expect(trace.failed?.failure?.message.contains("control character") == true)
    #expect(other.asked.isEmpty)
  }

  /// What the upstream does, and what the caller is told.
  static let upstreams: [(answers: [CannedAnswer], said: String, asked: Int)] = [
    ([canned(404, "no such user")], "HTTP Error: 404 - no such user", 1),
    ([canned(503, "busy")], "HTTP Error: 503 - busy", 4),
    ([CannedAnswer(content: .timeout)], "Request to external API timed out.", 4),
    (
      [CannedAnswer(content: .unreachable)],
      "Internal Server Error: the external API accepts no connection", 4
    ),
    (
      [canned(200, "<html>")], "Internal Server Error: the answer of the external API is no JSON", 1
    ),
    (
      [canned(200, String(repeating: "[", count: 60) + String(repeating: "]", count: 60))],
      "is no JSON", 1
    ),
    ([canned(200, "")], "Internal Server Error: the answer of the external API is empty", 1),
    ([canned(204, "")], "the answer of the external API is empty", 1),
    ([canned(200, "[1, 2]")], "array that holds nothing of the output", 1),
    (
      [canned(200, #"{"name": 7}"#)],
      "Internal Server Error: the result is not as the contract says: /name must be a string", 1
    ),
  ]

  private static func canned(_ status: Int, _ body: String) -> CannedAnswer {
    CannedAnswer(content: .answer(status: status, headers: [:], body: Array(body.utf8)))
  }

  @Test(arguments: upstreams)
  func `an upstream that fails is told in the guide's words`(
    answers: [CannedAnswer], said: String, asked: Int
  ) async throws {
    let upstream = CannedUpstream(answers)
    let trace = try await Self.tester().trace(of: ["userId": 1], through: upstream)
    #expect(trace.failed?.failure?.message.contains(said) == true, "\(trace.json)")
    #expect(upstream.asked.count == asked)
  }

  @Test func `a retry that succeeds is all the caller sees`() async throws {
    let upstream = CannedUpstream([Self.canned(502, ""), Self.canned(200, #"{"name": "Ada"}"#)])
    let trace = try await Self.tester().trace(of: ["userId": 1], through: upstream)
    #expect(trace.finalResult?["name"] == "Ada")
    #expect(upstream.asked.count == 2)
  }

  @Test func `rows of an object are the answer of an action whose source is S3`() async throws {
    let action: JSON = [
      "contract": [
        "input": [
          "inputSchema": ["type": "object", "properties": ["day": ["type": "string"]]]
        ],
        "output": [
          "successSchema": [
            "type": "object", "required": ["data"],
            "properties": ["data": ["type": "array", "items": ["type": "object"]]],
          ]
        ],
      ],
      "source": [
        "s3": [
          "bucket": "exports", "key": "${input.day}/calls.csv", "select": ["id", "wait"],
          "cast": ["wait": "integer"], "filter": ["column": "wait", "greaterThan": 30],
        ]
      ],
    ]
    let upstream = Self.answer("id,wait,agent\na,31,x\nb,5,y\nc,40,\n")
    let trace = try await Self.tester(action).trace(of: ["day": "2026-11-29"], through: upstream)
    #expect(
      trace.finalResult?["data"] == [["id": "a", "wait": 31], ["id": "c", "wait": 40]],
      "\(trace.json)")
    #expect(upstream.asked.first?.url.path.hasSuffix("2026-11-29/calls.csv") == true)
  }
}
