import DataActions
import JSON
import Reconciler
import Testing

/// What a contract must be, and what it says of values.
@Suite struct ContractTests {
  /// Schemas that are no contract, and what is said of them.
  static let refusals: [(schema: String, said: String)] = [
    ("[]", "array stands where a schema is needed"),
    (#"{"type": "object", "properties": []}"#, "/properties: must be an object"),
    (#"{"type": "text"}"#, "/type: must be"),
    (#"{"type": "object", "required": true}"#, "/required: must be a list"),
    (
      #"{"type": "object", "properties": {"a": {"minimum": 1, "exclusiveMinimum": 0}}}"#,
      "in draft-04 it is true or false, beside minimum or maximum"
    ),
    (#"{"type": "object", "properties": {"a": {"exclusiveMinimum": true}}}"#, "needs"),
    (#"{"type": "string"}"#, "a contract describes an object (write type: object"),
    (#"{"properties": {}}"#, "a contract describes an object"),
    (
      #"{"$schema": "http://json-schema.org/draft-07/schema#", "type": "object"}"#,
      "Genesys takes contracts in JSON Schema draft-04 alone"
    ),
    (##"{"type": "object", "properties": {"a": {"$ref": "#/definitions/none"}}}"##, "none"),
    (#"{"type": "object", "properties": {"a": {"pattern": "("}}}"#, "( is no regular expression"),
  ]

  @Test(arguments: refusals)
  func `a schema that Genesys would not take is refused with its place`(
    schema: String, said: String
  ) throws {
    let spec: JSON = [
      "contract": [
        "input": ["inputSchema": try JSON.parse(schema)],
        "output": ["successSchema": ["type": "object"]],
      ]
    ]
    guard case .failure(let problems) = DataAction.read(spec, named: "a") else {
      Issue.record("it is taken: \(schema)")
      return
    }
    let texts = problems.problems.map(\.description)
    #expect(texts.contains { $0.contains(said) }, "\(texts)")
    #expect(texts.allSatisfy { $0.hasPrefix("/contract/input/inputSchema") }, "\(texts)")
  }

  /// Values, and what the contract says of them.
  static let verdicts: [(schema: String, value: String, isTaken: Bool)] = [
    (#"{"type": "integer"}"#, "1", true), (#"{"type": "integer"}"#, "1.0", false),
    (#"{"type": "integer"}"#, #""1""#, false), (#"{"type": "number"}"#, "1", true),
    (#"{"minimum": 0, "exclusiveMinimum": true}"#, "0", false),
    (#"{"minimum": 0, "exclusiveMinimum": true}"#, "0.1", true),
    (#"{"maximum": 5, "exclusiveMaximum": false}"#, "5", true),
    (#"{"enum": [0, false, ""]}"#, "0", true), (#"{"enum": [0, false, ""]}"#, "null", false),
    (#"{"type": "string", "minLength": 1}"#, #""""#, false),
    (#"{"type": ["string", "null"]}"#, "null", true),
    (
      #"{"type": "array", "items": [{"type": "string"}], "additionalItems": false}"#, #"["a", 1]"#,
      false
    ),
    (#"{"dependencies": {"a": ["b"]}}"#, #"{"a": 1}"#, false),
    (#"{"const": 1}"#, "2", true),
  ]

  @Test(arguments: verdicts)
  func `values are judged as draft-04 judges them`(
    schema: String, value: String, isTaken: Bool
  ) throws {
    let property = try JSON.parse(schema)
    let action = try Definition.action([
      "contract": [
        "input": ["inputSchema": ["type": "object", "properties": ["x": property]]],
        "output": ["successSchema": ["type": "object"]],
      ]
    ])
    let input: JSON = ["x": try JSON.parse(value)]
    #expect(action.contract.input.accepts(input) == isTaken)
    #expect(action.contract.input.problems(with: input).isEmpty == isTaken)
  }

  @Test(arguments: [
    "Host", "content-length", "Transfer-Encoding", "Connection", "Upgrade", "TE", "Trailer",
    "Expect", "Proxy-Authorization", "proxy-anything",
  ])
  func `an action does not say where its request goes or how it travels`(name: String) {
    var spec = Definition.served
    for value in ["${input.userId}", ["secretRef": "env:HOST"]] as [JSON] {
      spec.setCreating(value, at: JSONPointer(["source", "rest", "headers", name]))
      guard case .failure(let found) = DataAction.read(spec, named: "fetch-user") else {
        Issue.record("\(name) is taken")
        return
      }
      #expect(found.problems.map(\.code) == ["source-header"])
      #expect(found.problems.map(\.pointer.description) == ["/source/rest/headers/\(name)"])
    }
  }
}

/// Specs of actions for tests.
enum Definition {
  static func action(_ spec: JSON) throws -> DataAction {
    try DataAction.read(spec, named: "fetch-user").get()
  }

  /// Reads a spec as JSON text.
  static func action(_ text: String) throws -> DataAction { try action(try JSON.parse(text)) }

  /// The guide's contract: a user's id goes in, what is known of them comes out.
  static let contract: JSON = [
    "input": [
      "inputSchema": [
        "type": "object", "required": ["userId"], "properties": ["userId": ["type": "integer"]],
        "additionalProperties": false,
      ]
    ],
    "output": [
      "successSchema": [
        "type": "object", "required": ["name", "email"], "additionalProperties": false,
        "properties": [
          "name": ["type": "string"], "email": ["type": "string"],
          "companyName": ["type": "string"], "website": ["type": "string"],
          "isValidUser": ["type": "boolean"],
        ],
      ]
    ],
  ]

  /// The guide's action, served from an external API.
  static let served: JSON = [
    "contract": contract,
    "source": [
      "rest": [
        "baseUrl": "https://directory.example.com/users", "path": "/${input.userId}",
        "output": [
          "name": ["path": "$.name", "default": "Unknown"],
          "email": ["path": "$.email", "default": "unknown@example.com"],
          "companyName": ["path": "$.company.name", "default": "Unknown Corp"],
          "website": ["path": "$.website", "default": ""],
          "isValidUser": ["value": true],
        ],
      ]
    ],
  ]
}
