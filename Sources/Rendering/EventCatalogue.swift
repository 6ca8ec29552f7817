internal import World

/// Every event there is, as its documentation tells it.
///
/// Names, levels and fields are read off events that were made as all are, so that they are right; only
/// the sentences are written here.
package struct EventCatalogue: Sendable {
  /// A kind of event: what it tells of, at which levels and with which fields.
  package struct Entry: Sendable {
    package let name: String
    package let meaning: String
    package let levels: [String]
    package let fields: [Field]

    package struct Field: Sendable, Hashable {
      package let name: String
      package let type: String
      /// Whether every such event has it.
      package let isAlways: Bool
    }

    /// Reads an entry off events of which the first has every field.
    fileprivate init(_ meaning: String, _ samples: Event..., name: String? = nil) {
      self.meaning = meaning
      self.name = name ?? samples.first?.name ?? ""
      var levels: [String] = []
      for sample in samples where !levels.contains(sample.level.rawValue) {
        levels.append(sample.level.rawValue)
      }
      self.levels = levels
      fields = (samples.first?.fields ?? []).map { field in
        Field(
          name: field.name, type: field.value.type,
          isAlways: samples.allSatisfy { $0.fields.contains { $0.name == field.name } })
      }
    }
  }

  /// A part of gcsync and its events.
  package struct Section: Sendable {
    package let title: String
    package let entries: [Entry]
  }

  package static let sections = [requests, runs, results, night, reports, pipelines, actions]

  private static let requests = Section(
    title: "Requests",
    entries: [
      Entry(
        "A request was sent; each attempt is one. The path is a template: no id, query or body.",
        .request(
          method: "", path: "", status: 200, attempt: 1, latency: .zero, correlation: "",
          failure: ""),
        .request(method: "", path: "", status: nil, attempt: 1, latency: .zero, correlation: nil)),
      Entry("A token was got from the login service.", .tokenRefreshed(expiresIn: 1)),
      Entry(
        "A service asked for fewer requests.", .rateLimitEncountered(status: 429, wait: .zero)),
      Entry(
        "A request is sent again after a while.",
        .retryScheduled(method: "", path: "", attempt: 1, wait: .zero, reason: "")),
      Entry(
        "A host kept failing and is not asked for a while.",
        .circuitOpened(host: "", wait: .zero)),
      Entry(
        "A collection was read whole.", .paginationComplete(collection: "", pages: 1, total: 1)),
      Entry(
        "A collection could not be read whole; nothing of it counts as missing.",
        .paginationIncomplete(collection: "", reason: "")),
    ])

  private static let runs = Section(
    title: "Plans and runs",
    entries: [
      Entry("A run has got its name.", .runStarted(run: "")),
      Entry(
        "An object was written; the event's name comes from the kind, such as "
          + "storage_target_upserted, and is object_written where the kind has none.",
        .objectWritten(name: "", address: "", id: "", action: "", latency: .zero),
        .objectWritten(name: "", address: "", id: nil, action: "", latency: .zero),
        name: "object_written"),
      Entry(
        "An operation could not be done.", .operationFailed(address: "", action: "", reason: "")),
      Entry("An operation was not tried.", .operationSkipped(address: "", reason: "")),
      Entry(
        "A bucket passed its checks.", .bucketValidated(bucket: "", encryption: ""),
        .bucketValidated(bucket: "", encryption: nil)),
      Entry(
        "An audit report was written.", .auditReportGenerated(run: "", status: "", path: "")),
      Entry("A run ended with an error.", .pipelineFailed(error: "")),
      Entry(
        "The lease of a run that gave no sign of life was taken over.",
        .leaseTakenOver(run: "", holder: "")),
      Entry("Another run has taken the lease; this one stops.", .leaseLost(run: "")),
      Entry(
        "Something is wrong, or worth knowing, that stands in no result.",
        .problem(
          .error, code: "", message: "", address: "", hint: "",
          place: (file: "", line: 1, column: 1)),
        .problem(.warning, code: "", message: "", address: nil, hint: nil, place: nil),
        .problem(.info, code: "", message: "", address: nil, hint: nil, place: nil)),
      Entry("What a command has done.", .notice("")),
      Entry(
        "A long step goes on.", .heartbeat(phase: "", done: 1, total: 1),
        .heartbeat(phase: "", done: 1, total: nil)),
      Entry("A step of a command is over.", .phaseEnded(phase: "", duration: .zero)),
    ])

  private static let results = Section(
    title: "Results of --output ndjson",
    entries: [
      Entry(
        "What follows tells a plan, a drift report or what validate found.",
        .planStarted(report: "plan", environment: ""),
        .planStarted(report: "validate", environment: nil)),
      Entry(
        "An object is to be changed, or differs; a warning where something holds it up.",
        .changePlanned(
          address: "", action: "update", direction: "org", fields: [""], means: [""],
          blockedBy: [""], place: (file: "", line: 1, column: 1)),
        .changePlanned(
          address: "", action: "update", direction: nil, fields: [], means: [], blockedBy: [],
          place: nil)),
      Entry(
        "A rule of the project is broken; apply refuses the plan until somebody approves.",
        .approvalNeeded(rule: "", address: "", message: ""),
        .approvalNeeded(rule: "", address: nil, message: "")),
      Entry(
        "A plan or a drift report has been told; these are its counts.",
        .planFinished(plan: "", counts: [:], unchanged: 0, isPartial: false, exitCode: 0),
        .planFinished(plan: nil, counts: [:], unchanged: 0, isPartial: true, exitCode: 1)),
      Entry(
        "Everything that validate found has been told.",
        .problemsTold(errors: 0, warnings: 1, exitCode: 0),
        .problemsTold(errors: 1, warnings: 0, exitCode: 4)),
    ])

  private static let night = Section(
    title: "Drift, notifications, telemetry",
    entries: [
      Entry(
        "The org was compared with the manifests, or what of it could be read; state is clean, drift "
          + "or unknown.",
        .driftLooked(
          environment: "", state: "", differences: 1, isPartial: false, fingerprint: "",
          duration: .zero),
        .driftLooked(
          environment: "", state: "", differences: 0, isPartial: true, fingerprint: nil,
          duration: .zero)),
      Entry(
        "A look of a watch came to nothing, and is made again.",
        .lookFailed(environment: "", reason: "", failures: 1, wait: .zero),
        .lookFailed(environment: "", reason: "", failures: 1, wait: nil)),
      Entry(
        "Somebody was told; news is drift, reminder, resolved, error or recovered.",
        .notificationSent(notification: "", type: "", news: "")),
      Entry(
        "Somebody could not be told, and is told by the next run.",
        .notificationFailed(notification: "", type: "", news: "", reason: "")),
      Entry("A watch has begun.", .watchStarted(environment: "", interval: .zero)),
      Entry("A watch has ended.", .watchStopped(environment: "", looks: 1, reason: "")),
      Entry(
        "Metrics or traces could not be written or sent.", .telemetryFailed(what: "", reason: "")),
    ])

  private static let reports = Section(
    title: "Reports",
    entries: [
      Entry(
        "A report was offered to its recipients.",
        .reportSent(report: "", period: "", state: "sent", accepted: 1, of: 1),
        .reportSent(report: "", period: "", state: "partly", accepted: 1, of: 2)),
      Entry(
        "A report could not be sent.",
        .reportFailed(report: "", period: "", code: "", reason: "", isFinal: false),
        .reportFailed(report: "", period: "", code: "", reason: "", isFinal: true)),
      Entry("A report was not to be sent.", .reportSkipped(report: "", reason: "")),
      Entry(
        "An export is not done, and left to another run.", .reportDeferred(report: "", export: "")),
      Entry(
        "Times of a schedule went by without a run.",
        .reportMissed(report: "", count: 1, reason: ""),
        .reportMissed(report: "", count: 1, reason: "late")),
      Entry(
        "The time last handled lies in the future: the clock was set back.",
        .reportClockBehind(report: "", duration: .zero)),
      Entry(
        "The owners of a report could not be told of its failure.",
        .reportNoticeFailed(report: "", reason: "")),
      Entry(
        "No more mail is sent to an address.",
        .recipientSuppressed(recipient: "", kind: "", reason: "")),
    ])

  private static let pipelines = Section(
    title: "Event pipelines",
    entries: [
      Entry(
        "A message was put where those go that cannot be handled.",
        .eventBuried(message: "", error: "", reason: "")),
      Entry(
        "An event went back to its queue, to be tried later.",
        .eventHandedBack(id: "", error: "", reason: "")),
      Entry(
        "An event of a Lambda invocation could not be handled.",
        .eventFailed(id: "", error: "", reason: "")),
      Entry(
        "A service asks for fewer requests; nothing is sent for a while.",
        .workPaused(wait: .zero, error: "")),
      Entry(
        "A queue or the ledger could not be used this time.", .queueUnreadable(reason: "")),
    ])

  private static let actions = Section(
    title: "Data actions",
    entries: [
      Entry(
        "A call of a data action was answered, or given up.",
        .actionCalled(
          action: "", request: "", outcome: "success", duration: .zero, detail: ""),
        .actionCalled(action: "", request: "", outcome: "failed", duration: .zero, detail: nil)),
      Entry(
        "An external API could not be asked, or gave no answer to go on with.",
        .actionUpstreamFailed(action: "", kind: "", status: 500, attempts: 1, detail: ""),
        .actionUpstreamFailed(action: "", kind: "", status: nil, attempts: 1, detail: "")),
    ])
}

