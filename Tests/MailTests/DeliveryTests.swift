import HTTP
import Mail
import TestSupport
import Testing
import World

/// To whom a message is offered again, and to whom never.
struct DeliveryTests {
  private let now = ContinuousClock.now
  private static let accepted = RecipientOutcome.accepted(SMTPReply(code: 250, text: "ok"))
  private static let later = RecipientOutcome.refused(
    SMTPReply(code: 451, text: "later"), at: .recipient)
  private static let never = RecipientOutcome.refused(
    SMTPReply(code: 550, text: "no"), at: .recipient)
  private static let lost = RecipientOutcome.notSent(
    MailFailure(.connectionLost, "lost", at: .data))
  private static let unknown = RecipientOutcome.unknown(
    MailFailure(.connectionLost, "lost", at: .content))
  private static let login = RecipientOutcome.refused(
    SMTPReply(code: 535, text: "who?"), at: .authentication)

  /// Follows a delivery in a time of its own, and returns how often each was offered and its end.
  private func run(
    _ names: [String], batch: Int = 1, after rows: [DeliveryRow] = [],
    _ outcome: (_ recipients: [String], _ number: Int) -> [RecipientOutcome]
  ) throws -> (offered: [String: Int], rows: [DeliveryRow], waited: Duration) {
    var delivery = Delivery(
      to: try names.map { try address("\($0)@example.com") },
      policy: DeliveryPolicy(batch: batch), after: rows)
    var (instant, kept, offered, number) = (now, rows, [String: Int](), 0)
    while number < 100 {
      let (action, rows) = delivery.next(at: instant)
      kept += rows
      switch action {
      case .done: return (offered, kept, now.duration(to: instant))
      case .wait(let duration):
        #expect(duration > .zero)
        instant = instant.advanced(by: duration)
      case .send(let recipients):
        number += 1
        for recipient in recipients { offered[recipient.localPart, default: 0] += 1 }
        let result = outcome(recipients.map(\.localPart), number)
        kept += delivery.record(MailOutcome(result), at: instant, random: 0.5)
      }
    }
    Issue.record("there is no end to it")
    return (offered, kept, .zero)
  }

  private func ends(_ rows: [DeliveryRow]) -> [String: String] {
    Dictionary(rows.map { ($0.recipient.localPart, $0.state.rawValue) }) { $1 }
  }

  @Test(
    arguments: [
      ("an acceptance", accepted, 1, "accepted"), ("a refusal for good", never, 1, "refused"),
      ("a refusal for now", later, 4, "failed"), ("a lost connection", lost, 4, "failed"),
      ("silence after the last dot", unknown, 1, "unknown"),
      ("a login that is refused", login, 1, "refused"),
    ] as [(String, RecipientOutcome, Int, String)])
  func `only what may pass later is offered again, three times`(
    name: String, outcome: RecipientOutcome, offered: Int, end: String
  ) throws {
    let result = try run(["anna"]) { recipients, _ in recipients.map { _ in outcome } }
    #expect(result.offered == ["anna": offered])
    #expect(ends(result.rows) == ["anna": end])
    #expect((result.waited > .zero) == (offered > 1))
  }

