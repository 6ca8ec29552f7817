package import Mail

/// What a status or a sentence means for the address: whether it is wrong, or only this message failed.
///
/// Mail is taken from an address at once only where the address itself is wrong. Everything about the
/// message, the policy of the receiver, its storage or the way there is of this message.
package enum BounceTable {
  /// A row for the statuses of a subject, or for one of its details.
  struct StatusRow {
    let subject: Int
    let detail: Int?
    let kind: BounceReport.Kind
    let meaning: String
    let source: String
  }

  /// The first row that fits counts.
  static let statuses = [
    StatusRow(
      subject: 1, detail: 7, kind: .transient, meaning: "the sender's address is wrong",
      source: "RFC 3463, 3.2"),
    StatusRow(
      subject: 1, detail: 8, kind: .transient, meaning: "the sender's system is wrong",
      source: "RFC 3463, 3.2"),
    StatusRow(
      subject: 1, detail: nil, kind: .permanent,
      meaning: "the address or its system does not exist, has moved or takes no mail",
      source: "RFC 3463, 3.2; RFC 7505 for 5.1.10"),
    StatusRow(
      subject: 2, detail: 1, kind: .permanent, meaning: "the mailbox is disabled",
      source: "RFC 3463, 3.3"),
    StatusRow(
      subject: 2, detail: nil, kind: .transient,
      meaning: "the mailbox is full, or the message too long for it", source: "RFC 3463, 3.3"),
    StatusRow(
      subject: 3, detail: nil, kind: .transient, meaning: "the receiving system has a problem",
      source: "RFC 3463, 3.4"),
    StatusRow(
      subject: 4, detail: nil, kind: .transient, meaning: "the way there has a problem",
      source: "RFC 3463, 3.5"),
    StatusRow(
      subject: 5, detail: nil, kind: .transient, meaning: "the conversation went wrong",
      source: "RFC 3463, 3.6"),
    StatusRow(
      subject: 6, detail: nil, kind: .transient, meaning: "the content is not taken",
      source: "RFC 3463, 3.7"),
    StatusRow(
      subject: 7, detail: nil, kind: .transient, meaning: "a policy refuses the message",
      source: "RFC 3463, 3.8"),
  ]

  /// A row for words that stand in a diagnostic, in lower case.
  struct PhraseRow {
    let phrase: String
    let kind: BounceReport.Kind
    let source: String
  }

  /// For diagnostics without a status, or with one that says nothing (`5.0.0`).
  static let phrases = [
    PhraseRow(phrase: "mailbox full", kind: .transient, source: "sendmail, Exim"),
    PhraseRow(phrase: "over quota", kind: .transient, source: "Gmail, Dovecot"),
    PhraseRow(phrase: "quota exceeded", kind: .transient, source: "Courier"),
    PhraseRow(phrase: "spam", kind: .transient, source: "filters of many kinds"),
    PhraseRow(phrase: "blocked", kind: .transient, source: "filters of many kinds"),
    PhraseRow(phrase: "blacklist", kind: .transient, source: "filters of many kinds"),
    PhraseRow(phrase: "relay", kind: .transient, source: "sendmail, Exchange"),
    PhraseRow(phrase: "user unknown", kind: .permanent, source: "sendmail, Postfix"),
    PhraseRow(phrase: "unknown user", kind: .permanent, source: "Exim"),
    PhraseRow(phrase: "no such user", kind: .permanent, source: "Gmail, aiosmtpd"),
    PhraseRow(phrase: "no such recipient", kind: .permanent, source: "Courier"),
    PhraseRow(phrase: "no mailbox here by that name", kind: .permanent, source: "qmail"),
    PhraseRow(phrase: "mailbox unavailable", kind: .permanent, source: "RFC 5321, 4.2.3; Exchange"),
    PhraseRow(phrase: "mailbox not found", kind: .permanent, source: "iCloud"),
    PhraseRow(phrase: "does not exist", kind: .permanent, source: "Gmail"),
    PhraseRow(phrase: "doesn't exist", kind: .permanent, source: "qmail, Yahoo"),
    PhraseRow(phrase: "address couldn't be found", kind: .permanent, source: "Gmail, Exchange"),
    PhraseRow(phrase: "address not found", kind: .permanent, source: "Gmail"),
    PhraseRow(phrase: "recipnotfound", kind: .permanent, source: "Exchange"),
    PhraseRow(phrase: "recipient not found", kind: .permanent, source: "Exchange"),
    PhraseRow(phrase: "recipient unknown", kind: .permanent, source: "Domino"),
    PhraseRow(phrase: "unknown recipient", kind: .permanent, source: "Lotus, hMailServer"),
    PhraseRow(phrase: "unrouteable address", kind: .permanent, source: "Exim"),
    PhraseRow(phrase: "recipient address rejected", kind: .permanent, source: "Postfix"),
    PhraseRow(phrase: "account has been disabled", kind: .permanent, source: "Yahoo, AOL"),
    PhraseRow(phrase: "account is disabled", kind: .permanent, source: "Gmail"),
    PhraseRow(phrase: "no longer available", kind: .permanent, source: "Yahoo"),
    PhraseRow(phrase: "host not found", kind: .permanent, source: "sendmail, Postfix"),
    PhraseRow(phrase: "domain not found", kind: .permanent, source: "Postfix"),
    PhraseRow(phrase: "couldn't find any host named", kind: .permanent, source: "qmail"),
  ]

  /// Returns what a failure means; a class of 4 is of this message whatever else it says.
  package static func kind(
    status: EnhancedStatus?, code: Int? = nil, diagnostic: String
  ) -> BounceReport.Kind {
    if status?.kind == 4 || (status == nil && code.map { (400..<500).contains($0) } == true) {
      return .transient
    }
    let words = diagnostic.lowercased()
    let said = phrases.first { words.contains($0.phrase) }?.kind
    // Gateways put 5.1.0 before whatever another system has said.
    if status?.subject == 1, status?.detail == 0 { return said ?? .permanent }
    if let status, let row = statuses.first(where: { $0.fits(status) }) { return row.kind }
    return said ?? .transient
  }
}

extension BounceTable.StatusRow {
  fileprivate func fits(_ status: EnhancedStatus) -> Bool {
    subject == status.subject && (detail == nil || detail == status.detail)
  }
}
