import Foundation
import Mail
import TestSupport
import Testing

/// How a message is written, as bytes and as Python's email package reads them.
struct MessageTests {
  @Test func `content that was encoded for one recipient is that of every other`() throws {
    let first = try message(
      text: "ü", html: "<p>Hi</p>",
      attachments: [MailAttachment(name: "r.csv", type: "text/csv", bytes: Array("a,b\r\n".utf8))])
    var second = first
    second.to = .undisclosed
    second.id = try #require(MessageID("3.4@example.com"))
    #expect(try second.encoded(with: first.content()) == second.encoded())
    second.subject = "a\r\nBcc: b@example.com"
    #expect(throws: MailError.self) { try second.encoded(with: first.content()) }
  }

  @Test func `a message looks like this`() throws {
    let message = try message(
      subject: "Daily: Zoë", text: "Two lines,\nand a ü.\n", html: "<p>Hi</p>",
      attachments: [MailAttachment(name: "r.csv", type: "text/csv", bytes: Array("a,b\r\n".utf8))])
    let text = String(decoding: try message.encoded(), as: UTF8.self)
    let shown = text.replacing("\r\n", with: "\n").replacing(/=_[0-9a-f]{24}/) { _ in "=_B" }
    #expect(
      shown == """
        Date: Sat, 21 Nov 2026 01:50:00 +0000
        From: Reports <reports@example.com>
        To: anna@example.com
        Subject: =?utf-8?q?Daily=3A_Zo=C3=AB?=
        Message-ID: <1.2@example.com>
        Auto-Submitted: auto-generated
        X-Auto-Response-Suppress: All
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="=_B"


        --=_B
        Content-Type: multipart/alternative; boundary="=_B"


        --=_B
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        Two lines,
        and a =C3=BC.

        --=_B
        Content-Type: text/html; charset=utf-8
        Content-Transfer-Encoding: 7bit

        <p>Hi</p>

        --=_B--

        --=_B
        Content-Type: text/csv
        Content-Transfer-Encoding: base64
        Content-Disposition: attachment; filename="r.csv"

        YSxiDQo=

        --=_B--

        """)
  }

  @Test func `lines are short, end with CRLF and are ASCII, and the size is known before`()
    throws
  {
    var dice = Dice(state: 7)
    for _ in 1...300 {
      let message = try randomMessage(&dice)
      let bytes = try message.encoded()
      #expect(try message.encodedCount() == bytes.count)
      #expect(bytes.allSatisfy { $0 < 127 && ($0 >= 32 || $0 == 13 || $0 == 10) })
      let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\u{1}")
      #expect(!text.contains("\r") && !text.contains("\n"))
      #expect(text.split(separator: "\u{1}").allSatisfy { $0.utf8.count <= 78 })
    }
  }

  @Test func `Python reads what was meant`() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var dice = Dice(state: 42)
    let messages = try (0..<200).map { _ in try randomMessage(&dice) }
    for (index, message) in messages.enumerated() {
      try Data(try message.encoded()).write(to: folder.appendingPathComponent("\(index).eml"))
    }
    let output = try #require(
      await ProgramOutput.of(Peer.python, [Peer.path("mail_reader.py"), folder.path]))
    let lines = output.split(separator: 10).map { Array($0) }
    try #require(lines.count == 200, "\(String(decoding: output.suffix(2000), as: UTF8.self))")
    for (message, line) in zip(messages, lines) {
      let read = try #require(
        JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
      try compare(message, read)
    }
  }

  private func compare(_ message: MailMessage, _ read: [String: Any]) throws {
    #expect(read["defects"] as? [String] == [])
    #expect(read["subject"] as? String == message.subject)
    #expect(read["date"] as? String == "2026-11-21T01:50:00+00:00")
    #expect(read["id"] as? String == message.id.description)
    #expect(read["auto"] as? String == "auto-generated")
    #expect(read["from"] as? [[String]] == pairs([message.from]))
    guard case .mailboxes(let mailboxes) = message.to else { return }
    #expect(read["to"] as? [[String]] == pairs(mailboxes))
    let parts = try #require(read["parts"] as? [[String: Any]])
    let texts = parts.prefix(message.html == nil ? 1 : 2).map { $0["content"] as? String }
    let meant = [message.text] + (message.html.map { [$0] } ?? [])
    #expect(texts == meant.map { normal($0) })
    let files = parts.dropFirst(texts.count)
    #expect(files.map { $0["name"] as? String } == message.attachments.map(\.name))
    #expect(files.map { $0["content"] as? String } == message.attachments.map { hex($0.bytes) })
    #expect(files.allSatisfy { $0["disposition"] as? String == "attachment" })
  }

  private func pairs(_ mailboxes: [Mailbox]) -> [[String]] {
    mailboxes.map { [$0.name ?? "", $0.address.text] }
  }

  /// A text part as Python gives it back, each line ended.
  private func normal(_ text: String) -> String {
    text.isEmpty || text.hasSuffix("\n") ? text : text + "\n"
  }

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { String(format: "%02x", $0) }.joined()
  }
}

private let words = [
  "Report", "Zoë", "€ 5", "東京", "مرحبا", "a=b", "?=", "=?x?q?y?=", "--", "👩‍👩‍👧‍👦", "x,y", "\"q\"", ";",
  "averylongwordwithoutanyspaceinitthatgoesonandonuntilitislongerthanalinemaybewhichissad", "%41",
  "é", "'", "(c)", "<b>",
]

private func randomMessage(_ dice: inout Dice) throws -> MailMessage {
  func phrase(_ most: Int, _ separator: String = " ") -> String {
    (0..<Int.random(in: 1...most, using: &dice)).map { _ in
      words.randomElement(using: &dice) ?? ""
    }.joined(separator: separator)
  }
  var lines: [String] = []
  for _ in 0..<Int.random(in: 0...5, using: &dice) {
    lines.append(
      Bool.random(using: &dice) ? phrase(20) : [".", "From x", " ", "", "a ", "--x"][lines.count])
  }
  let text = lines.map { $0 + "\n" }.joined()
  let files = (0..<Int.random(in: 0...2, using: &dice)).map { number in
    let count = Int.random(in: 0...300, using: &dice)
    let name = phrase(number * 6 + 1, "-").replacing("/", with: "")
    return MailAttachment(
      name: "\(name).pdf", type: "application/pdf",
      bytes: (0..<count).map { _ in UInt8.random(in: 0...255, using: &dice) })
  }
  var message = try message(
    subject: phrase(8), text: text, html: Bool.random(using: &dice) ? "<p>\(text)</p>" : nil,
    attachments: files)
  let mailboxes = try (1...3).map { number in
    let name = Bool.random(using: &dice) ? phrase(5) : nil
    return Mailbox(try address("reader\(number)@example.com"), name: name)
  }
  message.to = .mailboxes(mailboxes)
  return message
}
