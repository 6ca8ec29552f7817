/// What a mail server answers to a command: a code, perhaps an enhanced one, and its words.
package struct SMTPReply: Sendable, Hashable {
  package let code: Int
  /// The enhanced status of RFC 3463, as in `5.1.1`.
  package let status: EnhancedStatus?
  /// The words of all lines, without codes.
  package let text: String

  package init(code: Int, status: EnhancedStatus? = nil, text: String) {
    (self.code, self.status, self.text) = (code, status, text)
  }

  package var isSuccess: Bool { (200..<400).contains(code) }
  /// Whether the same command may succeed later.
  package var isTransient: Bool { (400..<500).contains(code) }

  /// Whether the server takes no further recipient in this transaction, but may in another one.
  ///
  /// RFC 5321, 4.5.3.1.10, has clients read 552 as 452 here, for servers of old.
  package var asksForFewerRecipients: Bool {
    if let status { return status.subject == 5 && status.detail == 3 }
    return code == 452 || code == 552
  }
}

extension SMTPReply: CustomStringConvertible {
  package var description: String {
    [String(code), status?.description, text].compactMap(\.self).joined(separator: " ")
  }
}

/// A status of RFC 3463: class, subject, detail.
package struct EnhancedStatus: Sendable, Hashable {
  package let kind: Int
  package let subject: Int
  package let detail: Int

  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in
      part.utf8.allSatisfy { (48...57).contains($0) } ? Int(part) : nil
    }
    guard parts.count == 3, numbers.count == 3, [2, 4, 5].contains(numbers[0]),
      numbers[1] < 1000, numbers[2] < 1000
    else { return nil }
    (kind, subject, detail) = (numbers[0], numbers[1], numbers[2])
  }
}

extension EnhancedStatus: CustomStringConvertible {
  package var description: String { "\(kind).\(subject).\(detail)" }
}

/// Puts a reply together from its lines, as they come.
package struct SMTPReplyReader {
  private var words: [String] = []
  private var status: EnhancedStatus?

  package init() {}

  /// Takes a line, and returns the reply where it is the last one of it; nil for what is no reply.
  package mutating func take(_ line: String) -> SMTPReply? {
    let digits = line.prefix(3)
    guard digits.utf8.count == 3, let code = Int(digits), (200..<600).contains(code) else {
      return nil
    }
    let separator = line.dropFirst(3).first
    guard separator == nil || separator == " " || separator == "-" else { return nil }
    var rest = line.dropFirst(4)
    if let word = rest.split(separator: " ", maxSplits: 1).first, rest.first != " ",
      let status = EnhancedStatus(word), status.kind == code / 100
    {
      self.status = status
      rest = rest.dropFirst(word.count).drop { $0 == " " }
    }
    if words.count < 100 { words.append(printable(rest.prefix(512))) }
    guard separator != "-" else { return nil }
    defer { self = SMTPReplyReader() }
    let text = words.filter { !$0.isEmpty }.joined(separator: "\n")
    return SMTPReply(code: code, status: status, text: text)
  }
}

/// Returns text with a mark for every control character, for a server may send anything.
private func printable(_ text: Substring) -> String {
  String(String.UnicodeScalarView(text.unicodeScalars.map { isForbidden($0) ? "\u{FFFD}" : $0 }))
}
