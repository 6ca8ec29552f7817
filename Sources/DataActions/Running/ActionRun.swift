package import HTTP
package import JSON
internal import JSONSchema

/// Runs a data action as Genesys does: contract, templates, request, translation, template, contract.
package struct ActionRun: Sendable {
  /// Carries out the request; what it does on the way joins the trace.
  package typealias Execute =
    @Sendable (ResolvedRequest, inout ActionTrace) async -> Result<HTTPResponse, StepFailure>

  private let action: DataAction
  private let request: ActionRequest
  private let surroundings: ActionRequest.Surroundings

  /// Makes a run of an action; nil where the manifest does not say how Genesys asks for it.
  package init?(
    _ action: DataAction, surroundings: ActionRequest.Surroundings = ActionRequest.Surroundings()
  ) {
    guard let request = action.request else { return nil }
    self.action = action
    self.request = request
    self.surroundings = surroundings
  }

  /// Runs the action, up to the first step that fails.
  package func trace(of input: JSON, execute: Execute) async -> ActionTrace {
    var trace = ActionTrace()
    do throws(Stop) {
      try step(.validateInput, &trace) { () throws(StepFailure) in
        try action.contract.input.check(input)
        return input
      }
      let resolved = try value(.resolveRequest, &trace, \.json) { () throws(StepFailure) in
        try request.resolved(for: input, surroundings)
      }
      let answer = try await executed(resolved, &trace, execute)
      let body = try value(.execute, &trace, { Self.shown(answer, $0) }) {
        () throws(StepFailure) in try Self.judged(answer, action.response)
      }
      let translation = try value(.translate, &trace, Self.shown) { () throws(StepFailure) in
        try action.response.translated(body)
      }
      let output = try value(.applyTemplate, &trace, { $0 }) { () throws(StepFailure) in
        try action.response.output(of: body, translation)
      }
      try step(.validateOutput, &trace) { () throws(StepFailure) in
        try action.contract.output.check(output)
        return output
      }
      trace.finish(output)
    } catch {}
    return trace
  }
}

extension ActionRun {
  /// Ends a run; the trace knows why.
  private struct Stop: Error {}

  private func value<Value>(
    _ step: ActionOperation.Step, _ trace: inout ActionTrace, _ shown: (Value) -> JSON,
    _ body: () throws(StepFailure) -> Value
  ) throws(Stop) -> Value {
    do throws(StepFailure) {
      let value = try body()
      trace.record(step, shown(value))
      return value
    } catch {
      trace.fail(step, error)
      throw Stop()
    }
  }

  private func step(
    _ step: ActionOperation.Step, _ trace: inout ActionTrace,
    _ body: () throws(StepFailure) -> JSON
  ) throws(Stop) {
    _ = try value(step, &trace, { $0 }, body)
  }

  private func executed(
    _ request: ResolvedRequest, _ trace: inout ActionTrace, _ execute: Execute
  ) async throws(Stop) -> HTTPResponse {
    switch await execute(request, &trace) {
    case .success(let answer): return answer
    case .failure(let failure):
      trace.fail(.execute, failure)
      throw Stop()
    }
  }

  /// Returns the body of an answer that is a success.
  private static func judged(
    _ answer: HTTPResponse, _ response: ActionResponse
  ) throws(StepFailure) -> JSON {
    guard answer.isSuccess else {
      let text = String(decoding: answer.body.prefix(256), as: UTF8.self)
      throw StepFailure(
        "the request was answered with \(answer.status)", hint: "a flow takes its failure path",
        text: text.isEmpty ? nil : text)
    }
    return try response.parsed(answer.body)
  }

  private static func shown(_ answer: HTTPResponse, _ body: JSON) -> JSON {
    ["status": .number(.init(answer.status)), "body": body]
  }

  private static func shown(_ translation: Translation) -> JSON {
    var shown: JSONObject = ["values": .object(translation.values)]
    if !translation.defaulted.isEmpty { shown["defaulted"] = names(translation.defaulted) }
    if !translation.missing.isEmpty { shown["missing"] = names(translation.missing) }
    return .object(shown)
  }

  private static func names(_ names: [String]) -> JSON { .array(names.map { .string($0) }) }
}

extension ContractSchema {
  /// Fails with everything about a value that is not as the contract says.
  func check(_ value: JSON) throws(StepFailure) {
    let problems = self.problems(with: value)
    if !problems.isEmpty {
      throw StepFailure(
        problems.map(\.sentence).joined(separator: "; "),
        hint: problems.lazy.compactMap(\.hint).first)
    }
  }
}
