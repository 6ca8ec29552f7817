package import JSON

/// How an update follows from an event: where its parts stand, and what is written.
///
/// No clock is among them, so that an event handled twice writes the same values twice.
package struct AttributeRules: Sendable {
  /// A value that is always the same, or one the event has.
  package enum Value: Sendable, Hashable {
    case text(String)
    case path(EventPath)
  }

  /// Where the conversation's id may stand; the first place that has one counts.
  package var conversation: [EventPath]
  package var participant: EventPath?
  package var attributes: [(name: String, value: Value)]

  package init(
    conversation: [EventPath] = Self.conversationPaths,
    participant: EventPath? = EventPath(names: "detail", "eventBody", "participantId"),
    attributes: [(name: String, value: Value)] = Self.standardAttributes
  ) {
    self.conversation = conversation
    self.participant = participant
    self.attributes = attributes
  }

  /// The event bus of Genesys Cloud, and the plain event of the guide.
  package static let conversationPaths = [
    EventPath(names: "detail", "eventBody", "conversationId"),
    EventPath(names: "detail", "conversationId"),
    EventPath(names: "conversationId"),
  ]

  /// That the event was processed, and when it happened.
  package static let standardAttributes: [(name: String, value: Value)] = [
    ("aws_processed", .text("true")), ("processed_at", .path(EventPath(names: "time"))),
  ]

  private static let bodyID = EventPath(names: "detail", "eventBody", "id")
  private static let topic = EventPath(names: "detail", "topicName")

  /// Returns what an event asks to write, or says what it lacks.
  package func update(for event: JSON) throws(EventError) -> AttributeUpdate {
    guard let conversation = conversationID(in: event) else {
      let places = conversation.map(\.text).joined(separator: ", ")
      throw .permanent(
        .invalid, "Conversation ID is missing from the event: nothing at \(places)")
    }
    var written: [AttributeUpdate.Attribute] = []
    for (name, value) in attributes {
      switch value {
      case .text(let text): written.append(.init(name, text))
      case .path(let path):
        guard let text = path.text(in: event) else {
          throw .permanent(.invalid, "the event has nothing at \(path.text) for \(name)")
        }
        written.append(.init(name, text))
      }
    }
    return AttributeUpdate(
      conversation: conversation, participant: participant?.text(in: event), attributes: written)
  }

  /// In a topic about conversations, the body's own id is that of the conversation.
  private func conversationID(in event: JSON) -> String? {
    if let id = conversation.lazy.compactMap({ $0.text(in: event) }).first { return id }
    guard let topic = Self.topic.text(in: event), topic.hasPrefix("v2.conversations.") else {
      return nil
    }
    return Self.bodyID.text(in: event)
  }
}