extension EventCatalogue {
  /// The catalogue as a page of the documentation.
  package static var page: String {
    var lines = [
      "# Events", "",
      "What gcsync tells of itself on standard error, one line each.", "",
      "## Overview", "",
      "`--log-format json` writes each event as an object with `time`, `level` and `event`, the fields",
      "below beside them. Text shows the warnings; `-v` shows everything. Names and fields are a contract:",
      "within a version fields are added, never changed. No event holds a secret, a query value or a body.",
      "", "This page is made from the catalogue; `gcsync explain events` prints it.", "",
    ]
    for section in sections {
      lines += ["## \(section.title)", ""]
      lines += ["| event | level | fields | when |", "|---|---|---|---|"]
      lines += section.entries.map(row)
      lines.append("")
    }
    lines.append("A field with a question mark is there only where it is known.")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func row(_ entry: Entry) -> String {
    let fields = entry.fields.map { "`\($0.name)`\($0.isAlways ? "" : "?") \($0.type)" }
    return "| `\(entry.name)` | \(entry.levels.joined(separator: ", ")) "
      + "| \(fields.joined(separator: ", ")) | \(entry.meaning) |"
  }
}

extension Event.Value {
  fileprivate var type: String {
    switch self {
    case .string: "text"
    case .integer: "integer"
    case .list: "list of texts"
    case .number: "number"
    case .boolean: "boolean"
    }
  }
}
