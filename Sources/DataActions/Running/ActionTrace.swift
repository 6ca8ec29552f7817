package import JSON

/// What each step of an action's run came to, as Genesys' test mode reports it.
package struct ActionTrace: Sendable {
  package private(set) var operations: [ActionOperation] = []
  /// What the action gave, where all steps succeeded.
  package private(set) var finalResult: JSON?

  package var isSuccess: Bool { finalResult != nil }

  /// The step that failed, if one did.
  package var failed: ActionOperation? { operations.last.flatMap { $0.failure == nil ? nil : $0 } }

  mutating func record(_ step: ActionOperation.Step, _ result: JSON) {
    operations.append(ActionOperation(step: step, result: result))
  }

  mutating func fail(_ step: ActionOperation.Step, _ failure: StepFailure) {
    operations.append(ActionOperation(step: step, result: nil, failure: failure))
  }

  mutating func finish(_ result: JSON) { finalResult = result }

  mutating func append(_ operations: [ActionOperation]) { self.operations += operations }

  /// The document that `/test` of an action answers with.
  package var json: JSON {
    var document: JSONObject = [
      "operations": .array(operations.enumerated().map { $1.json(step: $0 + 1) }),
      "success": .bool(isSuccess),
    ]
    if let failure = failed?.failure { document["error"] = failure.json }
    if let finalResult { document["finalResult"] = finalResult }
    return .object(document)
  }
}

/// One step of a run.
package struct ActionOperation: Sendable {
  /// What a step does; the names are those of the trace.
  package enum Step: String, Sendable, CaseIterable {
    case validateInput = "Validate input against contract"
    case resolveRequest = "Resolve request templates"
    case execute = "Execute request"
    case translate = "Apply translation map"
    case applyTemplate = "Apply success template"
    case validateOutput = "Validate output against contract"
    // What gcsync does where it serves the action.
    case accept = "Served: accept the call"
    case callSource = "Served: ask the source"
    case mapResult = "Served: make the result"
    case checkResult = "Served: validate the result against the contract"
  }

  package let step: Step
  package let result: JSON?
  package let failure: StepFailure?

  init(step: Step, result: JSON?, failure: StepFailure? = nil) {
    (self.step, self.result, self.failure) = (step, result, failure)
  }

  func json(step number: Int) -> JSON {
    var operation: JSONObject = [
      "step": .number(.init(number)), "name": .string(step.rawValue),
      "success": .bool(failure == nil),
    ]
    operation["result"] = result
    operation["error"] = failure?.json
    return .object(operation)
  }
}

extension StepFailure {
  var json: JSON {
    var error: JSONObject = ["message": .string(message)]
    if let hint { error["hint"] = .string(hint) }
    if let text { error["text"] = .string(String(text.prefix(2000))) }
    return .object(error)
  }
}
