import Events
import JSON
import Testing

/// What is written to a conversation because of an event.
@Suite struct AttributeRulesTests {
  private func update(_ body: String, _ rules: AttributeRules = AttributeRules()) throws
    -> AttributeUpdate
  {
    try rules.update(for: JSON.parse(body))
  }

  @Test func `the conversation and the time are those of the event`() throws {
    let update = try update(eventBody("e", conversation: "c-9"))
    #expect(update.conversation == "c-9" && update.participant == nil)
    #expect(
      update.attributes == [
        .init("aws_processed", "true"), .init("processed_at", "2026-11-28T08:00:00Z"),
      ])
  }

  @Test func `a second attempt writes what the first one wrote`() throws {
    #expect(try update(eventBody("e")) == update(eventBody("e")))
  }

  @Test func `in a topic about conversations the body's own id is the conversation`() throws {
    let body =
      #"{"id":"e","time":"t","detail":{"topicName":"v2.conversations.calls","eventBody":{"id":"c-7"}}}"#
    #expect(try update(body).conversation == "c-7")
    let other = body.replacing("v2.conversations.calls", with: "v2.users.u.presence")
    #expect(throws: EventError.self) { try update(other) }
  }

  @Test func `an event without a conversation says where one was looked for`() {
    let error = #expect(throws: EventError.self) { try update(eventBody("e", conversation: nil)) }
    #expect(error?.name == .invalid && error?.remedy == EventError.Remedy.none)
    #expect(
      error?.message.hasPrefix("Conversation ID is missing from the event: nothing at $") == true)
  }

  @Test func `paths and attributes can be one's own`() throws {
    var rules = AttributeRules()
    rules.conversation = [try EventPath("$.detail.call['the id']")]
    rules.participant = try EventPath("$.detail.parties[?@.purpose=='customer'].id")
    rules.attributes = [
      ("processed_by_aws", .text("true")), ("event_timestamp", .path(try EventPath("$.detail.at"))),
    ]
    let body =
      #"{"detail":{"at":5,"call":{"the id":"c"},"parties":[{"purpose":"agent","id":"a"},{"purpose":"customer","id":"p"}]}}"#
    #expect(
      try update(body, rules)
        == AttributeUpdate(
          conversation: "c", participant: "p",
          attributes: [.init("processed_by_aws", "true"), .init("event_timestamp", "5")]))
    let error = #expect(throws: EventError.self) {
      try update(body.replacing("\"at\":5,", with: ""), rules)
    }
    #expect(error?.message == "the event has nothing at $.detail.at for event_timestamp")
  }
}
