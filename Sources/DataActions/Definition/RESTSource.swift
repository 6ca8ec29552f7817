package import HTTP
package import JSON
package import JSONPath
package import Templates
internal import World

/// An external API that a served action asks: `source.rest` of a manifest.
package struct RESTSource: Sendable {
  /// Whether the manifest says how long and how often the API is asked.
  let isTimed: Bool
  /// The API's own address; what an action is invoked with never changes its host.
  package let base: String
  let path: InputText
  let query: [(name: String, value: InputText)]
  package let method: String
  let headers: [(name: String, value: HeaderValue)]
  package let body: Template?
  /// How long one attempt may take.
  package let timeout: Duration
  package let attempts: Int
  /// Whether a request that may have been carried out is sent again.
  package let isRepeatable: Bool
  /// What of the networks may be asked.
  package let addresses: AddressGuard
  package let maxBytes: Int
  package let fields: [OutputField]
  /// Whether null in the answer stands for what is missing.
  package let nullIsMissing: Bool

  enum HeaderValue: Sendable {
    case text(InputText)
    /// The value of the secret that stands there in the manifest.
    case secret(JSON)
  }
}

/// One member of a served action's result.
package struct OutputField: Sendable {
  package enum Value: Sendable {
    case constant(JSON)
    case path(JSONPath, default: JSON?)
  }

  package let name: String
  package let value: Value
}

extension RESTSource {
  /// Returns the members of the result that an answer gives.
  ///
  /// An answer that is no object must have something that a path leads to: with defaults alone it would pass
  /// for what it is not.
  func result(of answer: JSON) throws(SourceFailure) -> JSON {
    var result = JSONObject()
    var isMet = answer.object != nil
    for field in fields {
      switch field.value {
      case .constant(let value): result[field.name] = value
      case .path(let path, let fallback):
        let found = try value(at: path, in: answer)
        let isList = found?.array?.isEmpty == true && !path.isDefinite
        isMet = isMet || found != nil && !isList
        result[field.name] = found ?? fallback
      }
    }
    let hasPaths = fields.contains { if case .path = $0.value { true } else { false } }
    guard isMet || !hasPaths || answer.isNull && method != "GET" else {
      throw SourceFailure(
        .malformed,
        "Internal Server Error: the answer of the external API is "
          + (answer.isNull ? "empty" : "\(answer.typeName) that holds nothing of the output"))
    }
    return .object(result)
  }

  private func value(
    at path: JSONPath, in answer: JSON
  ) throws(SourceFailure) -> JSON? {
    do throws(JSONPathError) {
      let value = try path.outcome(in: answer).value
      return nullIsMissing && value?.isNull == true ? nil : value
    } catch {
      throw SourceFailure(.other, "\(path): \(error)")
    }
  }
}
