package import JSON
internal import World

extension ReportRun {
  package static let format = "gcsync.report-run/1"

  package var json: JSON {
    var object: JSONObject = [
      "format": .string(Self.format), "report": .string(report), "id": .string(id),
      "name": .string(name), "cause": .string(cause.rawValue), "state": .string(state.rawValue),
      "period": [
        "label": .string(period.label), "interval": .string(period.interval),
        "timeZone": .string(period.timeZone),
      ],
      "due": .string(due.rfc3339), "started": .string(started.rfc3339),
      "attempt": .number(JSONNumber(attempt)), "messages": .number(JSONNumber(messages)),
      "steps": .array(steps.map(\.json)), "files": .array(files.map(\.json)),
      "recipients": .object(
        JSONObject(
          recipients.sorted { $0.key < $1.key }.map { ($0.key, .number(JSONNumber($0.value))) })),
      "suppressed": .array(suppressed.map(JSON.string)),
    ]
    object["finished"] = finished.map { .string($0.rfc3339) }
    object["reason"] = reason.map(JSON.string)
    object["retryAt"] = retryAt.map { .string($0.rfc3339) }
    object["exportId"] = exportID.map(JSON.string)
    object["rows"] = rows.map { .number(JSONNumber($0)) }
    object["pages"] = pages.map { .number(JSONNumber($0)) }
    object["sender"] = sender.map(JSON.string)
    object["hold"] = hold.map {
      ["holder": .string($0.holder), "until": .string($0.until.rfc3339)]
    }
    return .object(object)
  }

  /// Reads a run back; nil where anything in it is not as it was written.
  package init?(_ json: JSON) {
    guard json["format"]?.string == Self.format, let report = json["report"]?.string,
      let id = json["id"]?.string, let name = json["name"]?.string,
      let cause = json["cause"]?.string.flatMap(Cause.init),
      let state = json["state"]?.string.flatMap(State.init),
      let period = json["period"].flatMap(CoveredPeriod.init), let due = json["due"]?.time,
      let started = json["started"]?.time, let attempt = json["attempt"]?.int,
      let messages = json["messages"]?.int, let steps = json["steps"]?.array,
      let files = json["files"]?.array, let recipients = json["recipients"]?.object
    else { return nil }
    self.init(
      report: report, id: id, name: name, cause: cause, period: period, due: due, started: started)
    self.state = state
    self.attempt = attempt
    self.messages = messages
    self.steps = steps.compactMap { Step($0) }
    self.files = files.compactMap { File($0) }
    guard self.steps.count == steps.count, self.files.count == files.count else { return nil }
    for member in recipients { self.recipients[member.key] = member.value.int }
    suppressed = (json["suppressed"]?.array ?? []).compactMap(\.string)
    finished = json["finished"]?.time
    reason = json["reason"]?.string
    retryAt = json["retryAt"]?.time
    exportID = json["exportId"]?.string
    rows = json["rows"]?.int
    pages = json["pages"]?.int
    sender = json["sender"]?.string
    if let hold = json["hold"] {
      guard let holder = hold["holder"]?.string, let until = hold["until"]?.time else { return nil }
      self.hold = Hold(holder: holder, until: until)
    }
  }
}

extension CoveredPeriod {
  fileprivate init?(_ json: JSON) {
    guard let label = json["label"]?.string, let interval = json["interval"]?.string,
      let zone = json["timeZone"]?.string
    else { return nil }
    self.init(label: label, interval: interval, timeZone: zone)
  }
}

extension ReportRun.Step {
  fileprivate var json: JSON {
    [
      "step": .string(name.rawValue), "outcome": .string(outcome.rawValue),
      "at": .string(at.rfc3339), "reason": .string(reason),
    ]
  }

  fileprivate init?(_ json: JSON) {
    guard let name = json["step"]?.string.flatMap(Name.init),
      let outcome = json["outcome"]?.string.flatMap(Outcome.init), let at = json["at"]?.time,
      let reason = json["reason"]?.string
    else { return nil }
    (self.name, self.outcome, self.at, self.reason) = (name, outcome, at, reason)
  }
}

extension ReportRun.File {
  fileprivate var json: JSON {
    [
      "name": .string(name), "bytes": .number(JSONNumber(bytes)), "sha256": .string(sha256),
    ]
  }

  fileprivate init?(_ json: JSON) {
    guard let name = json["name"]?.string, let bytes = json["bytes"]?.int,
      let sha256 = json["sha256"]?.string
    else { return nil }
    self.init(name: name, bytes: bytes, sha256: sha256)
  }
}

extension JSON {
  var time: Timestamp? { string.flatMap { Timestamp(rfc3339: $0) } }
}
