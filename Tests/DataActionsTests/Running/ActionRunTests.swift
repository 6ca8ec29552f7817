import DataActions
import HTTP
import JSON
import Reconciler
import Testing
import World

/// What each step of a run comes to, as Genesys' test mode would tell it.
@Suite struct ActionRunTests {
  private static let spec: JSON = [
    "contract": [
      "input": [
        "inputSchema": [
          "type": "object", "required": ["phone"],
          "properties": ["phone": ["type": "string"], "kind": ["type": "string"]],
        ]
      ],
      "output": [
        "successSchema": [
          "type": "object", "required": ["name"],
          "properties": [
            "name": ["type": "string"], "tier": ["type": "integer"],
            "tags": ["type": "array", "items": ["type": "string"]],
          ],
        ]
      ],
    ],
    "config": [
      "request": [
        "requestUrlTemplate": "https://crm.example.com/$esc.url($!{input.kind})/find",
        "requestType": "POST",
        "headers": [
          "Content-Type": "application/json", "Authorization": "Bearer ${credentials.token}",
        ],
        "requestTemplate": #"{"phone": "$esc.jsonString(${input.phone})"}"#,
      ],
      "response": [
        "translationMap": ["name": "$.person.name", "tier": "$.tier", "tags": "$.tags[*].id"],
        "translationMapDefaults": ["tier": "0"],
        "successTemplate": #"{"name": ${name}, "tier": ${tier}, "tags": ${tags}}"#,
      ],
    ],
  ]

