extension MailMessage {
  /// Refuses what would end a header, name a folder or leave the reader without an answer.
  func check() throws(MailError) {
    try check(from, in: "from")
    if let replyTo { try check(replyTo, in: "reply-to") }
    if case .mailboxes(let mailboxes) = to {
      guard !mailboxes.isEmpty else {
        throw MailError(
          "nobody is named", in: "to", remedy: "name a recipient, or leave all undisclosed")
      }
      for (index, mailbox) in mailboxes.enumerated() {
        try check(mailbox, in: "recipient \(index + 1)")
      }
    }
    try MailError.checkHeader(subject, in: "subject")
    guard subject.utf8.count <= 998 else {
      throw MailError("more than 998 bytes", in: "subject", remedy: "shorten it")
    }
    try unsubscribe?.check()
    for (index, attachment) in attachments.enumerated() {
      try attachment.check(in: "attachment \(index + 1)")
    }
  }

  private func check(_ mailbox: Mailbox, in place: String) throws(MailError) {
    if let name = mailbox.name { try MailError.checkHeader(name, in: "\(place), its name") }
    try MailError.checkHeader(mailbox.address.text, in: place)
  }
}

extension MailMessage.Unsubscribe {
  fileprivate func check() throws(MailError) {
    let isPlain = url.utf8.allSatisfy { (33..<127).contains($0) && $0 != 60 && $0 != 62 }
    guard isPlain, url.hasPrefix("https:") || url.hasPrefix("mailto:"), url.utf8.count < 900 else {
      throw MailError(
        "no URL of https or mailto", in: "list-unsubscribe", remedy: "write it percent-encoded")
    }
  }
}

extension MailAttachment {
  fileprivate func check(in place: String) throws(MailError) {
    try MailError.checkHeader(name, in: "\(place), its name")
    guard !name.isEmpty, name.utf8.count <= 255, !name.contains("/"), !name.contains("\\") else {
      throw MailError(
        "\"\(name)\" is no name of a file", in: place, remedy: "give the name without a folder")
    }
    let parts = type.split(separator: "/", omittingEmptySubsequences: false)
    let isType =
      parts.count == 2
      && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { isAtomByte($0) || $0 == 46 } }
    guard isType else {
      throw MailError("\"\(type)\" is no media type", in: place, remedy: "write application/pdf")
    }
  }
}
