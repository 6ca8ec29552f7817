internal import Mail

/// What a notification of RFC 3464 says of one recipient.
struct DeliveryStatus {
  let recipient: EmailAddress
  let action: String
  let status: EnhancedStatus?
  let diagnostic: String

  /// Reads the groups of fields after the first one, which is about the message; a group that names
  /// no recipient is passed over, so that a missing first one does no harm.
  static func read(_ text: String) -> [DeliveryStatus] {
    var groups: [[String]] = [[]]
    for line in text.split(separator: /\r\n|\r|\n/, omittingEmptySubsequences: false) {
      if !line.trimmingBlanks.isEmpty {
        groups[groups.count - 1].append(String(line))
      } else if groups.last?.isEmpty == false, groups.count < 1000 {
        groups.append([])
      }
    }
    return groups.compactMap { lines in
      DeliveryStatus(MIMEPart(Array(lines.joined(separator: "\n").utf8)).header)
    }
  }

  private init?(_ fields: MIMEHeader) {
    // What we sent to is the original recipient; the final one may be where it was forwarded to.
    let names = ["Original-Recipient", "Final-Recipient", "X-Actual-Recipient"]
    let addresses = names.lazy.compactMap { fields[$0].flatMap(Self.address) }
    guard let recipient = addresses.first else { return nil }
    self.recipient = recipient
    let words = (fields["Diagnostic-Code"] ?? "").trimmingBlanks
    let kind = words.prefix { $0 != ";" && $0 != " " }.lowercased()
    diagnostic =
      ["smtp", "x-postfix", "x-unix", "x-qmail", "lmtp"].contains(kind)
      ? words.drop { $0 != ";" }.dropFirst().trimmingBlanks : words
    action = (fields["Action"] ?? "").trimmingBlanks.prefix { $0 != " " && $0 != "(" }.lowercased()
    let field = fields["Status"].flatMap { StatusWords.status(in: $0) }
    let found = StatusWords.status(in: diagnostic)
    // `5.0.0` says only that it failed, which the diagnostic may say better.
    status = field?.subject == 0 ? found ?? field : field ?? found
  }

  /// Reads `rfc822; name@example.com`, with or without the type and brackets.
  private static func address(_ field: String) -> EmailAddress? {
    let parts = field.split(separator: ";", maxSplits: 1)
    let type = parts.count == 2 ? parts[0].trimmingBlanks.lowercased() : "rfc822"
    guard let last = parts.last, type != "x400" else { return nil }
    let text = last.trimmingBlanks.trimmingBrackets
    return try? EmailAddress(parsing: text, .anywhere)
  }
}

extension DeliveryStatus {
  private static let harmless: Set = ["delivered", "relayed", "expanded", "delayed"]

  /// Returns what notifications come to; nil where there is none that can be used.
  static func reading(_ statuses: [DeliveryStatus], _ original: OriginalMessage) -> BounceReading? {
    guard let first = statuses.first else { return nil }
    let failed = statuses.filter { !harmless.contains($0.action) && $0.status?.kind != 2 }
    guard !failed.isEmpty else {
      return .noFailure("\(first.action) \(first.recipient)")
    }
    var seen: Set<EmailAddress> = []
    return .reports(
      failed.filter { seen.insert($0.recipient).inserted }.map { $0.report(original.id) })
  }

  private func report(_ id: MessageID?) -> BounceReport {
    let kind = BounceTable.kind(
      status: status, code: StatusWords.code(in: diagnostic), diagnostic: diagnostic)
    return BounceReport(
      recipient: recipient, kind: kind, status: status,
      diagnostic: String(diagnostic.prefix(1000)), messageID: id, source: .notification)
  }
}

extension String {
  /// The text without angle brackets around it.
  var trimmingBrackets: String {
    hasPrefix("<") && hasSuffix(">") ? String(dropFirst().dropLast()) : self
  }
}
