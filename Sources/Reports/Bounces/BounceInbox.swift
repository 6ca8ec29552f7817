package import Mail

/// Where what mail systems send back is taken from, some of it at a time.
package protocol BounceInbox: Sendable {
  /// Returns letters that were not marked yet, the oldest first; none where there are no more.
  func letters() async throws -> [BounceLetter]
  /// Marks letters once what they say was stored, so that they do not come again.
  func mark(_ letters: [BounceLetter]) async throws
}

/// A message that came back, and what it turned out to be.
package struct BounceLetter: Sendable, Hashable {
  /// What the inbox knows it by.
  package enum ID: Sendable, Hashable {
    case file(Maildir.Message)
    case remote(RemoteMessage.ID)
    case queued(String)
  }

  package let id: ID
  package let reading: BounceReading
  /// What a queue wants to hear of it when it is done.
  let receipt: String

  package init(id: ID, reading: BounceReading, receipt: String = "") {
    (self.id, self.reading, self.receipt) = (id, reading, receipt)
  }

  /// Whether a person should look at it.
  var isStrange: Bool { if case .notUnderstood = reading { true } else { false } }

  /// The letter as a person finds it.
  package var name: String {
    switch id {
    case .file(let message): message.key
    case .remote(let id): "message \(id.number)"
    case .queued(let id): id
    }
  }
}
