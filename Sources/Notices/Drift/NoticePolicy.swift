internal import World

/// When somebody is told of something, and of what.
package struct NoticePolicy: Sendable, Hashable {
  /// What a project file can ask to be told of.
  package enum Subject: String, Sendable, CaseIterable {
    case drift, resolved, error
  }

  package let subjects: Set<Subject>
  /// After how long the same drift is told again; nil for never.
  package let reminder: Duration?

  package init(subjects: Set<Subject> = Set(Subject.allCases), reminder: Duration? = nil) {
    (self.subjects, self.reminder) = (subjects, reminder)
  }

  /// Returns what is to be told after a look, if anything, and what the standing is once it was.
  ///
  /// A look that read something only in part or not at all changes nothing of the drift that was told:
  /// what was not seen is not over.
  package func next(
    after standing: DriftStanding, _ look: DriftLook
  ) -> (notice: DriftNotice?, standing: DriftStanding) {
    let (notice, next) =
      switch look.outcome {
      case .failed(let code, let message): failed(standing, look, code, message)
      case .whole(let differences): seen(standing, look, differences)
      }
    let isWanted = notice.map { subjects.contains($0.news.subject) } ?? false
    return (isWanted ? notice : nil, next)
  }

  private func failed(
    _ standing: DriftStanding, _ look: DriftLook, _ code: String, _ message: String
  ) -> (DriftNotice?, DriftStanding) {
    guard standing.failure != code || isDue(standing.failureLast, look.at) else {
      return (nil, standing)
    }
    var next = standing
    (next.failure, next.failureLast) = (code, look.at)
    var notice = DriftNotice(.error, environment: look.environment, at: look.at)
    (notice.failure, notice.link, notice.part) = ((code, message), look.link, look.part)
    return (notice, next)
  }

  private func seen(
    _ standing: DriftStanding, _ look: DriftLook, _ differences: [DriftDifference]
  ) -> (DriftNotice?, DriftStanding) {
    var next = standing
    (next.failure, next.failureLast) = (nil, nil)
    let fingerprint = DriftFingerprint.of(differences.lazy.map(\.id))
    if fingerprint == standing.fingerprint, !isDue(standing.last, look.at) || fingerprint == nil {
      let isOver = standing.failure != nil && subjects.contains(.error)
      return (isOver ? notice(.recovered, standing, look, fingerprint, differences) : nil, next)
    }
    let news: DriftNotice.News =
      fingerprint == nil ? .resolved : fingerprint == standing.fingerprint ? .reminder : .drift
    next.fingerprint = fingerprint
    next.told = differences.prefix(DriftStanding.mostTold).map {
      DriftStanding.Told(id: $0.id, place: $0.place)
    }
    next.since = fingerprint == nil ? nil : standing.since ?? look.at
    next.last = fingerprint == nil ? nil : look.at
    return (notice(news, standing, look, fingerprint, differences), next)
  }

  private func notice(
    _ news: DriftNotice.News, _ standing: DriftStanding, _ look: DriftLook, _ fingerprint: String?,
    _ differences: [DriftDifference]
  ) -> DriftNotice {
    var notice = DriftNotice(
      news, environment: look.environment, at: look.at, fingerprint: fingerprint)
    let known = Set(standing.told.lazy.map(\.id))
    let present = Set(differences.lazy.map(\.id))
    notice.differences = differences
    notice.new = news == .drift ? differences.filter { !known.contains($0.id) } : []
    // A place that differs in another way is new, and not gone besides.
    let places = Set(differences.lazy.map(\.place))
    notice.gone = standing.told.filter { !present.contains($0.id) && !places.contains($0.place) }
      .map(\.place)
    (notice.since, notice.link, notice.part) = (standing.since, look.link, look.part)
    return notice
  }

  private func isDue(_ last: Timestamp?, _ now: Timestamp) -> Bool {
    guard let reminder, let last else { return false }
    return now.duration(since: last) >= reminder
  }
}

extension DriftNotice.News {
  /// What a project file asks for to be told of it.
  package var subject: NoticePolicy.Subject {
    switch self {
    case .drift, .reminder: .drift
    case .resolved: .resolved
    case .error, .recovered: .error
    }
  }
}
