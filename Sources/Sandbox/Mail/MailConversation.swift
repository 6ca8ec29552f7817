internal import Glibc

/// One connection to a mail sink, from the greeting to the end.
struct MailConversation {
  /// The largest message that is taken.
  static let limit = 32 << 20
  private static let longestLine = 4096

  private let connection: CInt
  private let store: MailStore
  private var buffer: [UInt8] = []
  /// Where in the buffer what was not read yet begins.
  private var start = 0
  private var sender: String?
  private var recipients: [String] = []

  init(_ connection: CInt, _ store: MailStore) {
    (self.connection, self.store) = (connection, store)
  }

  /// Speaks until the other side has enough.
  consuming func run() {
    defer { close(connection) }
    guard answer("220 sandbox.invalid takes mail and delivers none") else { return }
    while let line = line(limit: Self.longestLine) {
      guard let reply = reply(to: line), answer(reply) else { return }
      if reply.hasPrefix("221") { return }
    }
  }

  /// Returns the answer to a command; nil where the connection is over.
  private mutating func reply(to line: String) -> String? {
    let verb = line.prefix { $0 != " " && $0 != ":" }.uppercased()
    switch verb {
    case "EHLO":
      reset()
      return ["sandbox.invalid", "SIZE \(Self.limit)", "8BITMIME", "ENHANCEDSTATUSCODES"]
        .map { "250-\($0)\r\n" }.joined() + "250 SMTPUTF8"
    case "HELO":
      reset()
      return "250 sandbox.invalid"
    case "MAIL":
      guard let address = Self.address(in: line) else { return "501 5.5.4 no address" }
      reset()
      sender = address
      return "250 2.1.0 sender taken"
    case "RCPT": return take(recipient: Self.address(in: line))
    case "DATA": return data()
    case "RSET":
      reset()
      return "250 2.0.0 begun anew"
    case "NOOP": return "250 2.0.0 nothing done"
    case "QUIT": return "221 2.0.0 goodbye"
    default: return "502 5.5.1 \(verb.prefix(20)) is not understood"
    }
  }

  private mutating func take(recipient address: String?) -> String {
    guard sender != nil else { return "503 5.5.1 MAIL comes first" }
    guard let address, !address.isEmpty else { return "501 5.5.4 no address" }
    switch address.prefix(while: { $0 != "@" }).lowercased() {
    case "unknown": return "550 5.1.1 there is no such user"
    case "busy": return "451 4.3.2 try again later"
    default:
      recipients.append(address)
      return "250 2.1.5 recipient taken"
    }
  }

  private mutating func data() -> String? {
    guard let sender, !recipients.isEmpty else { return "503 5.5.1 RCPT comes first" }
    guard answer("354 end with a dot") else { return nil }
    var text = ""
    while let line = line(limit: Self.limit) {
      if line == "." {
        store.add(MailSink.Message(sender: sender, recipients: recipients, text: text))
        reset()
        return "250 2.0.0 taken"
      }
      guard text.utf8.count + line.utf8.count < Self.limit else { return nil }
      text += (line.hasPrefix(".") ? String(line.dropFirst()) : line) + "\r\n"
    }
    return nil
  }

  private mutating func reset() { (sender, recipients) = (nil, []) }

  private static func address(in line: String) -> String? {
    guard let open = line.firstIndex(of: "<"), let close = line[open...].firstIndex(of: ">")
    else { return nil }
    return String(line[line.index(after: open)..<close])
  }

  /// Reads a line without its end; nil where there is none any more.
  private mutating func line(limit: Int) -> String? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: 10) {
        var bytes = buffer[start..<end]
        if bytes.last == 13 { bytes.removeLast() }
        start = end + 1
        return String(decoding: bytes, as: UTF8.self)
      }
      buffer.removeFirst(start)
      (start, searched) = (0, buffer.count)
      guard buffer.count < limit, receive() else { return nil }
    }
  }

  /// Reads what has come; false where nothing comes any more.
  private mutating func receive() -> Bool {
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = recv(connection, &piece, piece.count, 0)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      buffer += piece[..<count]
      return true
    }
  }

  private func answer(_ text: String) -> Bool {
    var rest = Array((text + "\r\n").utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        send(connection, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
