internal import JSON
internal import Mail

/// Reads what Amazon SES tells of a message, as it comes through SNS, a queue or EventBridge.
package enum SESNotification {
  /// Reads a notification or an event, in the envelope of SNS or EventBridge or without one.
  package static func read(_ bytes: [UInt8]) -> BounceReading {
    let limits = JSON.Limits(depth: 32, bytes: 1 << 20, duplicateKeys: .lastWins)
    guard let outer = try? JSON.parse(bytes, limits: limits) else {
      return .notUnderstood("no JSON")
    }
    var document = outer
    if let text = outer["Message"]?.string {
      // SNS says in plain words that a topic was subscribed to.
      guard let inner = try? JSON.parse(text, limits: limits) else {
        return .noFailure("a message of SNS itself")
      }
      document = inner
    } else if let detail = outer["detail"], outer["source"]?.string == "aws.ses" {
      document = detail
    }
    // Notifications name their kind one way, events of a configuration set the other.
    guard let kind = (document["notificationType"] ?? document["eventType"])?.string else {
      return .notUnderstood("JSON that is no notification of SES")
    }
    switch kind {
    case "Bounce": return bounce(document)
    case "Complaint": return complaint(document)
    default: return .noFailure("SES: \(kind.prefix(40))")
    }
  }

  private static func bounce(_ document: JSON) -> BounceReading {
    let bounce = document["bounce"]
    let type = bounce?["bounceType"]?.string ?? ""
    let detail = bounce?["bounceSubType"]?.string ?? ""
    let reports = (bounce?["bouncedRecipients"]?.array ?? []).compactMap {
      entry -> BounceReport? in
      guard let recipient = address(entry) else { return nil }
      let words = entry["diagnosticCode"]?.string ?? ""
      return BounceReport(
        recipient: recipient, kind: type == "Permanent" ? .permanent : .transient,
        status: entry["status"]?.string.flatMap { EnhancedStatus($0) },
        diagnostic: "\(type)/\(detail) \(words)".trimmingBlanks, messageID: messageID(document),
        source: .ses)
    }
    return reports.isEmpty
      ? .notUnderstood("a bounce of SES that names no recipient")
      : .reports(reports)
  }

  private static func complaint(_ document: JSON) -> BounceReading {
    let complaint = document["complaint"]
    let type = complaint?["complaintFeedbackType"]?.string ?? "no type given"
    guard type != "not-spam" else { return .noFailure("SES: feedback of the type not-spam") }
    let reports = (complaint?["complainedRecipients"]?.array ?? []).compactMap {
      address($0).map {
        BounceReport(
          recipient: $0, kind: .complaint, diagnostic: "feedback: \(type.prefix(40))",
          messageID: messageID(document), source: .ses)
      }
    }
    return reports.isEmpty
      ? .notUnderstood("a complaint of SES that names no recipient")
      : .reports(reports)
  }

  private static func address(_ entry: JSON) -> EmailAddress? {
    entry["emailAddress"]?.string.flatMap { text in
      (try? Mailbox(parsing: text).address) ?? (try? EmailAddress(parsing: text, .anywhere))
    }
  }

  /// The name that we gave the message, for SES gives it another one on its way.
  private static func messageID(_ document: JSON) -> MessageID? {
    let mail = document["mail"]
    let header = mail?["headers"]?.array?
      .first { $0["name"]?.string?.lowercased() == "message-id" }?["value"]?.string
    return (mail?["commonHeaders"]?["messageId"]?.string ?? header)
      .flatMap { MessageID(tolerant: $0) }
  }
}
