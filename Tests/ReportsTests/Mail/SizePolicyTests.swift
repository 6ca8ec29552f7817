import Mail
import Reports
import Testing
import World

/// What becomes of a report that is too large for a message.
struct SizePolicyTests {
  private func message(_ sizes: [(String, Int)]) throws -> MailMessage {
    let id = MessageID(
      report: "r", period: "p", recipient: try address("a@b.com"), sender: try address("s@b.com"))
    return MailMessage(
      from: Mailbox(try address("s@b.com")), to: .undisclosed, subject: "x", date: .day(1), id: id,
      text: "Hello\n",
      attachments: sizes.enumerated().map { index, size in
        MailAttachment(
          name: "\(index).\(size.0)", type: size.0 == "csv" ? "text/csv" : "application/pdf",
          bytes: [UInt8](repeating: 65, count: size.1))
      })
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let policy: SizePolicy
    let files: [(String, Int)]
    let expected: String
    var testDescription: String { "\(policy.rawValue) \(files.map(\.1))" }
  }

  static let cases = [
    Case(policy: .refuse, files: [("pdf", 1000), ("csv", 1000)], expected: "send [[0, 1]]"),
    Case(policy: .refuse, files: [("pdf", 9000)], expected: "refuse"),
    Case(policy: .link, files: [("pdf", 9000)], expected: "link"),
    Case(policy: .csvOnly, files: [("pdf", 9000), ("csv", 1000)], expected: "send [[1]]"),
    Case(policy: .csvOnly, files: [("pdf", 9000)], expected: "refuse"),
    Case(policy: .csvOnly, files: [("pdf", 9000), ("csv", 9000)], expected: "refuse"),
    Case(
      policy: .split, files: [("pdf", 3000), ("csv", 4000), ("csv", 3000), ("csv", 100)],
      expected: "send [[0, 2, 3], [1]]"),
    Case(policy: .split, files: [("pdf", 100), ("csv", 9000)], expected: "refuse"),
  ]

  @Test(arguments: cases)
  func `the encoded size decides, and the policy what then`(sample: Case) throws {
    let message = try message(sample.files)
    let decision = try sample.policy.decide(on: message, limit: SizeLimit(policy: 10_000))
    switch decision {
    case .send(let groups, let reason):
      #expect(sample.expected == "send \(groups)")
      #expect((reason == nil) == (groups == [[0, 1]] && sample.files.count == 2))
      for group in groups { #expect(try message.keeping(group).encoded().count <= 10_000) }
    case .link: #expect(sample.expected == "link")
    case .refuse(let reason):
      #expect(sample.expected == "refuse")
      #expect(reason.contains("more than the limit of 10000 bytes"))
    }
  }

  @Test func `a file below the limit is above it once it is encoded`() throws {
    let message = try message([("pdf", 9_900_000)])
    guard case .refuse = try SizePolicy.refuse.decide(on: message, limit: SizeLimit()) else {
      Issue.record("9.9 MB are 13.5 MB in base64")
      return
    }
  }

  @Test func `the boundary is the very size, and the server's counts where it is smaller`() throws {
    let message = try message([("pdf", 1000)])
    let count = try message.encodedCount()
    let all = SizeDecision.send([[0]], reason: nil)
    #expect(try SizePolicy.refuse.decide(on: message, limit: SizeLimit(policy: count)) == all)
    #expect(try SizePolicy.refuse.decide(on: message, limit: SizeLimit(server: count)) == all)
    let decision = try SizePolicy.refuse.decide(on: message, limit: SizeLimit(server: count - 1))
    guard case .refuse(let reason) = decision else {
      Issue.record("a byte too many is too many")
      return
    }
    #expect(reason.contains("the \(count - 1) bytes that the server takes"))
  }

  @Test func `a message has one name for its report, period, recipient and part`() throws {
    let (anna, sender) = (try address("anna@example.org"), try address("reports@Example.com"))
    let id = MessageID(report: "daily", period: "2026-11-28", recipient: anna, sender: sender)
    #expect(id.text == "3292b1bcc522d3302bc1bcdc40f8999ed50bb767@example.com")
    let others = [
      MessageID(report: "daily2", period: "026-11-28", recipient: anna, sender: sender),
      MessageID(report: "daily", period: "2026-11-29", recipient: anna, sender: sender),
      MessageID(
        report: "daily", period: "2026-11-28", recipient: try address("bert@example.org"),
        sender: sender),
      MessageID(report: "daily", period: "2026-11-28", recipient: anna, part: 2, sender: sender),
    ]
    #expect(Set(others + [id]).count == 5)
  }
}
