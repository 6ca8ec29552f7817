package import HTTP
package import JSON
internal import JSONSchema
package import World

/// Answers calls of an action from its source; every way out is a value, and nothing is thrown.
package struct SourceHandler: Sendable {
  /// Asks an external API, with retries as the source has them; failures come in the guide's words.
  package typealias Ask =
    @Sendable (HTTPRequest, RESTSource, [Secret], Deadline?) async
    -> Result<HTTPResponse, SourceFailure>
  /// Reads the rows of an object.
  package typealias Read = @Sendable (JSON, S3Source) async -> Result<JSON, SourceFailure>
  /// Reads the secret that a manifest refers to.
  package typealias Reveal = @Sendable (JSON) throws(SourceFailure) -> Secret
  package typealias Deadline = ContinuousClock.Instant

  package let action: DataAction
  package let source: ActionSource
  private let ask: Ask
  private let read: Read
  private let reveal: Reveal

  /// Makes a handler of an action; nil where the manifest gives it no source.
  package init?(
    _ action: DataAction, ask: @escaping Ask, read: @escaping Read, reveal: @escaping Reveal
  ) {
    guard let source = action.source else { return nil }
    (self.action, self.source) = (action, source)
    (self.ask, self.read, self.reveal) = (ask, read, reveal)
  }

  /// Returns what comes of an input until a deadline, with the steps that led there.
  package func answer(
    to input: JSON, until deadline: Deadline? = nil
  ) async -> (outcome: Result<JSON, SourceFailure>, steps: [ActionOperation]) {
    var steps: [ActionOperation] = []
    do throws(SourceFailure) {
      try record(.accept, &steps) { () throws(SourceFailure) in try accepted(input) }
      let found = try await found(for: input, until: deadline, &steps)
      try record(.checkResult, &steps) { () throws(SourceFailure) in try checked(found) }
      return (.success(found), steps)
    } catch {
      return (.failure(error), steps)
    }
  }
}

extension SourceHandler {
  private func record(
    _ step: ActionOperation.Step, _ steps: inout [ActionOperation],
    _ body: () throws(SourceFailure) -> JSON
  ) throws(SourceFailure) {
    do throws(SourceFailure) {
      steps.append(ActionOperation(step: step, result: try body()))
    } catch {
      steps.append(Self.failed(step, error))
      throw error
    }
  }

  private static func failed(
    _ step: ActionOperation.Step, _ failure: SourceFailure
  ) -> ActionOperation {
    ActionOperation(
      step: step, result: nil, failure: StepFailure(failure.description, hint: failure.detail))
  }

  /// Returns an input that the contract takes; the guide's words tell what is missing.
  private func accepted(_ input: JSON) throws(SourceFailure) -> JSON {
    guard !action.contract.input.accepts(input) else { return input }
    let problems = action.contract.input.problems(with: input)
    for problem in problems {
      if problem.keyword == "required", case .member(let name) = problem.expected {
        throw SourceFailure(.input, "Missing required parameter: \(name)")
      }
    }
    throw SourceFailure(
      .input, "Invalid parameters: " + problems.map(\.sentence).joined(separator: "; "))
  }

  private func checked(_ result: JSON) throws(SourceFailure) -> JSON {
    guard !action.contract.output.accepts(result) else { return result }
    let said =
      "the result is not as the contract says: "
      + action.contract.output.problems(with: result).map(\.sentence).joined(separator: "; ")
    throw SourceFailure(.contract, "Internal Server Error: \(said)", detail: said)
  }

  private func found(
    for input: JSON, until deadline: Deadline?, _ steps: inout [ActionOperation]
  ) async throws(SourceFailure) -> JSON {
    switch source.origin {
    case .s3(let s3):
      let rows = await read(input, s3)
      try record(.callSource, &steps) { () throws(SourceFailure) in try rows.get() }
      return try rows.get()
    case .rest(let rest):
      let answer = try await answer(of: rest, to: input, until: deadline, &steps)
      var result = JSON.null
      try record(.mapResult, &steps) { () throws(SourceFailure) in
        result = try rest.result(of: answer)
        return result
      }
      return result
    }
  }

  private func answer(
    of rest: RESTSource, to input: JSON, until deadline: Deadline?,
    _ steps: inout [ActionOperation]
  ) async throws(SourceFailure) -> JSON {
    let answer: Result<HTTPResponse, SourceFailure>
    do throws(SourceFailure) {
      let (request, secrets) = try rest.request(for: input, secret: reveal)
      answer = await ask(request, rest, secrets, deadline)
    } catch {
      answer = .failure(error)
    }
    var body = JSON.null
    try record(.callSource, &steps) { () throws(SourceFailure) in
      body = try Self.json(try answer.get().body)
      return body
    }
    return body
  }

  /// Reads what an API answered; an answer without a body is null, and a byte order mark is skipped.
  private static func json(_ body: [UInt8]) throws(SourceFailure) -> JSON {
    let body = body.starts(with: [0xef, 0xbb, 0xbf]) ? Array(body.dropFirst(3)) : body
    if body.isEmpty { return .null }
    do throws(JSONParseError) {
      return try JSON.parse(body, limits: JSON.Limits(depth: 50, duplicateKeys: .lastWins))
    } catch {
      let place = "line \(error.line), column \(error.column)"
      throw SourceFailure(
        .malformed,
        "Internal Server Error: the answer of the external API is no JSON (\(place): "
          + "\(error.message))",
        detail: "the answer is no JSON at \(place)")
    }
  }
}
