import JSON
import Mail
import Reports
import Testing
import World

/// To whom no more mail is sent, and from when on.
struct SuppressionTests {
  private func report(
    _ kind: BounceReport.Kind, _ name: String = "anna@example.org", message: String? = nil
  ) throws -> BounceReport {
    BounceReport(
      recipient: try address(name), kind: kind, status: EnhancedStatus("5.1.1"),
      diagnostic: "user unknown", messageID: message.flatMap { MessageID("\($0)@example.com") },
      source: .notification)
  }

  @Test(arguments: [BounceReport.Kind.permanent, .complaint])
  func `a wrong address and a complaint end it at once`(kind: BounceReport.Kind) throws {
    var list = SuppressionList()
    let suppression = list.record(try report(kind), at: .day(1))
    #expect(
      suppression == Suppression(kind: kind, since: .day(1), reason: "5.1.1 user unknown"))
    #expect(list.suppression(of: try address("Anna@EXAMPLE.org")) == suppression)
    #expect(list.record(try report(kind), at: .day(2)) == nil, "it is no news")
    #expect(list.suppression(of: try address("bert@example.org")) == nil)
  }

  @Test(
    arguments: [
      ([1, 2, 3], true), ([1, 2], false), ([1, 2, 15], true), ([1, 2, 16], false),
      ([1, 10, 16, 20], true), ([1, 1, 1], true),
    ] as [([Int64], Bool)])
  func `three failures within two weeks end it`(days: [Int64], isSuppressed: Bool) throws {
    var list = SuppressionList()
    for (number, day) in days.enumerated() {
      _ = list.record(try report(.transient, message: "m\(number)"), at: .day(day))
    }
    let suppression = list.suppression(of: try address("anna@example.org"))
    #expect((suppression != nil) == isSuppressed)
    if isSuppressed {
      #expect(suppression?.reason.hasPrefix("3 messages failed in 14 days") == true)
    }
  }

  @Test func `one bounce counts once, however often it is read`() throws {
    var list = SuppressionList()
    for day in 1...9 {
      #expect(list.record(try report(.transient, message: "same"), at: .day(Int64(day))) == nil)
    }
  }

  @Test func `a message that arrives makes up for earlier failures`() throws {
    var list = SuppressionList()
    let anna = try address("anna@example.org")
    for number in 1...8 {
      _ = list.record(try report(.transient, message: "m\(number)"), at: .day(1))
      if number.isMultiple(of: 2) { list.recordDelivery(to: anna) }
    }
    #expect(list.suppression(of: anna) == nil)
    list.suppress(anna, reason: "asked for it", at: .day(2))
    list.recordDelivery(to: anna)
    #expect(list.suppression(of: anna)?.reason == "asked for it")
    let isLifted = list.lift(anna)
    #expect(isLifted && list.suppression(of: anna) == nil)
  }

  @Test func `recipients are divided, and the list stays as it is`() throws {
    var list = SuppressionList()
    _ = list.record(try report(.permanent), at: .day(1))
    let recipients = try ["Anna <ANNA@example.org>", "bert@example.org"].map {
      try Mailbox(parsing: $0)
    }
    let (open, suppressed) = list.divide(recipients)
    #expect(open == [recipients[1]])
    #expect(suppressed.map(\.mailbox) == [recipients[0]])
  }

  @Test func `the list is kept as it is and read back, or not at all`() throws {
    var list = SuppressionList()
    _ = list.record(try report(.permanent), at: .day(1))
    _ = list.record(try report(.transient, "root@localhost.example", message: "m"), at: .day(2))
    let text = list.document.text
    #expect(SuppressionList(document: try JSON.parse(text)) == list)
    for spoilt in [
      text.replacing("permanent", with: "perhaps"), text.replacing("anna@", with: "anna"),
      text.replacing("/1", with: "/2"), text.replacing("2026-", with: "20x6-"), "{}",
    ] {
      #expect(SuppressionList(document: try JSON.parse(spoilt)) == nil)
    }
  }
}