  private func trace(
    _ input: JSON, status: Int = 200, answer: String, spec: JSON = spec
  ) async throws -> ActionTrace {
    let action = try Definition.action(spec)
    let run = try #require(
      ActionRun(action, surroundings: .init(credentials: ["token": "t0ken"])))
    return await run.trace(of: input) { _, _ in
      .success(HTTPResponse(status: status, body: Array(answer.utf8)))
    }
  }

  @Test func `a run that succeeds has the steps and the shape of Genesys' test mode`() async throws
  {
    let trace = try await trace(
      ["phone": #"+49 "30""#, "kind": "a b"],
      answer: #"{"person": {"name": "Ada \"L\""}, "tags": [{"id": "x"}, {"id": "y"}]}"#)
    #expect(trace.isSuccess)
    #expect(trace.finalResult == ["name": #"Ada "L""#, "tier": 0, "tags": ["x", "y"]])
    let json = trace.json
    let operations = json["operations"]?.array ?? []
    #expect(operations.compactMap { $0["step"]?.int } == [1, 2, 3, 4, 5, 6])
    #expect(operations.allSatisfy { $0["success"] == true })
    let request = operations[1]["result"]
    #expect(request?["url"] == "https://crm.example.com/a+b/find")
    #expect(request?["body"] == ["phone": #"+49 "30""#])
    #expect(json["success"] == true)
    #expect(operations[3]["result"]?["defaulted"] == ["tier"])
  }

  @Test func `credentials are in no trace`() async throws {
    let trace = try await trace(["phone": "1", "kind": "k"], answer: "{}")
    #expect(!trace.json.text.contains("t0ken"))
  }

  /// An input, an answer, and the step and words with which the run fails.
  static let failures: [(input: JSON, status: Int, answer: String, step: String, said: String)] = [
    ([:], 200, "{}", "Validate input against contract", "is missing \"phone\""),
    (["phone": 1], 200, "{}", "Validate input against contract", "/phone must be a string"),
    (["phone": "1", "kind": "a"], 404, "gone", "Execute request", "answered with 404"),
    (["phone": "1", "kind": "a"], 200, "<html>", "Execute request", "the answer is no JSON"),
    (
      ["phone": "1", "kind": "a"], 200, #"{"person": {}, "tags": []}"#, "Apply success template",
      "the output is no JSON"
    ),
    (
      ["phone": "1", "kind": "a"], 200, #"{"person": {"name": null}, "tags": []}"#,
      "Validate output against contract", "/name must be a string"
    ),
    (
      ["phone": "1", "kind": "a"], 200, #"{"person": {"name": "a"}, "tier": "gold", "tags": []}"#,
      "Validate output against contract", "/tier must be a whole number"
    ),
  ]

  @Test(arguments: failures)
  func `a run ends at the first step that fails, and says why`(
    input: JSON, status: Int, answer: String, step: String, said: String
  ) async throws {
    let trace = try await trace(input, status: status, answer: answer)
    #expect(!trace.isSuccess)
    let failed = try #require(trace.failed)
    #expect(failed.step.rawValue == step)
    #expect(failed.failure?.message.contains(said) == true, "\(failed.failure?.message ?? "")")
    let last = trace.json["operations"]?.array?.last
    #expect(last?["success"] == false)
    #expect(last?["error"]?["message"]?.string?.contains(said) == true)
  }

  @Test func `a missing value that stays in the output as its reference is explained`() async throws
  {
    let trace = try await trace(["phone": "1", "kind": "a"], answer: #"{"tags": []}"#)
    #expect(trace.failed?.failure?.hint?.contains("nothing for name") == true)
  }

  @Test func `null in the answer does not take the default`() async throws {
    let trace = try await trace(
      ["phone": "1", "kind": "a"], answer: #"{"person": {"name": "a"}, "tier": null, "tags": []}"#)
    #expect(trace.failed?.step == .validateOutput)
  }

  @Test func `a body that is no JSON is found before it is sent`() async throws {
    var spec = Self.spec
    spec[JSONPointer(["config", "request", "requestTemplate"])] = #"{"phone": "${input.phone}"}"#
    let trace = try await trace(["phone": "a\"b", "kind": "k"], answer: "{}", spec: spec)
    #expect(trace.failed?.step == .resolveRequest)
    #expect(trace.failed?.failure?.hint?.contains("$esc.jsonString") == true)
  }

  @Test func `a header cannot be split by what a flow gives`() async throws {
    var spec = Self.spec
    spec.setCreating(
      "${input.phone}", at: JSONPointer(["config", "request", "headers", "X-Phone"]))
    let trace = try await trace(["phone": "a\r\nX-Evil: 1", "kind": "k"], answer: "{}", spec: spec)
    #expect(trace.failed?.failure?.message.contains("header X-Phone") == true)
  }

  @Test func `a URL without a host leads to the org's own API`() async throws {
    var spec = Self.spec
    spec[JSONPointer(["config", "request", "requestUrlTemplate"])] = "/api/v2/users/${input.kind}"
    let run = try #require(
      ActionRun(try Definition.action(spec), surroundings: .init(api: "https://api.example.com")))
    let trace = await run.trace(of: ["phone": "1", "kind": "7"]) { _, _ in
      .success(HTTPResponse(status: 200, body: Array(#"{"person": {"name": "a"}}"#.utf8)))
    }
    let request = trace.json["operations"]?.array?[1]["result"]
    #expect(request?["url"] == "https://api.example.com/api/v2/users/7")
  }

  @Test func `what has no value in a URL is named`() async throws {
    var spec = Self.spec
    spec[JSONPointer(["config", "request", "requestUrlTemplate"])] =
      "${credentials.host}/find/${input.kind}"
    let trace = try await trace(["phone": "1", "kind": "k"], answer: "{}", spec: spec)
    #expect(trace.failed?.failure?.message.contains("${credentials.host}") == true)
    #expect(trace.failed?.failure?.hint?.contains("--credential") == true)
  }

  @Test func `a path that only Jayway can read holds nothing up until it is run`() async throws {
    var spec = Self.spec
    spec[JSONPointer(["config", "response", "translationMap", "tier"])] = "$.tags.length()"
    let trace = try await trace(["phone": "1", "kind": "k"], answer: "{}", spec: spec)
    #expect(trace.failed?.step == .translate)
    #expect(trace.failed?.failure?.message.contains("only the org can run") == true)
  }

  @Test func `secrets are covered wherever they stand in a trace`() async throws {
    let trace = try await trace(
      ["phone": "1", "kind": "k"], status: 400, answer: "you sent Bearer t0ken-of-crm")
    let covered = trace.covered(by: SecretCover([Secret("t0ken-of-crm")]))
    #expect(trace.json.text.contains("t0ken-of-crm"))
    #expect(!covered.json.text.contains("t0ken-of-crm") && covered.json.text.contains("***"))
    #expect(covered.operations.count == trace.operations.count)
  }
}
