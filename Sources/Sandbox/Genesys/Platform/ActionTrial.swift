import JSON
import Server

/// A run of a data action that checks its input and makes its result up from the contract.
struct ActionTrial {
  private let problem: String?
  private let output: JSON

  init(_ action: JSON, input: JSON) {
    let schema = action["contract"]?["input"]?["inputSchema"] ?? [:]
    let missing = (schema["required"]?.texts ?? []).filter { input[$0] == nil }
    let wrong = (input.object ?? [:]).first { member in
      let type = schema["properties"]?[member.key]?["type"]?.string
      return type.map { ($0 == "integer" ? "number" : $0) != member.value.typeName } ?? false
    }
    problem =
      missing.first.map { "The input lacks \($0)." }
      ?? wrong.map { "The input's \($0.key) is of another type." }
    output = Self.example(of: action["contract"]?["output"]?["successSchema"] ?? [:])
  }

  /// The report of a test, which succeeds as a request even where the action fails.
  var result: ServerResponse {
    let steps: [(String, JSON)] = [
      ("Validate request input", [:]), ("Resolve request URL and body", [:]),
      ("Execute", [:]), ("Apply success template", output),
    ]
    let run = problem == nil ? steps[...] : steps.prefix(1)
    var body: JSONObject = [
      "operations": .array(
        run.enumerated().map { offset, step in
          var operation: JSONObject = [
            "step": .number(.init(offset + 1)), "name": .string(step.0),
            "success": .bool(problem == nil), "result": step.1,
          ]
          operation["error"] = error
          return .object(operation)
        }),
      "success": .bool(problem == nil),
    ]
    body["error"] = error
    if problem == nil { body["finalResult"] = output }
    return ServerResponse(status: 200, json: .object(body))
  }

  /// The result alone, or a refusal.
  func rawResult() throws(APIError) -> ServerResponse {
    if let problem { throw APIError(status: 400, code: "invalid.schema", message: problem) }
    return ServerResponse(status: 200, json: output)
  }

  private var error: JSON? {
    problem.map {
      [
        "message": .string($0), "code": "invalid.schema", "status": 400, "details": [],
        "errors": [],
      ]
    }
  }

  private static func example(of schema: JSON) -> JSON {
    switch schema["type"]?.string {
    case "string": return ""
    case "number", "integer": return 0
    case "boolean": return false
    case "array": return []
    default:
      let properties = schema["properties"]?.object ?? [:]
      return .object(JSONObject(properties.map { ($0.key, example(of: $0.value)) }))
    }
  }
}
