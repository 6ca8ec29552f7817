package import Mail

/// The letters of a mailbox on a server.
package struct RemoteInbox: BounceInbox {
  private let mailbox: any RemoteMailbox
  private let limits: MailboxLimits

  package init(_ mailbox: any RemoteMailbox, limits: MailboxLimits = MailboxLimits()) {
    (self.mailbox, self.limits) = (mailbox, limits)
  }

  package func letters() async throws -> [BounceLetter] {
    try await mailbox.unseen(limits).map { message in
      BounceLetter(id: .remote(message.id), reading: BounceReader.read(message.bytes))
    }
  }

  package func mark(_ letters: [BounceLetter]) async throws {
    for isStrange in [false, true] {
      let ids = letters.filter { $0.isStrange == isStrange }.compactMap { letter in
        if case .remote(let id) = letter.id { id } else { nil }
      }
      if !ids.isEmpty { try await mailbox.markSeen(ids, isFlagged: isStrange) }
    }
  }
}
