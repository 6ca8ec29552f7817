package import Mail
package import World

/// How often mail to an address may fail before no more is sent.
package struct SuppressionPolicy: Sendable, Hashable {
  /// How many messages must fail within the window.
  package var failures: Int
  package var window: Duration

  package init(failures: Int = 3, window: Duration = .seconds(14 * 86_400)) {
    (self.failures, self.window) = (failures, window)
  }
}

/// Why no mail is sent to an address, and since when.
package struct Suppression: Sendable, Hashable {
  package let kind: BounceReport.Kind
  package let since: Timestamp
  package let reason: String

  package init(kind: BounceReport.Kind, since: Timestamp, reason: String) {
    (self.kind, self.since, self.reason) = (kind, since, reason)
  }

  package var sinceText: String { since.rfc3339 }
}

/// To whom no mail is sent although a list names them; the list itself is nobody's to edit here.
///
/// An address is one whatever its case: a bounce may spell it otherwise than the list.
package struct SuppressionList: Sendable, Hashable {
  /// A message that failed for the moment.
  struct Failure: Sendable, Hashable {
    let at: Timestamp
    /// What keeps one bounce from counting twice.
    let key: String
  }

  struct Entry: Sendable, Hashable {
    let address: EmailAddress
    var failures: [Failure] = []
    var suppression: Suppression?
  }

  /// By their addresses in lower case.
  private(set) var entries: [String: Entry] = [:]

  package init() {}

  init(_ entries: [Entry]) {
    self.entries = Dictionary(entries.map { (Self.key($0.address), $0) }) { $1 }
  }

  static func key(_ address: EmailAddress) -> String { address.text.lowercased() }
}

extension SuppressionList {
  /// Why no mail goes to an address, or nil where it does.
  package func suppression(of address: EmailAddress) -> Suppression? {
    entries[Self.key(address)]?.suppression
  }

  /// Takes a report in, and returns the suppression that follows from it, where it is a new one.
  ///
  /// A report that was taken in before, by the name of its message or its words, changes nothing.
  package mutating func record(
    _ report: BounceReport, at now: Timestamp, _ policy: SuppressionPolicy = SuppressionPolicy()
  ) -> Suppression? {
    let key = Self.key(report.recipient)
    var entry = entries[key] ?? Entry(address: report.recipient)
    guard entry.suppression == nil else { return nil }
    defer { entries[key] = entry }
    guard report.kind == .transient else {
      entry.suppression = Suppression(kind: report.kind, since: now, reason: report.words)
      return entry.suppression
    }
    let failure = Failure(at: now, key: report.messageID?.text ?? report.diagnostic)
    let isKnown = entry.failures.contains { $0.key == failure.key }
    entry.failures.removeAll { now.duration(since: $0.at) > policy.window }
    if !isKnown { entry.failures.append(failure) }
    guard entry.failures.count >= policy.failures else { return nil }
    let days = policy.window.components.seconds / 86_400
    entry.suppression = Suppression(
      kind: .transient, since: now,
      reason: "\(entry.failures.count) messages failed in \(days) days, the last one: "
        + report.words)
    return entry.suppression
  }

  /// Takes note that a message arrived, after which earlier failures count no more.
  package mutating func recordDelivery(to address: EmailAddress) {
    guard entries[Self.key(address)]?.suppression == nil else { return }
    entries[Self.key(address)] = nil
  }

  /// Suppresses an address on somebody's word.
  package mutating func suppress(_ address: EmailAddress, reason: String, at now: Timestamp) {
    let suppression = Suppression(kind: .permanent, since: now, reason: reason)
    entries[Self.key(address), default: Entry(address: address)].suppression = suppression
  }

  /// Lets mail go to an address again, and returns whether it did not.
  package mutating func lift(_ address: EmailAddress) -> Bool {
    entries.removeValue(forKey: Self.key(address))?.suppression != nil
  }

  /// The suppressed addresses, in order.
  package var all: [(address: EmailAddress, suppression: Suppression)] {
    entries.values.compactMap { entry in entry.suppression.map { (entry.address, $0) } }
      .sorted { $0.address < $1.address }
  }

  /// Divides recipients into those mail goes to and those it does not.
  package func divide(
    _ recipients: [Mailbox]
  ) -> (open: [Mailbox], suppressed: [(mailbox: Mailbox, suppression: Suppression)]) {
    var (open, suppressed) = ([Mailbox](), [(mailbox: Mailbox, suppression: Suppression)]())
    for recipient in recipients {
      if let suppression = suppression(of: recipient.address) {
        suppressed.append((recipient, suppression))
      } else {
        open.append(recipient)
      }
    }
    return (open, suppressed)
  }
}

extension BounceReport {
  fileprivate var words: String {
    [status?.description, diagnostic].compactMap(\.self).filter { !$0.isEmpty }
      .joined(separator: " ")
  }
}
