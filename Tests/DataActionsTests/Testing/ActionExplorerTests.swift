import DataActions
import JSON
import Testing

/// What made-up inputs and changed answers find.
@Suite struct ActionExplorerTests {
  private static let spec: JSON = [
    "contract": [
      "input": [
        "inputSchema": [
          "type": "object", "required": ["q"], "properties": ["q": ["type": "string"]],
        ]
      ],
      "output": [
        "successSchema": [
          "type": "object", "required": ["name"], "properties": ["name": ["type": "string"]],
        ]
      ],
    ],
    "config": [
      "request": [
        "requestUrlTemplate": "https://x.example/find", "requestType": "POST",
        "requestTemplate": #"{"q": "$esc.jsonString(${input.q})"}"#,
      ],
      "response": [
        "translationMap": ["name": "$.name"], "successTemplate": #"{"name": ${name}}"#,
      ],
    ],
    "tests": [
      [
        "input": ["q": "a"], "upstream": ["body": ["name": "Ada", "age": 3]],
        "expect": ["output": ["name": "Ada"]],
      ]
    ],
  ]

  private func findings(_ spec: JSON, runs: Int = 400, seed: UInt64 = 1) async throws
    -> [ActionExplorer.Finding]
  {
    let action = try Definition.action(spec)
    let explorer = ActionExplorer(
      action, tester: OfflineActions(region: "us-east-1").tester(action))
    return try #require(await explorer.findings(runs: runs, seed: seed))
  }

  @Test func `a sound action stands every input, and only what it needs of an answer`() async throws
  {
    let found = try await findings(Self.spec)
    #expect(found.allSatisfy { $0.kind == .answer })
    #expect(
      Set(found.compactMap(\.change))
        == ["/name is missing", "/name is null", "/name is 7"])
  }

  @Test func `a text that is not escaped is found by one that breaks it`() async throws {
    var spec = Self.spec
    spec[JSONPointer(["config", "request", "requestTemplate"])] = #"{"q": "${input.q}"}"#
    let found = try await findings(spec)
    let finding = try #require(found.first { $0.kind == .input })
    #expect(finding.step == "Resolve request templates")
    #expect(finding.message.contains("the body is no JSON"))
  }

  @Test func `a good answer that does not become an output is a finding`() async throws {
    var spec = Self.spec
    spec[JSONPointer(["config", "response", "translationMap", "name"])] = "$.age"
    let found = try await findings(spec)
    #expect(found.contains { $0.kind == .output && $0.message.contains("/name must be a string") })
  }

  @Test func `the same seed finds the same, another one other inputs`() async throws {
    let first = try await findings(Self.spec, seed: 7)
    #expect(try await findings(Self.spec, seed: 7) == first)
    #expect(try await findings(Self.spec, seed: 8) != first)
  }

  @Test func `a contract that chance does not meet takes the tests' inputs`() async throws {
    var spec = Self.spec
    let property = JSONPointer(["contract", "input", "inputSchema", "properties", "q"])
    spec[property] = ["type": "string", "pattern": "^[0-9]{7}-[A-Z]$"]
    spec[JSONPointer(["tests", "0", "input", "q"])] = "1234567-A"
    _ = try await findings(spec, runs: 20)
    spec[JSONPointer(["tests"])] = []
    let action = try Definition.action(spec)
    let explorer = ActionExplorer(
      action, tester: OfflineActions(region: "us-east-1").tester(action))
    #expect(await explorer.findings(runs: 20, seed: 1) == nil)
    #expect(!explorer.knowsAnswers)
  }

  /// Contracts whose values would take all time and memory.
  static let extremes: [JSON] = [
    ["type": "string", "minLength": 100_000_000], ["type": "string", "minLength": 60_000],
    ["type": "array", "minItems": 50_000_000], ["type": "array", "minItems": 2000],
  ]

  @Test(.timeLimit(.minutes(1)), arguments: extremes)
  func `a contract of very long values ends soon`(property: JSON) async throws {
    var spec = Self.spec
    spec[JSONPointer(["contract", "input", "inputSchema", "properties", "q"])] = property
    spec[JSONPointer(["tests"])] = []
    let action = try Definition.action(spec)
    let explorer = ActionExplorer(
      action, tester: OfflineActions(region: "us-east-1").tester(action))
    _ = await explorer.findings(runs: 20, seed: 1)
  }
}
