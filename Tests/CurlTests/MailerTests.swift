import Curl
import Foundation
import Mail
import TestSupport
import Testing

/// A whole delivery through a real server: who gets the message, who is tried again, who never.
struct MailerTests {
  @Test func `everybody has an end, and nobody two messages`() async throws {
    guard let peer = try await Aiosmtpd.start() else { return }
    let names = [
      "anna", "flaky2", "permfail", "tempfail", "dropdata", "datafail", "droponce", "bert",
    ]
    let (rows, waits) = try await deliver(to: names, through: peer)
    #expect(
      ends(rows) == [
        "anna": "accepted 250 1", "flaky2": "accepted 250 3", "permfail": "refused 550 1",
        "tempfail": "failed 451 4", "dropdata": "unknown - 1", "datafail": "refused 554 1",
        "droponce": "accepted 250 2", "bert": "accepted 250 1",
      ])
    let taken = peer.log("message").flatMap { $0["recipients"] as? [String] ?? [] }
    #expect(
      taken.sorted() == ["anna", "bert", "droponce", "flaky2"].map { "\($0)@example.com" })
    #expect(peer.log("dropped").count == 1)
    #expect(waits > 0, "what comes again comes after a wait")
  }

  @Test func `one message for many is offered again to those alone who deferred`() async throws {
    guard let peer = try await Aiosmtpd.start() else { return }
    let (rows, _) = try await deliver(
      to: ["anna", "flaky1", "permfail", "bert"], batch: 100, through: peer)
    #expect(
      ends(rows) == [
        "anna": "accepted 250 1", "flaky1": "accepted 250 2", "permfail": "refused 550 1",
        "bert": "accepted 250 1",
      ])
    let messages = peer.log("message").map { $0["recipients"] as? [String] ?? [] }
    #expect(messages == [["anna@example.com", "bert@example.com"], ["flaky1@example.com"]])
  }

  @Test func `a server that takes three at a time gets threes`() async throws {
    guard let peer = try await Aiosmtpd.start(.start, ["--recipients", "3"]) else { return }
    let names = (1...10).map { "reader\($0)" }
    let (rows, waits) = try await deliver(to: names, batch: 100, through: peer)
    #expect(Set(ends(rows).values) == ["accepted 250 1"])
    #expect(peer.log("message").count == 4)
    #expect(waits == 0)
  }

  private func deliver(
    to names: [String], batch: Int = 1, through peer: Aiosmtpd
  ) async throws -> (rows: [DeliveryRow], waits: Int) {
    let world = VirtualWorld()
    var rows: [DeliveryRow] = []
    let mailer = Mailer(transport(peer), server: peer.server(), world: world.world)
    try await mailer.deliver(
      Delivery(to: names.map { address($0) }, policy: DeliveryPolicy(batch: batch)),
      from: address("reports"), message: { _ in sample }, record: { rows += $0 })
    return (rows, world.slept.count)
  }

  private func ends(_ rows: [DeliveryRow]) -> [String: String] {
    let words = rows.map { row in
      (
        row.recipient.localPart,
        "\(row.state.rawValue) \(row.code.map(String.init) ?? "-") \(row.attempt)"
      )
    }
    return Dictionary(words) { $1 }
  }
}
