package import JSON
package import Mail

/// A report as its manifest declares it: what is exported, when, for whom, and what it looks like.
package struct ReportDeclaration: Sendable {
  package let name: String
  package let title: String
  package let isEnabled: Bool
  /// What is asked of Genesys, in the words of its API.
  package let report: JSON
  package let schedule: Schedule
  package let period: Period
  /// Whether the API counts the period back from the moment of the export, so that a run that is too
  /// late would be of other days.
  package let isCountedFromNow: Bool
  package let catchUp: CatchUp
  package var export: ExportManner
  package let delivery: DeliveryDeclaration
  package let layout: ReportLayout
  package let notice: FailureNotice?
}

/// How an export is waited for.
package enum ExportManner: Sendable, Hashable {
  /// Until it is done or the time is used up.
  case wait(budget: Duration)
  /// A few looks; another run goes on from there.
  case deferred(polls: Int)
}

/// Whom a report is sent to, and how.
package struct DeliveryDeclaration: Sendable {
  package enum Addressing: String, Sendable, CaseIterable {
    /// A message to each recipient.
    case each
    /// One message to all, who do not learn of each other.
    case bcc
  }

  package enum FileFormat: String, Sendable, CaseIterable {
    case pdf, csv, xlsx
  }

  package struct Link: Sendable, Hashable {
    /// As in `s3://bucket/prefix`.
    package let place: String
    package let days: Int
  }

  package let stores: [RecipientStore]
  package let addressing: Addressing
  package let domains: AllowedDomains
  package let from: Mailbox?
  package let replyTo: Mailbox?
  package let subject: ReportText
  package let body: ReportText?
  package let fileName: ReportText
  /// In the order in which they are attached.
  package let formats: [FileFormat]
  package let conditions: SendConditions
  package let maximumBytes: Int
  package let tooLarge: SizePolicy
  package let link: Link?
}

/// Where addresses are kept.
package enum RecipientStore: Sendable, Hashable, CustomStringConvertible {
  /// A file, relative to the project's folder.
  case file(String)
  case s3(bucket: String, key: String)
  /// A parameter of SSM.
  case parameter(String)

  package init?(_ text: String) {
    if text.hasPrefix("file:"), text.utf8.count > 5 {
      self = .file(String(text.dropFirst(5)))
    } else if text.hasPrefix("ssm:"), text.utf8.count > 4 {
      self = .parameter(String(text.dropFirst(4)))
    } else if text.hasPrefix("s3://") {
      let parts = text.dropFirst(5).split(separator: "/", maxSplits: 1)
      guard parts.count == 2 else { return nil }
      self = .s3(bucket: String(parts[0]), key: String(parts[1]))
    } else {
      return nil
    }
  }

  package var description: String {
    switch self {
    case .file(let path): "file:\(path)"
    case .s3(let bucket, let key): "s3://\(bucket)/\(key)"
    case .parameter(let name): "ssm:\(name)"
    }
  }
}

/// Who is told when a report could not be sent.
package struct FailureNotice: Sendable, Hashable {
  package let mail: [Mailbox]
  /// A URL, or where it is kept.
  package let webhook: String?
  /// How many runs in a row must have failed.
  package let after: Int

  /// The ways on which somebody is told.
  var channels: Set<ReportStanding.Owed.Channel> {
    Set((webhook == nil ? [] : [.webhook]) + (mail.isEmpty ? [] : [.mail]))
  }
}
