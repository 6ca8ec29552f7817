package import World

/// What there is to tell somebody of an environment.
package struct DriftNotice: Sendable {
  package enum News: String, Sendable, CaseIterable {
    /// The org moved, or moved further.
    case drift
    /// It still has, and that was told a while ago.
    case reminder
    /// Everything is as declared again.
    case resolved
    /// Nobody can say how things stand.
    case error
    /// It can be said again.
    case recovered
  }

  package let news: News
  package let environment: String
  package let at: Timestamp
  package let fingerprint: String?
  /// All differences there are now.
  package var differences: [DriftDifference] = []
  /// Those among them that were not told before.
  package var new: [DriftDifference] = []
  /// Where something was told that is over.
  package var gone: [String] = []
  /// When the drift was told first.
  package var since: Timestamp?
  /// Why nobody can say how things stand, or not of everything.
  package var failure: DriftFailure?
  /// Whether part could be read in spite of the failure.
  package var isPartial = false
  package var link: String?
  /// What of the environment was looked at; nil where that was all of it.
  package var part: String?

  package init(_ news: News, environment: String, at: Timestamp, fingerprint: String? = nil) {
    (self.news, self.environment) = (news, environment)
    (self.at, self.fingerprint) = (at, fingerprint)
  }
}

extension DriftNotice {
  /// The notice in one line.
  package var title: String {
    let count = counted(differences.count)
    let place = part.map { "\(environment) (\($0))" } ?? environment
    switch news {
    case .drift:
      let more = new.isEmpty || new.count == differences.count ? "" : ", \(new.count) new"
      let less = gone.isEmpty ? "" : ", \(gone.count) gone"
      return "Drift in \(place): \(count)\(more)\(less)\(limits)"
    case .reminder:
      return "Still drift in \(place): \(count), first told \(since?.rfc3339 ?? "before")\(limits)"
    case .resolved:
      let what = part == nil ? "everything" : "what was looked at"
      return "No more drift in \(place): \(what) is as declared"
    case .error:
      let extent = isPartial ? "known only in part" : "not known"
      return "Drift in \(place) is \(extent): \(failure?.message ?? "a failure")"
    case .recovered:
      let what = part == nil ? "everything" : "what was looked at"
      return "Drift in \(place) is known again: "
        + (differences.isEmpty ? "\(what) is as declared" : count)
    }
  }

  /// The notice in a few words, for whoever sees that somebody was told.
  package var summary: String {
    switch news {
    case .drift, .reminder:
      let count = counted(differences.count)
      let more = new.isEmpty || new.count == differences.count ? "" : ", \(new.count) new"
      return "\(news.rawValue), \(count)\(more)\(limits)"
    case .error: return failure.map { "error, \($0.message.plain(200))" } ?? "error"
    case .resolved, .recovered: return news.rawValue
    }
  }

  private var limits: String { failure == nil ? "" : ", not everything was read" }

  private func counted(_ count: Int) -> String {
    "\(count) \(count == 1 ? "difference" : "differences")"
  }
}
