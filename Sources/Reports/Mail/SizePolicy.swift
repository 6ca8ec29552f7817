package import Mail

/// What becomes of a report that is too large for a message.
package enum SizePolicy: String, Sendable, Hashable, CaseIterable {
  /// Only the CSV files go with it.
  case csvOnly = "csv-only"
  /// The files are spread over several messages.
  case split
  /// The message says where the files lie.
  case link
  /// Nothing is sent.
  case refuse
}

/// How large an encoded message may be.
package struct SizeLimit: Sendable, Hashable {
  /// The project's own limit.
  package let policy: Int
  /// What the server said it takes; nil where it named nothing.
  package let server: Int?

  package init(policy: Int = Self.standard, server: Int? = nil) {
    (self.policy, self.server) = (policy, server)
  }

  /// 10 MB, below what most relays take.
  package static let standard = 10_000_000

  package var bytes: Int { min(policy, server ?? .max) }

  fileprivate var words: String {
    bytes == policy ? "the limit of \(policy) bytes" : "the \(bytes) bytes that the server takes"
  }
}

/// How a report is to be sent.
package enum SizeDecision: Sendable, Hashable {
  /// One message for each group of attachments, named by their places; the reason says why that is not
  /// the whole in one.
  case send([[Int]], reason: String?)
  /// One message without attachments that says where they lie.
  case link(reason: String)
  /// Nothing, which somebody has to be told.
  case refuse(reason: String)
}

extension SizePolicy {
  private static let mostParts = 20

  /// Decides by the encoded size of the very message that would be sent.
  package func decide(
    on message: MailMessage, limit: SizeLimit
  ) throws(MailError) -> SizeDecision {
    let all = Array(message.attachments.indices)
    let count = try message.encodedCount()
    guard count > limit.bytes else { return .send([all], reason: nil) }
    let reason = "the message has \(count) bytes, more than \(limit.words)"
    guard try message.keeping([]).encodedCount() <= limit.bytes else {
      return .refuse(reason: "\(reason), and is too large without its files too")
    }
    switch self {
    case .refuse: return .refuse(reason: reason)
    case .link: return .link(reason: reason)
    case .csvOnly: return try csvOnly(message, limit, reason)
    case .split: return try split(message, limit, reason)
    }
  }

  private func csvOnly(
    _ message: MailMessage, _ limit: SizeLimit, _ reason: String
  ) throws(MailError) -> SizeDecision {
    let files = message.attachments.indices.filter { message.attachments[$0].type == "text/csv" }
    guard !files.isEmpty else { return .refuse(reason: "\(reason), and there is no CSV file") }
    guard try message.keeping(files).encodedCount() <= limit.bytes else {
      return .refuse(reason: "\(reason), and is too large with the CSV files alone too")
    }
    return .send([files], reason: "\(reason); only CSV is sent")
  }

  /// Puts each file into the first message that has room for it.
  private func split(
    _ message: MailMessage, _ limit: SizeLimit, _ reason: String
  ) throws(MailError) -> SizeDecision {
    var groups: [[Int]] = []
    for file in message.attachments.indices {
      var place: Int?
      for (index, group) in groups.enumerated() where place == nil {
        let isFit = try message.keeping(group + [file]).encodedCount() <= limit.bytes
        if isFit { place = index }
      }
      if let place {
        groups[place].append(file)
      } else if try message.keeping([file]).encodedCount() <= limit.bytes {
        groups.append([file])
      } else {
        return .refuse(
          reason: "\(reason), and \(message.attachments[file].name) is too large on its own")
      }
    }
    guard groups.count <= Self.mostParts else {
      return .refuse(reason: "\(reason), and would take \(groups.count) messages")
    }
    return .send(groups, reason: "\(reason); it is split into \(groups.count)")
  }
}

extension MailMessage {
  /// Returns the message with some of its attachments.
  package func keeping(_ attachments: [Int]) -> MailMessage {
    var message = self
    message.attachments = attachments.map { self.attachments[$0] }
    return message
  }
}
