package import JSON

/// A call as it came in: `{actionName, requestId, data}`.
package struct CallEvent: Sendable, Hashable {
  package var actionName: String?
  package var requestID: String?
  package var data: JSON

  package static let missingData = "Invalid input: 'data' key missing from event."
  /// How many bytes a name or an id may have.
  static let nameLimit = 128
  private static let limits = JSON.Limits(depth: 64)

  package init(actionName: String? = nil, requestID: String? = nil, data: JSON) {
    self.actionName = actionName
    self.requestID = requestID
    self.data = data
  }

  /// Reads the event's text; nothing, and nothing in it, is an event without data.
  package static func decode(_ body: [UInt8]) throws(ActionRefusal) -> CallEvent {
    guard body.contains(where: { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }) else {
      throw ActionRefusal(.input, missingData)
    }
    let document: JSON
    do throws(JSONParseError) {
      document = try JSON.parse(body, limits: limits)
    } catch {
      throw ActionRefusal(.input, "Invalid input: the event is not JSON: \(error)")
    }
    return try decode(document)
  }

  /// Reads the event.
  package static func decode(_ document: JSON) throws(ActionRefusal) -> CallEvent {
    guard let data = document["data"] else { throw ActionRefusal(.input, missingData) }
    guard data.object != nil else {
      throw ActionRefusal(
        .input, "Invalid input: 'data' must be an object, not \(data.typeName).")
    }
    return CallEvent(
      actionName: try name("actionName", in: document),
      requestID: try name("requestId", in: document), data: data)
  }

  private static func name(
    _ key: String, in document: JSON
  ) throws(ActionRefusal) -> String? {
    switch document[key] {
    case nil, .null: return nil
    case .string(let text):
      guard (1...nameLimit).contains(text.utf8.count) else {
        throw ActionRefusal(
          .input,
          "Invalid input: '\(key)' has \(text.utf8.count) bytes, 1 to \(nameLimit) are "
            + "possible.")
      }
      return text
    // Genesys's ids are texts, but a template without quotes makes a number of one.
    case .number(let number): return number.text
    case .some(let other):
      throw ActionRefusal(
        .input, "Invalid input: '\(key)' must be a string, not \(other.typeName).")
    }
  }
}
