package import World

/// One sending of a report for one period, from its first step to its end.
package struct ReportRun: Sendable, Hashable {
  package enum Cause: String, Sendable {
    case scheduled
    /// Somebody asked for it; it never stands for the period's own.
    case manual
    /// Times that nothing was sent for, and why.
    case missed
  }

  package enum State: String, Sendable, CaseIterable {
    /// It is under way, or whoever had it is gone.
    case running
    /// The export is not done yet; another run goes on from there.
    case deferred
    case sent
    /// What it takes to be sent was not so.
    case skipped
    /// Some recipients have it and some will not get it.
    case partly
    case failed
    case missed
  }

  /// One thing that was done or came about, with its reason.
  package struct Step: Sendable, Hashable {
    package enum Name: String, Sendable, CaseIterable {
      case export, download, conditions, recipients, render, size, send, notice, schedule
    }

    package enum Outcome: String, Sendable { case done, waiting, skipped, failed }

    package let name: Name
    package let outcome: Outcome
    package let at: Timestamp
    package let reason: String
  }

  /// A file that went with the mail.
  package struct File: Sendable, Hashable {
    package let name: String
    package let bytes: Int
    package let sha256: String

    package init(name: String, bytes: Int, sha256: String) {
      (self.name, self.bytes, self.sha256) = (name, bytes, sha256)
    }
  }

  /// Whoever works on it, for as long as nothing else is heard.
  package struct Hold: Sendable, Hashable {
    package let holder: String
    package let until: Timestamp

    package init(holder: String, until: Timestamp) {
      (self.holder, self.until) = (holder, until)
    }
  }

  /// The id of the report, and of the run within it.
  package let report: String
  package let id: String
  package let name: String
  package let cause: Cause
  package let period: CoveredPeriod
  /// When it was to begin.
  package let due: Timestamp
  package let started: Timestamp
  package var finished: Timestamp?
  package var state: State = .running
  package var reason: String?
  /// How often it was begun.
  package var attempt = 1
  /// When it is tried again; nil where it is not.
  package var retryAt: Timestamp?
  package var steps: [Step] = []
  package var exportID: String?
  package var rows: Int?
  package var pages: Int?
  package var files: [File] = []
  package var sender: String?
  /// How many messages a recipient gets.
  package var messages = 1
  /// Of how many recipients what is known, by the state of their delivery.
  package var recipients: [String: Int] = [:]
  package var suppressed: [String] = []
  package var hold: Hold?

  package init(
    report: String, id: String, name: String, cause: Cause, period: CoveredPeriod, due: Timestamp,
    started: Timestamp
  ) {
    (self.report, self.id, self.name, self.cause) = (report, id, name, cause)
    (self.period, self.due, self.started) = (period, due, started)
  }

  /// Whether nothing more is done about it.
  package var isFinal: Bool {
    switch state {
    case .running, .deferred: false
    case .failed: retryAt == nil
    case .sent, .skipped, .partly, .missed: true
    }
  }
}

/// What a run is about, as it was resolved when it began.
package struct CoveredPeriod: Sendable, Hashable {
  package let label: String
  /// The interval in UTC, whose end is not part of it.
  package let interval: String
  package let timeZone: String

  package init(label: String, interval: String, timeZone: String) {
    (self.label, self.interval, self.timeZone) = (label, interval, timeZone)
  }

  package init(_ period: ResolvedPeriod, timeZone: String) {
    self.init(label: period.label, interval: period.interval, timeZone: timeZone)
  }
}

extension ReportRun {
  /// The id of the run for a period, the same whoever makes it.
  package static func id(for interval: String) -> String {
    String(interval.map { $0 == "/" ? "_" : $0 }.filter { $0 != ":" && $0 != "-" })
  }
}
