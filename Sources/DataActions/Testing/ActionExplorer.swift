package import JSON

/// Looks for inputs that the contract takes and the action does not stand, and for answers it is
/// not made for.
package struct ActionExplorer: Sendable {
  private let action: DataAction
  private let tester: ActionTester
  /// Answers of an upstream that tests know to be good.
  private let answers: [JSON]

  /// What was found, with the input that shows it.
  package struct Finding: Sendable, Hashable {
    package enum Kind: String, Sendable {
      /// An input that the contract takes makes a step fail.
      case input
      /// A good answer to such an input does not become an output that the contract allows.
      case output
      /// An answer that differs in one thing makes the run fail.
      case answer
    }

    package let kind: Kind
    package let step: String
    package let message: String
    /// What is different in the answer, where that is it.
    package let change: String?
    package let input: JSON
  }

  package init(_ action: DataAction, tester: ActionTester) {
    self.action = action
    self.tester = tester
    answers = action.tests.filter { $0.expectation.output != nil }.compactMap { test in
      guard case .answer(let status, _, let body)? = test.upstream.last?.content,
        (200..<300).contains(status)
      else { return nil }
      return try? JSON.parse(body)
    }
  }

  /// Whether there is an answer to go on with behind the request.
  package var knowsAnswers: Bool { !answers.isEmpty }

  /// Runs the action with so many inputs and returns what was found, each kind of it once.
  ///
  /// Nil where chance finds no input that the contract takes.
  package func findings(runs: Int, seed: UInt64) async -> [Finding]? {
    var generator = ValueGenerator(seed: seed, samples: action.tests.map(\.input))
    var found: [Finding] = []
    var seen: Set<String> = []
    for number in 0..<runs {
      guard let input = generator.value(for: action.contract.input) else { return nil }
      let base = answers.isEmpty ? nil : answers[number % answers.count]
      // Every second run is about the answer, the others about the input alone.
      let mutation = number % 2 == 1 ? base.flatMap { generator.mutation(of: $0) } : nil
      let trace = await self.trace(of: input, answer: mutation?.answer ?? base)
      guard let finding = finding(trace, input, mutation?.change, hasAnswer: base != nil),
        seen.insert("\(finding.kind) \(finding.step) \(finding.change ?? finding.message)").inserted
      else { continue }
      found.append(finding)
    }
    return found
  }

  private func trace(of input: JSON, answer: JSON?) async -> ActionTrace {
    let body = answer.map { Array($0.text.utf8) } ?? []
    return await tester.trace(
      of: input,
      through: CannedUpstream([
        CannedAnswer(content: .answer(status: 200, headers: JSONObject(), body: body))
      ]), surroundings: tester.surroundings)
  }

  private func finding(
    _ trace: ActionTrace, _ input: JSON, _ change: String?, hasAnswer: Bool
  ) -> Finding? {
    guard let failed = trace.failed, let failure = failed.failure else { return nil }
    let isBeforeAnswer = [.validateInput, .resolveRequest, .accept].contains(failed.step)
    guard hasAnswer || isBeforeAnswer else { return nil }
    return Finding(
      kind: isBeforeAnswer ? .input : change == nil ? .output : .answer,
      step: failed.step.rawValue, message: failure.message,
      change: isBeforeAnswer ? nil : change, input: input)
  }
}
