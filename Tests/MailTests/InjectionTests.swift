import Mail
import Testing

/// What must not get into a header.
struct InjectionTests {
  static let poisons = ["a\r\nBcc: x@y.com", "a\nb", "a\rb", "a\u{0}b", "a\u{85}b", "a\u{2028}b"]

  @Test(arguments: poisons)
  func `a line break in a header is refused with its place`(poison: String) throws {
    let good = try message()
    var subject = good
    subject.subject = poison
    var name = good
    name.from = Mailbox(try address("a@b.com"), name: poison)
    var file = good
    file.attachments = [MailAttachment(name: poison, type: "text/csv", bytes: [])]
    var type = good
    type.attachments = [MailAttachment(name: "a", type: "text/csv\(poison)", bytes: [])]
    var link = good
    link.unsubscribe = .init(url: "https://x.example/\(poison)")
    for (message, place) in [
      (subject, "subject"), (name, "from, its name"), (file, "attachment 1, its name"),
      (type, "attachment 1"), (link, "list-unsubscribe"),
    ] {
      let error = #expect(throws: MailError.self) { try message.encoded() }
      #expect(error?.place == place)
      #expect(throws: MailError.self) { try message.encodedCount() }
    }
  }

  @Test(arguments: ["../x.pdf", "a/b", "a\\b", ""])
  func `an attachment has a name and no folder`(name: String) throws {
    let message = try message(
      attachments: [MailAttachment(name: name, type: "application/pdf", bytes: [])])
    #expect(throws: MailError.self) { try message.encoded() }
  }

  @Test func `the ways to unsubscribe are headers of their own`() throws {
    var message = try message()
    message.unsubscribe = .init(url: "https://x.example/u?id=1")
    message.to = .undisclosed
    let text = String(decoding: try message.encoded(), as: UTF8.self)
    #expect(text.contains("\r\nList-Unsubscribe: <https://x.example/u?id=1>\r\n"))
    #expect(text.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"))
    #expect(text.contains("\r\nTo: undisclosed-recipients:;\r\n"))
  }
}
