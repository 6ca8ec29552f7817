package import JSON

/// An event of EventBridge as it arrives in a queue: an envelope that has an id.
package struct EventMessage: Sendable {
  /// The id that EventBridge gave the event, the same in every copy of it.
  package let id: String
  package let envelope: JSON
  /// The message as it came.
  package let body: String

  /// How long a message can be that a queue takes.
  package static let bodyLimit = 1 << 20

  /// Reads a message's body, or says what is wrong with it.
  package init(_ body: String) throws(EventError) {
    guard body.utf8.count <= Self.bodyLimit else {
      throw .permanent(
        .tooLarge, "the message has \(body.utf8.count) bytes; a queue takes \(Self.bodyLimit)")
    }
    let document: JSON
    do throws(JSONParseError) {
      document = try JSON.parse(body, limits: JSON.Limits(depth: 128, bytes: Self.bodyLimit))
    } catch {
      throw .permanent(.invalid, "the message is not JSON: \(error)")
    }
    try self.init(document, body: body)
  }

  /// Takes a document that has been read, with its text where there is one.
  package init(_ document: JSON, body: String? = nil) throws(EventError) {
    guard case .object(let members) = document else {
      throw .permanent(.invalid, "the message is \(document.typeName), not an object")
    }
    guard let id = members["id"]?.string, !id.isEmpty else {
      throw .permanent(
        .invalid, "the message has no id, which EventBridge gives every event it delivers")
    }
    self.id = id
    envelope = document
    self.body = body ?? document.text
  }
}