  @Test func `of many recipients only those are offered it again who deferred`() throws {
    let result = try run(["anna", "bert", "carl", "dora"], batch: 4) { recipients, number in
      recipients.map {
        ["bert": number == 1 ? Self.later : Self.accepted, "carl": Self.never][$0] ?? Self.accepted
      }
    }
    #expect(result.offered == ["anna": 1, "bert": 2, "carl": 1, "dora": 1])
    #expect(
      ends(result.rows) == [
        "anna": "accepted", "bert": "accepted", "carl": "refused", "dora": "accepted",
      ])
  }

  @Test func `a server that takes few at once gets them in several messages, uncounted`() throws {
    let names = (1...50).map { "reader\($0)" }
    let full = RecipientOutcome.refused(SMTPReply(code: 452, text: "too many"), at: .recipient)
    let result = try run(names, batch: 100) { recipients, _ in
      recipients.enumerated().map { $0.offset < 5 ? Self.accepted : full }
    }
    #expect(Set(ends(result.rows).values) == ["accepted"])
    #expect(result.waited == .zero)
    #expect(result.rows.filter { $0.state == .accepted }.allSatisfy { $0.attempt == 1 })
  }

  @Test func `a server that is away is everybody's trouble and is not asked for each`() throws {
    let names = (1...50).map { "reader\($0)" }
    let away = RecipientOutcome.notSent(MailFailure(.refused, "nobody there", at: .connect))
    let result = try run(names) { _, _ in [away] }
    #expect(result.offered.values.reduce(0, +) == 4)
    #expect(ends(result.rows).count == 50 && Set(ends(result.rows).values) == ["failed"])
  }

  @Test func `credentials that are refused end it for all`() throws {
    let result = try run(["anna", "bert"]) { _, _ in [Self.login] }
    #expect(result.offered == ["anna": 1])
    #expect(ends(result.rows) == ["anna": "refused", "bert": "failed"])
  }

  @Test func `a recipient named twice gets one message`() throws {
    let result = try run(["anna", "anna"]) { _, _ in [Self.accepted] }
    #expect(result.offered == ["anna": 1])
  }

  @Test func `what an earlier run left is gone on with, and nothing is sent twice`() throws {
    func row(_ name: String, _ state: DeliveryRow.State, _ attempt: Int) throws -> DeliveryRow {
      DeliveryRow(
        recipient: try address("\(name)@example.com"), state: state, text: "", attempt: attempt)
    }
    let earlier = [
      try row("anna", .sending, 1), try row("anna", .accepted, 1), try row("bert", .sending, 1),
      try row("carl", .deferred, 2), try row("dora", .refused, 1), try row("emil", .unknown, 1),
    ]
    let names = ["anna", "bert", "carl", "dora", "emil", "fred"]
    let result = try run(names, after: earlier) { recipients, _ in
      recipients.map { _ in Self.later }
    }
    #expect(result.offered == ["carl": 2, "fred": 4])
    #expect(
      ends(result.rows) == [
        "anna": "accepted", "bert": "unknown", "carl": "failed", "dora": "refused",
        "emil": "unknown", "fred": "failed",
      ])
  }

  @Test func `a row tells that a message is being sent before it is`() async throws {
    let world = VirtualWorld()
    let transport = ScriptedMail { _ in Self.accepted }
    let mailer = Mailer(transport, server: MailServer(host: "mx.example"), world: world.world)
    var states: [[DeliveryRow.State]] = []
    try await mailer.deliver(
      Delivery(to: [try address("a@b.com")]), from: try address("r@b.com"),
      message: { _ in [1] }, record: { states.append($0.map(\.state)) })
    #expect(states == [[.sending], [.accepted]])
    struct Full: Error {}
    await #expect(throws: Full.self) {
      try await mailer.deliver(
        Delivery(to: [try address("a@b.com")]), from: try address("r@b.com"),
        message: { _ in
          Issue.record("nothing is made that is not recorded")
          return [1]
        }, record: { _ in throw Full() })
    }
  }

  @Test func `an interrupted run leaves those who wait to the next one`() async throws {
    let world = VirtualWorld()
    let transport = ScriptedMail { _ in Self.later }
    var rows: [DeliveryRow] = []
    var stopping = world.world
    stopping.sleep = { _ in throw CancellationError() }
    try await Mailer(transport, server: MailServer(host: "mx.example"), world: stopping).deliver(
      Delivery(to: [try address("a@b.com")]), from: try address("r@b.com"),
      message: { _ in [1] }, record: { rows += $0 })
    #expect(rows.map(\.state) == [.sending, .deferred, .deferred])
    #expect(rows.last?.attempt == 1)
  }
}

/// A mail server that answers for each recipient as it is told to.
private struct ScriptedMail: MailTransport {
  let answer: @Sendable (EmailAddress) -> RecipientOutcome

  func send(_ envelope: MailEnvelope, to server: MailServer) async -> MailOutcome {
    MailOutcome(envelope.recipients.map(answer))
  }

  func features(of server: MailServer) async -> Result<MailServerFeatures, MailFailure> {
    .success(MailServerFeatures(["mx.example"]))
  }
}
