/// Takes in what mail systems have sent back, letter by letter, and leaves nothing counted twice.
package struct BounceCollector: Sendable {
  private let inbox: any BounceInbox
  private let limit: Int

  /// Takes at most so many letters in one go.
  package init(_ inbox: any BounceInbox, limit: Int = 10_000) {
    (self.inbox, self.limit) = (inbox, limit)
  }

  /// Hands each report to the caller, who stores it and says whether it counts: it does where it is of a
  /// message that was sent.
  ///
  /// Letters are marked after that alone. A run that ends in between reads them again, which changes
  /// nothing: the list of suppressed addresses knows a report by the name of its message.
  package func collect(
    _ accept: (BounceReport) async throws -> Bool
  ) async throws -> BounceSummary {
    var summary = BounceSummary()
    var known: Set<BounceLetter.ID> = []
    while true {
      try Task.checkCancellation()
      let letters = try await inbox.letters().filter { known.insert($0.id).inserted }
      guard !letters.isEmpty else { return summary }
      var done: [BounceLetter] = []
      do {
        for letter in letters.prefix(limit - summary.letters) {
          try await take(letter, into: &summary, accept)
          done.append(letter)
        }
      } catch {
        // What was stored before need not come again; the error is the one that counts.
        try? await inbox.mark(done)
        throw error
      }
      try await inbox.mark(done)
      guard summary.letters < limit else {
        summary.isWhole = false
        return summary
      }
    }
  }

  private func take(
    _ letter: BounceLetter, into summary: inout BounceSummary,
    _ accept: (BounceReport) async throws -> Bool
  ) async throws {
    switch letter.reading {
    case .reports(let reports):
      for report in reports {
        if try await accept(report) {
          summary.counted[report.kind, default: 0] += 1
        } else {
          summary.ignored += 1
        }
      }
    case .noFailure: summary.withoutFailure += 1
    case .notUnderstood(let reason): summary.note(letter.name, reason)
    }
    summary.letters += 1
  }
}

/// What came of taking letters in.
package struct BounceSummary: Sendable, Hashable {
  /// A letter that somebody should look at.
  package struct Strange: Sendable, Hashable {
    package let letter: String
    package let reason: String
  }

  package var letters = 0
  /// How many reports counted, by what they say.
  package var counted: [BounceReport.Kind: Int] = [:]
  /// Reports of messages that nobody sent: forged ones, and those of other senders.
  package var ignored = 0
  /// Letters that speak of no failure, such as delays.
  package var withoutFailure = 0
  package var notUnderstood = 0
  /// The first of those that were not understood.
  package private(set) var strange: [Strange] = []
  /// Whether there were no more letters than were taken.
  package var isWhole = true

  package init() {}

  private static let mostStrange = 20

  mutating func note(_ letter: String, _ reason: String) {
    notUnderstood += 1
    if strange.count < Self.mostStrange {
      strange.append(Strange(letter: letter, reason: reason))
    }
  }
}
