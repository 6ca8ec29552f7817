/// A mailbox on a server, of which messages are read without changing them, and marked later.
package protocol RemoteMailbox: Sendable {
  /// Returns messages that nobody has seen, the oldest first and as many as fit the limits.
  func unseen(_ limits: MailboxLimits) async throws(MailboxError) -> [RemoteMessage]
  /// Marks messages as seen, once what they say was recorded, and as ones to look at where they are.
  func markSeen(_ messages: [RemoteMessage.ID], isFlagged: Bool) async throws(MailboxError)
}

/// A message of a mailbox, where it was read.
package struct RemoteMessage: Sendable, Hashable {
  /// The number of a message, which holds while the mailbox keeps its validity.
  package struct ID: Sendable, Hashable {
    package let validity: UInt32
    package let number: UInt32

    package init(validity: UInt32, number: UInt32) {
      (self.validity, self.number) = (validity, number)
    }
  }

  package let id: ID
  package let bytes: [UInt8]

  package init(id: ID, bytes: [UInt8]) { (self.id, self.bytes) = (id, bytes) }
}

/// How much is read of a mailbox at once.
package struct MailboxLimits: Sendable, Hashable {
  package var messages: Int
  /// How many bytes of one message are read; what lies beyond is left out.
  package var messageBytes: Int
  package var bytes: Int

  package init(messages: Int = 200, messageBytes: Int = 1 << 20, bytes: Int = 32 << 20) {
    (self.messages, self.messageBytes, self.bytes) = (messages, messageBytes, bytes)
  }
}

/// Why a mailbox cannot be read.
package struct MailboxError: Error, Sendable, Hashable, CustomStringConvertible {
  package let reason: MailFailure.Reason
  package let description: String

  package init(_ reason: MailFailure.Reason, _ description: String) {
    (self.reason, self.description) = (reason, description)
  }
}
