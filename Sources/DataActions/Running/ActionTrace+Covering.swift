package import JSON
package import World

/// Keeps secrets out of what is shown of a run and kept of it.
package struct SecretCover: Sendable {
  private let words: ReplyText

  package init(_ secrets: [Secret]) {
    words = ReplyText(secrets.filter { !$0.isEmpty })
  }

  /// Returns a text with `***` in the place of each secret; one without any stays as it is.
  package func covered(_ text: String) -> String { words.covered(text) }

  /// Returns a value with all its texts, names of members too, covered.
  package func covered(_ value: JSON) -> JSON {
    switch value {
    case .string(let text): .string(covered(text))
    case .array(let elements): .array(elements.map { covered($0) })
    case .object(let object):
      .object(JSONObject(object.map { (covered($0.key), covered($0.value)) }))
    case .null, .bool, .number: value
    }
  }
}

extension ActionTrace {
  /// Returns the trace without the secrets that the run was given.
  package func covered(by cover: SecretCover) -> ActionTrace {
    var trace = ActionTrace()
    trace.append(
      operations.map { operation in
        ActionOperation(
          step: operation.step, result: operation.result.map { cover.covered($0) },
          failure: operation.failure.map { failure in
            StepFailure(
              cover.covered(failure.message), hint: failure.hint.map { cover.covered($0) },
              text: failure.text.map { cover.covered($0) })
          })
      })
    if let finalResult { trace.finish(cover.covered(finalResult)) }
    return trace
  }
}
