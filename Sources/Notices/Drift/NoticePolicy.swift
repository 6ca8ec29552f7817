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
  /// What a look could not see is not over. A look that saw part tells what is new there, and keeps
  /// what is gone there for the look that sees everything.
  package func next(
    after standing: DriftStanding, _ look: DriftLook
  ) -> (notice: DriftNotice?, standing: DriftStanding) {
    let (notices, next) =
      switch look.outcome {
      case .failed(let failure): failed(standing, look, failure)
      case .part(let differences, let unread, let failure):
        part(standing, look, differences, unread, failure)
      case .whole(let differences): whole(standing, look, differences)
      }
    return (notices.first { subjects.contains($0.news.subject) }, next)
  }

  private func whole(
    _ standing: DriftStanding, _ look: DriftLook, _ differences: [DriftDifference]
  ) -> ([DriftNotice], DriftStanding) {
    var next = standing
    (next.failures, next.failureLast) = ([], nil)
    for index in next.told.indices { next.told[index].isAway = false }
    let fingerprint = DriftFingerprint.of(differences.lazy.map(\.id))
    if fingerprint == standing.fingerprint, !isDue(standing.last, look.at) || fingerprint == nil {
      let isOver = !standing.failures.isEmpty && subjects.contains(.error)
      return (isOver ? [notice(.recovered, standing, look, differences)] : [], next)
    }
    let news: DriftNotice.News =
      fingerprint == nil ? .resolved : fingerprint == standing.fingerprint ? .reminder : .drift
    next.fingerprint = fingerprint
    next.told = differences.prefix(DriftStanding.mostTold).map(\.told)
    next.since = fingerprint == nil ? nil : standing.since ?? look.at
    next.last = fingerprint == nil ? nil : look.at
    return ([notice(news, standing, look, differences)], next)
  }

  private func notice(
    _ news: DriftNotice.News, _ standing: DriftStanding, _ look: DriftLook,
    _ differences: [DriftDifference]
  ) -> DriftNotice {
    var notice = DriftNotice(
      news, environment: look.environment, at: look.at,
      fingerprint: DriftFingerprint.of(differences.lazy.map(\.id)))
    let present = Set(differences.lazy.map(\.id))
    notice.differences = differences
    notice.new = news == .drift ? standing.unknown(among: differences) : []
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

extension NoticePolicy {
  /// How long something has not failed that is another failure once it fails again.
  private static let patience = Duration.seconds(86_400)

  private func failed(
    _ standing: DriftStanding, _ look: DriftLook, _ failure: DriftFailure
  ) -> ([DriftNotice], DriftStanding) {
    var next = standing
    let isNew = !failure.causes.isSubset(of: standing.failures.lazy.map(\.cause))
    let others = standing.failures.filter {
      !failure.causes.contains($0.cause) && look.at.duration(since: $0.seen) < Self.patience
    }
    next.failures =
      others + failure.causes.sorted().map { DriftStanding.Failure(cause: $0, seen: look.at) }
    guard isNew || isDue(standing.failureLast, look.at) else { return ([], next) }
    next.failureLast = look.at
    var notice = DriftNotice(.error, environment: look.environment, at: look.at)
    (notice.failure, notice.link, notice.part) = (failure, look.link, look.part)
    return ([notice], next)
  }

  /// Returns what there is to tell of a look that saw part, what matters most first.
  private func part(
    _ standing: DriftStanding, _ look: DriftLook, _ differences: [DriftDifference],
    _ unread: DriftLook.Unread, _ failure: DriftFailure
  ) -> ([DriftNotice], DriftStanding) {
    var (notices, next) = failed(standing, look, failure)
    for index in notices.indices { notices[index].isPartial = true }
    let isMoved = !standing.unknown(among: differences).isEmpty
    next.told = standing.told(with: differences, unread: unread)
    next.fingerprint = DriftFingerprint.of(next.told.lazy.map(\.id))
    guard isMoved || !differences.isEmpty && isDue(standing.last, look.at) else {
      return (notices, next)
    }
    (next.since, next.last) = (standing.since ?? look.at, look.at)
    var notice = notice(isMoved ? .drift : .reminder, standing, look, differences)
    (notice.gone, notice.failure, notice.isPartial) = ([], failure, true)
    return ([notice] + notices, next)
  }
}

extension DriftStanding {
  /// Returns the differences that were not told, or have been gone since.
  fileprivate func unknown(among differences: [DriftDifference]) -> [DriftDifference] {
    let known = Set(told.lazy.filter { !$0.isAway }.map(\.id))
    return differences.filter { !known.contains($0.id) }
  }

  /// Returns what was told once these differences were, nothing of it being over.
  fileprivate func told(
    with differences: [DriftDifference], unread: DriftLook.Unread
  ) -> [Told] {
    let places = Set(differences.lazy.map(\.place))
    let kept = told.filter { !places.contains($0.place) }.map { told in
      var told = told
      told.isAway = told.isAway || !unread.covers(told.place)
      return told
    }
    return Array((differences.map(\.told) + kept).prefix(Self.mostTold))
  }
}

extension DriftDifference {
  fileprivate var told: DriftStanding.Told { DriftStanding.Told(id: id, place: place) }
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
