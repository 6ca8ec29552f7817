/// The events of plans, drift and validation, which `--output ndjson` writes a line each.
extension Event {
  /// What follows tells a plan, a drift report or the problems of manifests.
  package static func planStarted(report: String, environment: String?) -> Event {
    Event(
      "plan_started", .info,
      ["report": .string(report), "environment": environment.map(Value.string)])
  }

  /// One object is to be changed, or differs.
  package static func changePlanned(
    address: String, action: String, direction: String?, fields: [String], means: [String],
    blockedBy: [String], place: (file: String, line: Int, column: Int)?
  ) -> Event {
    Event(
      "change_planned", blockedBy.isEmpty ? .info : .warning,
      [
        "address": .string(address), "action": .string(action),
        "direction": direction.map(Value.string),
        "fields": .list(fields), "means": means.isEmpty ? nil : .list(means),
        "blocked_by": blockedBy.isEmpty ? nil : .list(blockedBy),
        "file": place.map { .string($0.file) }, "line": place.map { .integer($0.line) },
        "column": place.map { .integer($0.column) },
      ])
  }

  /// A rule of the project is broken, so that apply refuses the plan until somebody approves.
  package static func approvalNeeded(rule: String, address: String?, message: String) -> Event {
    Event(
      "approval_needed", .error,
      [
        "rule": .string(rule), "address": address.map(Value.string), "message": .string(message),
      ])
  }

  /// All has been told; these are the counts.
  package static func planFinished(
    plan: String?, counts: [String: Int], unchanged: Int, isPartial: Bool, exitCode: Int
  ) -> Event {
    Event(
      "plan_finished", isPartial ? .error : .info,
      [
        "plan_id": plan.map(Value.string), "create": .integer(counts["create"] ?? 0),
        "update": .integer(counts["update"] ?? 0), "replace": .integer(counts["replace"] ?? 0),
        "delete": .integer(counts["delete"] ?? 0), "adopt": .integer(counts["adopt"] ?? 0),
        "unchanged": .integer(unchanged), "partial": .boolean(isPartial),
        "exit_code": .integer(exitCode),
      ])
  }

  /// All problems have been told.
  package static func problemsTold(errors: Int, warnings: Int, exitCode: Int) -> Event {
    Event(
      "validation_finished", errors > 0 ? .error : .info,
      [
        "errors": .integer(errors), "warnings": .integer(warnings),
        "exit_code": .integer(exitCode),
      ])
  }
}
