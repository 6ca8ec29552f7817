/// What carries bytes to an IMAP server and back, where somebody has logged in already.
package protocol IMAPChannel {
  mutating func send(_ bytes: [UInt8]) throws(MailboxError)
  /// Returns what comes next, at least one byte.
  mutating func receive() throws(MailboxError) -> [UInt8]
}

/// Speaks with an IMAP server (RFC 9051, and RFC 3501 before it) as far as reading bounces needs.
package struct IMAPDialogue<Channel: IMAPChannel> {
  private var channel: Channel
  private var reader: IMAPResponseReader
  private var commands = 0

  package init(over channel: Channel, limit: Int = 64 << 20) {
    self.channel = channel
    reader = IMAPResponseReader(limit: limit)
  }

  /// Opens a mailbox, and returns its validity.
  package mutating func select(_ mailbox: String) throws(MailboxError) -> UInt32 {
    guard !mailbox.isEmpty, mailbox.utf8.allSatisfy({ (32..<127).contains($0) }) else {
      throw MailboxError(
        .malformed, "the mailbox's name is not ASCII; write it as the server does, in UTF-7")
    }
    let responses = try command("SELECT \(quoted(mailbox))")
    let mark = "[UIDVALIDITY "
    let numbers = responses.compactMap { response -> UInt32? in
      guard let range = response.text.uppercased().firstRange(of: mark) else { return nil }
      return UInt32(response.text.uppercased()[range.upperBound...].prefix { $0 != "]" })
    }
    guard let validity = numbers.first else {
      throw MailboxError(.confused, "the server names no UIDVALIDITY")
    }
    return validity
  }

  /// Returns the numbers of the messages that nobody has seen, in order.
  package mutating func unseen() throws(MailboxError) -> [UInt32] {
    try command("UID SEARCH UNSEEN").filter { $0.text.uppercased().hasPrefix("* SEARCH") }
      .flatMap { $0.text.split(separator: " ").dropFirst(2).compactMap { UInt32($0) } }.sorted()
  }

  /// Returns a message up to a number of bytes, leaving it as it is; nil where it has gone.
  package mutating func message(
    _ number: UInt32, limit: Int
  ) throws(MailboxError) -> [UInt8]? {
    let responses = try command("UID FETCH \(number) (UID BODY.PEEK[]<0.\(limit)>)")
    let own = responses.first { response in
      let words = response.text.uppercased()
        .split { $0 == " " || $0 == "(" || $0 == ")" }.map(String.init)
      guard words.count > 3, words[2] == "FETCH", !response.literals.isEmpty else { return false }
      return zip(words, words.dropFirst()).contains { $0 == "UID" && $1 == String(number) }
    }
    return own?.literals.first
  }

  /// Marks messages as seen, and as ones to look at where they are.
  package mutating func markSeen(
    _ numbers: [UInt32], isFlagged: Bool = false
  ) throws(MailboxError) {
    let flags = isFlagged ? "\\Seen \\Flagged" : "\\Seen"
    var rest = numbers[...]
    while !rest.isEmpty {
      let set = rest.prefix(100).map { String($0) }.joined(separator: ",")
      rest = rest.dropFirst(100)
      _ = try command("UID STORE \(set) +FLAGS.SILENT (\(flags))")
    }
  }

  /// Sends a command, and returns the responses to it that have no tag.
  private mutating func command(_ text: String) throws(MailboxError) -> [IMAPResponse] {
    commands += 1
    let tag = "GCS\(commands)"
    try channel.send(Array("\(tag) \(text)\r\n".utf8))
    var responses: [IMAPResponse] = []
    while true {
      for response in try receive() {
        guard response.text.hasPrefix("\(tag) ") else {
          responses.append(response)
          continue
        }
        let answer = response.text.dropFirst(tag.utf8.count + 1)
        guard answer.uppercased().hasPrefix("OK") else {
          let verb = text.split(separator: " ").prefix(2).joined(separator: " ")
          throw MailboxError(.confused, "the server says to \(verb): \(answer.prefix(300))")
        }
        return responses
      }
    }
  }

  private mutating func receive() throws(MailboxError) -> [IMAPResponse] {
    let bytes = try channel.receive()
    do throws(IMAPResponseReader.Fault) {
      return try reader.feed(bytes)
    } catch {
      throw MailboxError(.confused, "the server sends \(error.message)")
    }
  }
}
