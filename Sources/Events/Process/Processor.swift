package import JSON

/// What writes attributes to conversations.
package protocol ConversationUpdater: Sendable {
  func update(_ update: AttributeUpdate) async throws(EventError)
}

/// Writes to the conversation of each event what the rules say.
package struct Processor: EventSink {
  private let rules: AttributeRules
  private let updater: any ConversationUpdater

  package init(_ rules: AttributeRules, through updater: any ConversationUpdater) {
    self.rules = rules
    self.updater = updater
  }

  package func handle(_ event: EventMessage) async throws(EventError) -> EventResult {
    try await updater.update(rules.update(for: event.envelope))
    return .handled
  }

  /// Handles the input of a state machine's task: the event, bare or under `Event`.
  package func handle(input: JSON) async throws(EventError) -> EventResult {
    let event = input["Event"] ?? input
    try await updater.update(rules.update(for: event))
    return .handled
  }
}
