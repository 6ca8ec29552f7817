internal import Crypto
internal import World

extension MailMessage {
  /// Returns the message as it is sent, or throws where a part cannot stand in one.
  package func encoded() throws(MailError) -> [UInt8] {
    try encoded(with: content())
  }

  /// Returns the message as it is sent, with the content of one that differs in its header alone.
  package func encoded(with content: MailContent) throws(MailError) -> [UInt8] {
    try check()
    var header = HeaderWriter()
    writeFields(to: &header)
    return header.bytes + content.bytes
  }

  /// Returns what the message says, encoded once for everybody who gets it.
  package func content() -> MailContent {
    var output: [UInt8] = []
    for piece in pieces() {
      switch piece {
      case .bytes(let bytes): output += bytes
      case .file(let bytes): output += base64Lines(bytes)
      }
    }
    return MailContent(bytes: output)
  }

  /// Returns how many bytes `encoded` has, without encoding the attachments.
  package func encodedCount() throws(MailError) -> Int {
    try check()
    var header = HeaderWriter()
    writeFields(to: &header)
    return pieces().reduce(header.bytes.count) { count, piece in
      switch piece {
      case .bytes(let bytes): count + bytes.count
      case .file(let bytes): count + base64LinesCount(bytes.count)
      }
    }
  }
}

/// What a message says, as it is sent: its texts and attachments, without whom it is for.
package struct MailContent: Sendable {
  let bytes: [UInt8]
}

/// What stands one after the other in an encoded message.
private enum Piece {
  case bytes([UInt8])
  /// The content of an attachment, to be written as base64.
  case file([UInt8])
}

extension MailMessage {
  private func pieces() -> [Piece] {
    var header = HeaderWriter()
    guard !attachments.isEmpty else { return [.bytes(body())] }
    let boundary = boundary("mixed")
    header.field("Content-Type", words: ["multipart/mixed;", "boundary=\"\(boundary)\""])
    header.end()
    var pieces: [Piece] = [.bytes(header.bytes + delimiter(boundary) + body())]
    for attachment in attachments {
      pieces.append(.bytes(delimiter(boundary) + attachment.header()))
      pieces.append(.file(attachment.bytes))
    }
    return pieces + [.bytes(delimiter(boundary, isLast: true))]
  }

  private func writeFields(to header: inout HeaderWriter) {
    header.field("Date", words: ["\(date.httpDate.dropLast(3))+0000"])
    header.field("From", mailboxes: [from])
    switch to {
    case .mailboxes(let mailboxes): header.field("To", mailboxes: mailboxes)
    case .undisclosed: header.field("To", words: ["undisclosed-recipients:;"])
    }
    if let replyTo { header.field("Reply-To", mailboxes: [replyTo]) }
    header.field("Subject", text: subject)
    header.field("Message-ID", words: [id.description])
    header.field("Auto-Submitted", words: ["auto-generated"])
    header.field("X-Auto-Response-Suppress", words: ["All"])
    if let unsubscribe {
      header.field("List-Unsubscribe", words: ["<\(unsubscribe.url)>"])
      if unsubscribe.url.hasPrefix("https:") {
        header.field("List-Unsubscribe-Post", words: ["List-Unsubscribe=One-Click"])
      }
    }
    header.field("MIME-Version", words: ["1.0"])
  }

  /// Returns the texts, both where there are two, with the header fields of their own.
  private func body() -> [UInt8] {
    guard let html else { return part(text, "plain") }
    let boundary = boundary("alternative")
    var header = HeaderWriter()
    header.field("Content-Type", words: ["multipart/alternative;", "boundary=\"\(boundary)\""])
    header.end()
    return header.bytes + delimiter(boundary) + part(text, "plain") + delimiter(boundary)
      + part(html, "html") + delimiter(boundary, isLast: true)
  }

  private func part(_ text: String, _ subtype: String) -> [UInt8] {
    let (encoding, bytes) = encode(text)
    var header = HeaderWriter()
    header.field("Content-Type", words: ["text/\(subtype);", "charset=utf-8"])
    header.field("Content-Transfer-Encoding", words: [encoding])
    header.end()
    return header.bytes + bytes
  }

  /// A line that occurs in no text, as `=_` stands neither in quoted-printable nor in base64; the
  /// same for every encoding of the message, and for everybody who gets it.
  private func boundary(_ level: String) -> String {
    "=_\(SHA256.hash("\(date.httpDate)\n\(subject)\n\(level)").hex.prefix(24))"
  }
}

private func delimiter(_ boundary: String, isLast: Bool = false) -> [UInt8] {
  Array("\r\n--\(boundary)\(isLast ? "--" : "")\r\n".utf8)
}

/// Returns text in the shortest form that every relay leaves alone.
private func encode(_ text: String) -> (name: String, bytes: [UInt8]) {
  if isPlain(text) { return ("7bit", lines(of: text).flatMap { $0 + [13, 10] }) }
  let quoted = quotedPrintable(text)
  guard quoted.count > base64LinesCount(text.utf8.count) * 5 / 4 else {
    return ("quoted-printable", quoted)
  }
  return ("base64", base64Lines(lines(of: text).flatMap { $0 + [13, 10] }))
}

private func isPlain(_ text: String) -> Bool {
  lines(of: text).allSatisfy { line in
    line.count <= 76 && line.allSatisfy { (32..<127).contains($0) } && line.last != 32
      && !line.starts(with: "--".utf8) && !line.starts(with: ".".utf8)
      && !line.starts(with: "From ".utf8)
  }
}

extension MailAttachment {
  fileprivate func header() -> [UInt8] {
    var header = HeaderWriter()
    header.field("Content-Type", words: [type])
    header.field("Content-Transfer-Encoding", words: ["base64"])
    header.field("Content-Disposition", words: ["attachment;"] + parameter("filename", name))
    header.end()
    return header.bytes
  }
}
