import JSON
import Mail
import Reconciler
import Reports
import TestSupport
import Testing
import World

/// Whom a run reaches, and what becomes of those it does not.
@Suite struct ReportDeliveryTests {
  private func day(_ rig: Rig) { rig.clock.advance(by: .seconds(86_400)) }

  @Test func `an address that the server does not know is suppressed at once`() async throws {
    let rig = Rig(mail: ScriptedMail(["ann@example.com": [ScriptedMail.unknownUser]]))
    let runs = try await rig.run()
    #expect(runs.map(\.state) == [.partly])
    #expect(runs.first?.recipients == ["accepted": 1, "refused": 1])
    day(rig)
    let next = try await rig.run()
    #expect(next.map(\.state) == [.sent])
    #expect(next.first?.suppressed == ["ann@example.com"])
    #expect(rig.mail.recipients == ["bert@example.com", "bert@example.com"])
  }

  @Test func `the last recipient that is suppressed is a failure that is told`() async throws {
    let rig = Rig(list: "ann@example.com\n")
    let ann = try EmailAddress(parsing: "ann@example.com")
    try await rig.ledger.changeSuppressions {
      $0.suppress(ann, reason: "left", at: Rig.morning)
    }
    let run = try #require(try await rig.run().first)
    #expect(run.state == .failed)
    #expect(run.isFinal)
    #expect(run.reason?.contains("every recipient is suppressed") == true)
    #expect(rig.told.all.count == 1)
  }

