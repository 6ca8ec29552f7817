import Mail
import Testing

/// How the words of an IMAP server are followed.
struct IMAPTests {
  @Test func `responses are the same however they are cut`() throws {
    let text = "* OK hi\r\n* 1 FETCH (UID 5 BODY[] {7}\r\na)\r\nb{2 X {0}\r\n)\r\nG1 OK {x}\r\n"
    let expected = [
      IMAPResponse(text: "* OK hi"),
      IMAPResponse(
        text: "* 1 FETCH (UID 5 BODY[] {7} X {0})",
        literals: [Array("a)\r\nb{2".utf8), []]),
      IMAPResponse(text: "G1 OK {x}"),
    ]
    for size in 1...text.utf8.count {
      var reader = IMAPResponseReader(limit: 100)
      var responses: [IMAPResponse] = []
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        responses += try reader.feed(Array(rest.prefix(size)))
        rest = rest.dropFirst(size)
      }
      #expect(responses == expected)
    }
  }

  @Test func `a literal without end and a line without end are refused`() {
    var reader = IMAPResponseReader(limit: 100)
    #expect(throws: IMAPResponseReader.Fault.self) {
      _ = try reader.feed(Array("* 1 FETCH (BODY[] {101}\r\n".utf8))
    }
    var other = IMAPResponseReader(limit: 100)
    #expect(throws: IMAPResponseReader.Fault.self) {
      for _ in 1...3 { _ = try other.feed([UInt8](repeating: 97, count: 600_000)) }
    }
  }

  /// Answers each command with what is in line for it.
  private struct Script: IMAPChannel {
    var answers: [String]
    var sent: [String] = []

    mutating func send(_ bytes: [UInt8]) { sent.append(String(decoding: bytes, as: UTF8.self)) }

    mutating func receive() throws(MailboxError) -> [UInt8] {
      guard !answers.isEmpty else { throw MailboxError(.connectionLost, "no more") }
      return Array(answers.removeFirst().utf8)
    }
  }

  @Test func `what a server says unasked is passed over`() throws {
    var dialogue = IMAPDialogue(
      over: Script(answers: [
        "* 5 EXISTS\r\n* OK [uidvalidity 7] x\r\nGCS1 OK [READ-WRITE]\r\n",
        "* SEARCH 9 3\r\n* 6 EXISTS\r\n", "* SEARCH\r\nGCS2 ok\r\n",
        "* 2 FETCH (FLAGS () UID 8)\r\n* 4 FETCH (UID 9 BODY[]<0> {1}\r\nx)\r\n"
          + "* 3 FETCH (BODY[]<0> {2}\r\nab UID 3)\r\nGCS3 OK\r\n",
        "GCS4 OK gone\r\n", "GCS5 NO not today\r\n",
      ]))
    #expect(try dialogue.select("INBOX") == 7)
    #expect(try dialogue.unseen() == [3, 9])
    #expect(try dialogue.message(3, limit: 10) == Array("ab".utf8))
    #expect(try dialogue.message(4, limit: 10) == nil)
    let error = #expect(throws: MailboxError.self) { try dialogue.markSeen([3]) }
    #expect(error?.description == "the server says to UID STORE: NO not today")
    #expect(throws: MailboxError.self) { try dialogue.unseen() }
  }
}
