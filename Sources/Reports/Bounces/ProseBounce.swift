internal import Mail

/// Reads messages in which a mail system tells of a failure in prose.
enum ProseBounce {
  static func read(_ message: MIMEPart, _ original: OriginalMessage) -> BounceReading {
    let text =
      message.outsideMessages.first { $0.type.name == "text/plain" && !$0.text.isEmpty }?.text ?? ""
    let lower = text.lowercased()
    let header = failedRecipients(message.header)
    guard isFromMachine(message.header) || !header.isEmpty else {
      return .notUnderstood("no mail system wrote it")
    }
    guard let form = ProseForm.all.first(where: { lower.contains($0.opening) }) else {
      return header.isEmpty
        ? .notUnderstood("a form of bounce that is not known")
        : .reports(header.map { report(Entry(recipient: $0, words: []), original, text, nil) })
    }
    if form.isDelay { return .noFailure(form.name) }
    var entries = entries(in: text, after: form.opening)
    for recipient in header where !entries.contains(where: { $0.recipient == recipient }) {
      entries.append(Entry(recipient: recipient, words: []))
    }
    guard !entries.isEmpty else {
      return .notUnderstood("a bounce of \(form.name) that names no recipient")
    }
    // What is said apart from the address is about it only where there is no other.
    let rest = entries.count == 1 ? text : ""
    return .reports(entries.map { report($0, original, rest, enclosedID(text)) })
  }

  /// One address that stands in the text, and the lines about it.
  private struct Entry {
    let recipient: EmailAddress
    var words: [String]
  }

  private static func report(
    _ entry: Entry, _ original: OriginalMessage, _ text: String, _ enclosed: MessageID?
  ) -> BounceReport {
    let own = entry.words.joined(separator: " ")
    let hasReason = StatusWords.status(in: own) != nil || StatusWords.code(in: own) != nil
    let words = hasReason ? own : own + " " + beforeCopy(text)
    let status = StatusWords.status(in: words)
    return BounceReport(
      recipient: entry.recipient,
      kind: BounceTable.kind(
        status: status, code: StatusWords.code(in: words), diagnostic: words),
      status: status,
      diagnostic: String((own.isEmpty ? words : own).trimmingBlanks.prefix(1000)),
      messageID: original.id ?? enclosed, source: .prose)
  }
}

extension ProseBounce {
  /// Tells whether a message comes from a mail system rather than a person or a holiday.
  private static func isFromMachine(_ header: MIMEHeader) -> Bool {
    let sender = (header["From"] ?? "").lowercased()
    let names = [
      "mailer-daemon", "postmaster", "mail delivery", "microsoftexchange", "mailerdaemon",
    ]
    return header["Return-Path"]?.trimmingBlanks == "<>" || names.contains { sender.contains($0) }
  }

  /// Whom Exim and Gmail name in a header.
  private static func failedRecipients(_ header: MIMEHeader) -> [EmailAddress] {
    header.all("X-Failed-Recipients").flatMap { $0.split(separator: ",") }.prefix(1000)
      .compactMap { try? EmailAddress(parsing: $0.trimmingBlanks, .anywhere) }
  }

  private static func beforeCopy(_ text: String) -> String {
    var lines: [Substring] = []
    for line in text.split(separator: /\r\n|\r|\n/).prefix(2000) {
      if isEnding(line) { break }
      lines.append(line)
    }
    return lines.joined(separator: "\n")
  }

  private static func isEnding(_ line: Substring) -> Bool {
    let lower = line.lowercased()
    return ProseForm.endings.contains { lower.contains($0) }
  }

  /// The name of the message, where its copy stands in the text.
  private static func enclosedID(_ text: String) -> MessageID? {
    text.split(separator: /\r\n|\r|\n/).lazy.map(\.trimmingBlanks)
      .first { $0.lowercased().hasPrefix("message-id:") }
      .flatMap { MessageID(tolerant: $0) }
  }

  /// The addresses that begin a line behind the opening, each with the lines that follow it.
  private static func entries(in text: String, after opening: String) -> [Entry] {
    var entries: [Entry] = []
    var isOpen = false
    for line in text.split(separator: /\r\n|\r|\n/).prefix(2000) {
      if !isOpen {
        isOpen = line.lowercased().contains(opening)
        // Some forms name the address within the sentence.
        if isOpen, let address = addresses(in: line).first {
          entries.append(Entry(recipient: address, words: []))
        }
        continue
      }
      if isEnding(line) { break }
      if let address = leadingAddress(line) {
        if !entries.contains(where: { $0.recipient == address }) {
          entries.append(Entry(recipient: address, words: []))
        } else if let index = entries.firstIndex(where: { $0.recipient == address }) {
          entries.append(entries.remove(at: index))
        }
      }
      if let last = entries.indices.last { entries[last].words.append(line.trimmingBlanks) }
    }
    return entries
  }

  /// The address with which a line begins, in brackets or quotes or neither.
  private static func leadingAddress(_ line: Substring) -> EmailAddress? {
    let trimmed = line.trimmingBlanks
    var words = trimmed.split(separator: " ").prefix(5)
    if trimmed.uppercased().hasPrefix(">>> RCPT TO:") {
      return address(trimmed.dropFirst(">>> RCPT TO:".count).drop { $0 == " " })
    }
    // A server's answer names its recipient behind the code.
    if let first = words.first, StatusWords.code(in: String(first)) != nil, first.count <= 4 {
      words = words.dropFirst()
      if let second = words.first, EnhancedStatus(second) != nil { words = words.dropFirst() }
    }
    return words.first.flatMap { address($0) }
  }

  private static func addresses(in line: Substring) -> [EmailAddress] {
    line.split(separator: " ").compactMap { address($0) }
  }

  private static func address(_ word: Substring) -> EmailAddress? {
    guard word.contains("@") else { return nil }
    var inner = word
    if let start = word.firstIndex(of: "<"), let end = word.lastIndex(of: ">"), start < end {
      guard start == word.startIndex else { return nil }
      inner = word[word.index(after: start)..<end]
    }
    let edges: Set<Character> = ["'", "\"", "(", ")", ",", ";", ":", ".", "*"]
    while let first = inner.first, edges.contains(first) { inner = inner.dropFirst() }
    while let last = inner.last, edges.contains(last) { inner = inner.dropLast() }
    return try? EmailAddress(parsing: String(inner), .anywhere)
  }
}