  @Test func `a server that is busy is asked again for those alone who wait`() async throws {
    let rig = Rig(mail: ScriptedMail(["ann@example.com": [ScriptedMail.busy, ScriptedMail.busy]]))
    let run = try #require(try await rig.run().first)
    #expect(run.state == .sent)
    #expect(rig.mail.recipients.sorted() == ["ann@example.com", "bert@example.com"])
    let rows = try await rig.ledger.rows(of: run).filter {
      $0.row.recipient.text == "ann@example.com"
    }
    #expect(
      rows.map(\.row.state) == [.sending, .deferred, .sending, .deferred, .sending, .accepted])
  }

  @Test(arguments: ["", "# nobody yet\n"])
  func `an empty list of recipients fails the run and sends nothing`(list: String) async throws {
    let rig = Rig(list: list)
    let run = try #require(try await rig.run().first)
    #expect(run.state == .failed)
    #expect(run.steps.last?.name == .recipients)
    #expect(rig.mail.sent.isEmpty)
  }

  @Test
  func `a line that is no address, or of a domain that is not allowed, reaches the others only`()
    async throws
  {
    let rig = Rig(list: "ann@example.com\r\nBcc: eve@example.com\nbert@elsewhere.example\n") {
      $0["deliver"] = [
        "recipients": "file:list.txt", "formats": ["csv"], "domains": ["example.com"],
      ]
    }
    let run = try #require(try await rig.run().first)
    #expect(run.state == .partly)
    #expect(rig.mail.recipients == ["ann@example.com"])
    #expect(run.reason?.contains("list.txt:2") == true)
    #expect(run.reason?.contains("bert@elsewhere.example") == true)
  }

  @Test func `conditions that are not met skip the report, and say why`() async throws {
    let rig = Rig {
      $0["deliver"] = [
        "recipients": "file:list.txt", "formats": ["csv"], "sendIf": ["minimumRows": 3],
      ]
    }
    let run = try #require(try await rig.run().first)
    #expect(run.state == .skipped)
    #expect(run.reason == "there are 2 rows, fewer than 3")
    #expect(rig.mail.sent.isEmpty)
    #expect(rig.told.all.isEmpty)
  }

  @Test(arguments: [(41, ReportRun.State.skipped), (42, .skipped), (43, .sent)])
  func `a condition looks at a total of a column`(
    below: Int, state: ReportRun.State
  ) async throws {
    let rig = Rig {
      $0["deliver"] = [
        "recipients": "file:list.txt", "formats": ["csv"],
        "sendIf": [
          "any": [
            ["column": "Offered", "total": "sum", "below": .number(JSONNumber(below))]
          ]
        ],
      ]
    }
    #expect(try await rig.run().map(\.state) == [state])
  }

  @Test func `all in one message do not learn of each other`() async throws {
    let rig = Rig {
      $0["deliver"] = ["recipients": "file:list.txt", "formats": ["csv"], "to": "bcc"]
    }
    try await rig.run()
    let envelope = try #require(rig.mail.sent.first)
    #expect(rig.mail.sent.count == 1)
    #expect(envelope.recipients.map(\.text) == ["ann@example.com", "bert@example.com"])
    let message = String(decoding: envelope.message, as: UTF8.self)
    #expect(!message.contains("ann@example.com") && !message.contains("bert@example.com"))
  }

  @Test func `a message that is too large is not sent, and says by how much`() async throws {
    let rig = Rig(mail: ScriptedMail(size: 1000))
    let run = try #require(try await rig.run().first)
    #expect(run.state == .failed)
    #expect(run.reason?.contains("1000 bytes that the server takes") == true)
    #expect(rig.mail.sent.isEmpty)
  }

  @Test func `the messages of a period have the same names each time`() async throws {
    func names(_ rig: Rig) -> [String] {
      rig.mail.messages.compactMap { message in
        message.split(separator: "\r\n").first { $0.hasPrefix("Message-ID:") }.map(String.init)
      }
    }
    let (first, second) = (Rig(), Rig())
    try await first.run()
    try await second.run()
    #expect(names(first) == names(second))
    #expect(Set(names(first)).count == 2)
  }

  @Test func `a server that is down for minutes is offered the report again by a later run`()
    async throws
  {
    let down = Array(repeating: ScriptedMail.down, count: 2)
    let rig = Rig(
      mail: ScriptedMail(["ann@example.com": down, "bert@example.com": down]))
    let first = try #require(try await rig.run().first)
    #expect(first.state == .failed)
    #expect(!first.isFinal)
    #expect(try await rig.run().isEmpty)
    rig.clock.advance(by: .seconds(600))
    #expect(try await rig.run().map(\.state) == [.sent])
    #expect(rig.mail.recipients.sorted() == ["ann@example.com", "bert@example.com"])
    #expect(rig.exports.begun.count == 1)
    #expect(rig.told.all.isEmpty)
  }

  @Test func `who is put off for longer than a run gets it from a later one, the others once`()
    async throws
  {
    let rig = Rig(
      mail: ScriptedMail(["ann@example.com": Array(repeating: ScriptedMail.busy, count: 6)]))
    let first = try #require(try await rig.run().first)
    #expect(first.state == .failed)
    #expect(first.recipients == ["accepted": 1, "failed": 1])
    rig.clock.advance(by: .seconds(600))
    #expect(try await rig.run().map(\.state) == [.sent])
    #expect(rig.mail.recipients == ["bert@example.com", "ann@example.com"])
  }

  @Test func `who is never taken is a part that is told in the end`() async throws {
    let rig = Rig(
      mail: ScriptedMail(["ann@example.com": Array(repeating: ScriptedMail.busy, count: 99)]))
    var last: ReportRun?
    for _ in 0..<6 {
      last = try await rig.run().last ?? last
      rig.clock.advance(by: .seconds(3600))
    }
    #expect(last?.state == .partly)
    #expect(last?.attempt == 4)
    #expect(rig.told.all.count == 1)
    #expect(rig.mail.recipients == ["bert@example.com"])
  }

  @Test func `a refusal without a status of its own suppresses nobody`() async throws {
    let bare = RecipientOutcome.refused(
      SMTPReply(code: 550, text: "mailbox unavailable"), at: .recipient)
    let rig = Rig(mail: ScriptedMail(["ann@example.com": [bare]]))
    #expect(try await rig.run().map(\.state) == [.partly])
    #expect(try await rig.ledger.suppressions().all.isEmpty)
  }
}
