/// What is to be written to a conversation because of one event.
package struct AttributeUpdate: Sendable, Hashable {
  package let conversation: String
  /// Whose attributes they become, where the event says so.
  package let participant: String?
  package let attributes: [Attribute]

  package struct Attribute: Sendable, Hashable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package init(conversation: String, participant: String?, attributes: [Attribute]) {
    self.conversation = conversation
    self.participant = participant
    self.attributes = attributes
  }
}
