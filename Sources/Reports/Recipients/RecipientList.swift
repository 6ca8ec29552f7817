package import Diagnostics
package import Mail

/// Whom a report goes to, as a store has it when it is read.
package struct RecipientList: Sendable {
  /// In the order of the store, nobody twice.
  package let recipients: [Mailbox]
  /// What is wrong with the store, each with its line.
  package let diagnostics: [Diagnostic]

  /// How a store is written.
  package enum Format: Sendable, Hashable, CaseIterable {
    /// An address a line, or several between commas; `#` begins a comment.
    case lines
    /// A header that names a column `email`, perhaps one `name`, and a row for each.
    case csv
    /// A list of addresses, or of objects with `email` and `name`, perhaps under `recipients`.
    case yaml

    /// The format that a name or the first characters of a content tell.
    package init(of file: SourceFile) {
      let name = file.name.lowercased()
      let first = file.bytes.first { $0 != 32 && $0 != 9 && $0 != 10 && $0 != 13 }
      if name.hasSuffix(".csv") {
        self = .csv
      } else if [".yaml", ".yml", ".json"].contains(where: name.hasSuffix)
        || first == UInt8(ascii: "[") || first == UInt8(ascii: "{")
      {
        self = .yaml
      } else {
        self = .lines
      }
    }
  }

  /// Reads a store; only domains that are allowed get mail.
  package init(
    reading file: SourceFile, as format: Format? = nil, allowing domains: AllowedDomains = .init()
  ) {
    var draft = RecipientDraft(file: file, domains: domains)
    switch format ?? Format(of: file) {
    case .lines: draft.readLines()
    case .csv: draft.readCSV()
    case .yaml: draft.readYAML()
    }
    draft.finish()
    (recipients, diagnostics) = (draft.recipients, draft.diagnostics)
  }
}

/// A list while it is read.
struct RecipientDraft {
  let file: SourceFile
  private let domains: AllowedDomains
  private(set) var recipients: [Mailbox] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// Where an address is named first, in lower case: hardly a mail server tells cases apart.
  private var places: [String: SourceLocation] = [:]

  /// More than this is a mistake, or a newsletter.
  static let limit = 10_000

  init(file: SourceFile, domains: AllowedDomains) {
    (self.file, self.domains) = (file, domains)
  }

  mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  /// Takes what stands at a place as a mailbox, where it is one and is not there yet.
  mutating func take(_ text: String, name: String? = nil, at location: SourceLocation) {
    do throws(AddressError) {
      let parsed = try Mailbox(parsing: text)
      add(name.map { Mailbox(parsed.address, name: $0) } ?? parsed, at: location)
    } catch {
      let place = SourceLocation(
        file: file, line: location.line, column: location.column + error.column - 1)
      report(.error("invalid-recipient", error.message, at: place, hint: error.remedy))
    }
  }

  private mutating func add(_ mailbox: Mailbox, at location: SourceLocation) {
    guard domains.contains(mailbox.address) else {
      return report(
        .error(
          "recipient-domain", "\(mailbox.address) is at a domain that gets no reports",
          at: location, hint: "allow \(mailbox.address.domain) in the schedule, or take it out"))
    }
    let key = mailbox.address.text.lowercased()
    if let first = places[key] {
      return report(
        .warning(
          "duplicate-recipient", "\(mailbox.address) is named twice and gets one message",
          at: location, notes: [Diagnostic.Note("first named here", at: first)]))
    }
    places[key] = location
    recipients.append(mailbox)
  }

  mutating func finish() {
    let start = SourceLocation(file: file, line: 1, column: 1)
    if recipients.isEmpty, !diagnostics.hasErrors {
      report(
        .error(
          "no-recipients", "the list of recipients is empty", at: start,
          hint: "name at least one address"))
    }
    if recipients.count > Self.limit {
      report(
        .error(
          "too-many-recipients", "\(recipients.count) recipients, more than \(Self.limit)",
          at: start, hint: "use the address of a mailing list"))
    }
  }
}
