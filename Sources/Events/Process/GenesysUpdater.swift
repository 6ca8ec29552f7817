package import Genesys
package import HTTP
internal import JSON
internal import Reconciler
package import World

/// Writes attributes through the API of Genesys Cloud, in the words of the connection's profile.
package struct GenesysUpdater: ConversationUpdater {
  private let profile: Profile
  private let reader: ReadingClient
  private let writer: WritingClient
  private let world: World

  package init(_ client: HTTPClient, connection: GenesysConnection, world: World) {
    profile = connection.profile
    reader = ReadingClient(client, connection: connection)
    writer = WritingClient(client, connection: connection)
    self.world = world
  }

  package func update(_ update: AttributeUpdate) async throws(EventError) {
    let attributes = JSON.object(
      JSONObject(update.attributes.map { ($0.name, JSON.string($0.value)) }))
    let conversation = URL.percentEncoded(segment: update.conversation)
    switch profile {
    case .guide:
      _ = try await judged(update) { () async throws(HTTPFailure) in
        try await writer.put(
          "/api/v2/interactions/\(conversation)", ["customAttributes": attributes],
          template: "/api/v2/interactions/{interactionId}")
      }
    case .platform:
      let participant: String
      if let named = update.participant {
        participant = named
      } else {
        participant = try await customer(of: update)
      }
      let path = "/api/v2/conversations/\(conversation)/participants/"
      _ = try await judged(update) { () async throws(HTTPFailure) in
        try await writer.patch(
          path + URL.percentEncoded(segment: participant) + "/attributes",
          ["attributes": attributes],
          template: "/api/v2/conversations/{conversationId}/participants/{participantId}/attributes"
        )
      }
    }
  }

  /// Looks up the participant that a conversation is about where the event does not name one.
  private func customer(of update: AttributeUpdate) async throws(EventError) -> String {
    let conversation = URL.percentEncoded(segment: update.conversation)
    let response = try await judged(update) { () async throws(HTTPFailure) in
      try await reader.get(
        "/api/v2/conversations/\(conversation)",
        template: "/api/v2/conversations/{conversationId}")
    }
    let participants = (try? JSON.parse(response.body))?["participants"]?.array ?? []
    let customer =
      participants.first { ["customer", "external"].contains($0["purpose"]?.string) }
      ?? participants.first
    guard let id = customer?["id"]?.string else {
      throw .permanent(
        .refused, "the conversation \(update.conversation) has no participant to write to")
    }
    return id
  }

  private func judged(
    _ update: AttributeUpdate, _ call: () async throws(HTTPFailure) -> Exchange
  ) async throws(EventError) -> HTTPResponse {
    let response: HTTPResponse
    do throws(HTTPFailure) {
      response = try await call().response
    } catch {
      throw EventError(error)
    }
    if response.isSuccess { return response }
    throw EventError(
      response, conversation: update.conversation, wait: response.askedWait(now: world.serverTime())
    )
  }
}
