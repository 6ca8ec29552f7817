import Diagnostics
import Events
import Genesys
import HTTP
import JSON
import Reconciler
import TestSupport
import Testing

/// Attributes on their way to Genesys, and what its answers mean for an event.
@Suite struct GenesysUpdaterTests {
  private let clock = VirtualWorld()

  private func processor(_ profile: Profile, _ transport: ScriptedTransport) throws -> Processor {
    let client = HTTPClient(
      transport: transport, authorizer: nil, world: clock.world, allowedHosts: AllowedHosts(),
      policy: RetryPolicy(retries: 0))
    let connection = try GenesysConnection(
      profile: profile, domain: nil, apiURL: "http://127.0.0.1:1", loginURL: nil)
    return Processor(
      AttributeRules(), through: GenesysUpdater(client, connection: connection, world: clock.world))
  }

  private func failure(
    _ answer: ScriptedTransport.Answer, _ profile: Profile = .guide
  ) async throws -> EventError? {
    let processor = try processor(profile, ScriptedTransport([answer]))
    let event = try EventMessage(eventBody("e-1"))
    return await #expect(throws: EventError.self) { _ = try await processor.handle(event) }
  }

  @Test func `the guide's interaction is put with its custom attributes`() async throws {
    let transport = ScriptedTransport([.status(200)])
    let processor = try processor(.guide, transport)
    #expect(
      try await processor.handle(EventMessage(eventBody("e", conversation: "c/1"))) == .handled)
    let request = transport.requests[0]
    #expect(request.line == "PUT http://127.0.0.1:1/api/v2/interactions/c%2F1")
    #expect(
      try JSON.parse(request.body) == [
        "customAttributes": ["aws_processed": "true", "processed_at": "2026-11-28T08:00:00Z"]
      ])
  }

  @Test func `the input of a state machine's task is the event under its name`() async throws {
    let transport = ScriptedTransport([.status(200)])
    let input = try JSON.parse("{\"Event\":\(eventBody("e"))}")
    let answer = try await EventFunction(processor(.guide, transport)).run(input)
    #expect(answer["statusCode"] == 200)
    #expect(transport.requests.count == 1)
  }

  @Test func `the platform's participant is the customer where the event names nobody`()
    async throws
  {
    let conversation =
      #"{"participants":[{"id":"p-1","purpose":"agent"},{"id":"p-2","purpose":"customer"}]}"#
    let transport = ScriptedTransport([.status(200, body: conversation), .status(200)])
    _ = try await processor(.platform, transport).handle(EventMessage(eventBody("e")))
    #expect(
      transport.requests.map(\.line) == [
        "GET http://127.0.0.1:1/api/v2/conversations/c-1",
        "PATCH http://127.0.0.1:1/api/v2/conversations/c-1/participants/p-2/attributes",
      ])
    #expect(try JSON.parse(transport.requests[1].body)["attributes"]?["aws_processed"] == "true")
  }

  @Test func `a conversation that is gone is no reason to try again`() async throws {
    for profile in [Profile.guide, .platform] {
      let error = try await failure(.status(404, body: #"{"message":"no such thing"}"#), profile)
      #expect(error?.name == .notFound && error?.remedy == EventError.Remedy.none)
      #expect(error?.message == "the conversation c-1 is gone: no such thing")
    }
  }

  @Test func `a limited rate says for how long`() async throws {
    let error = try await failure(.status(429, headers: ["Retry-After": "17"]))
    #expect(error?.name == .rateLimited && error?.remedy == .retry(after: .seconds(17)))
    let long = try await failure(.status(429, headers: ["Retry-After": "600"]))
    #expect(long?.name == .rateLimited && long?.remedy == .retry(after: .seconds(600)))
  }

  @Test(arguments: [
    (401, "", EventError.Name.unauthorized, EventError.Remedy.stop),
    (403, #"{"code":"missing.permissions"}"#, .unauthorized, .stop),
    (403, #"{"code":"not.authorized"}"#, .refused, .none),
    (400, "", .refused, .none), (409, "", .unavailable, .retry(after: nil)),
    (503, "", .unavailable, .retry(after: nil)),
  ])
  func `an answer decides between giving up, trying again and stopping`(
    _ status: Int, _ body: String, _ name: EventError.Name, _ remedy: EventError.Remedy
  ) async throws {
    let error = try await failure(.status(status, body: body))
    #expect(error?.name == name && error?.remedy == remedy)
  }

  @Test func `no answer is tried again`() async throws {
    let error = try await failure(
      .failure(TransportError(.connectionLost, "gone", mayHaveBeenSent: true)))
    #expect(error?.name == .unavailable && error?.remedy == .retry(after: nil))
  }
}
