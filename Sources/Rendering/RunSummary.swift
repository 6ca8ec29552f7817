internal import JSON

/// What became of a run, from its audit document: what apply tells at its end and audit later.
struct RunSummary {
  /// Something that went well, failed or was not tried.
  struct Item {
    /// What became of it, as documents say it: `applied`, `unchanged`, `failed` or `skipped`.
    var outcome: String
    /// The action and the address; nil for what is said of the whole run.
    var subject: String?
    var code: String?
    var message: String?
    var remarks: [String] = []
    var hint: String?

    var isDone: Bool { ["applied", "unchanged"].contains(outcome) }
  }

  let document: JSON
  var operations: [Item]
  var failures: [Item]

  init(_ document: JSON) {
    self.document = document
    operations = (document["operations"]?.array ?? []).map(Item.init(operation:))
    failures = (document["failures"]?.array ?? []).map(Item.init(problem:))
  }

  var id: String { plain("run", "id") }
  var attempt: String { plain("run", "attempt") }
  var wasInterrupted: Bool { document["run"]?["interrupted"]?.bool == true }

  /// The run with its attempt, and that it was interrupted where it was.
  var title: String { "\(id), attempt \(attempt)\(wasInterrupted ? ", interrupted" : "")" }

  /// The command that goes on with what is left; nil where nothing is, or nothing was begun.
  var resume: String? {
    operations.contains { !$0.isDone } ? "gcsync apply --resume \(id)" : nil
  }

  /// How many operations ended in which way, in one line.
  var counts: String {
    let end = wasInterrupted ? "the run was interrupted" : "the run ended"
    if operations.isEmpty {
      let isIdle = failures.isEmpty && !wasInterrupted
      return isIdle ? "Applied: nothing to do" : "Applied: nothing, \(end) before its first write"
    }
    let failed = operations.count { $0.outcome == "failed" }
    let done = operations.count(where: \.isDone)
    return (wasInterrupted ? "Interrupted. " : "")
      + "Applied: \(done) of \(operations.count) · \(failed) failed · "
      + "\(operations.count - done - failed) skipped"
  }

  /// Returns a value of the document for a person, a dash where there is none.
  func plain(_ path: String...) -> String {
    let value = document[JSONPointer(path)]
    guard let value, !value.isNull else { return "-" }
    return (value.string ?? value.text).withoutControls
  }
}

extension RunSummary.Item {
  fileprivate init(operation: JSON) {
    let action = operation["action"]?.string ?? "-"
    self.init(
      outcome: operation["outcome"]?.string ?? "-",
      subject: "\(action) \(operation["address"]?.string ?? "-")",
      code: operation["error"]?["code"]?.string,
      message: operation["error"]?["message"]?.string ?? operation["reason"]?.string,
      hint: operation["error"]?["hint"]?.string)
    guard outcome == "failed" else { return }
    var statuses = (operation["attempts"]?.array ?? []).map { $0["status"]?.int }
    // What a replacement sends first deletes the former object.
    if action == "replace",
      let deletion = statuses.firstIndex(where: { (200..<300).contains($0 ?? 0) }),
      deletion < statuses.endIndex - 1
    {
      remarks.append("the former one was deleted")
      statuses.removeFirst(deletion + 1)
    }
    if statuses.count > 1 {
      let last = statuses.last.flatMap(\.self).map { "status \($0)" } ?? "no answer"
      remarks.append("sent \(statuses.count) times, the last with \(last)")
    }
    if let id = operation["correlation_id"]?.string { remarks.append("correlation id: \(id)") }
  }

  fileprivate init(problem: JSON) {
    self.init(
      outcome: "failed", subject: nil, code: problem["code"]?.string,
      message: problem["message"]?.string, hint: problem["hint"]?.string)
  }
}
