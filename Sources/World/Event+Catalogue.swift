/// Every event there is, with its fields; the names are part of the contract with alerts.
extension Event {
  package static func tokenRefreshed(expiresIn: Int) -> Event {
    Event("oauth_token_refreshed", .info, ["expires_in": .integer(expiresIn)])
  }

  /// One HTTP attempt: the template of its path, never its query or body.
  package static func request(
    method: String, path: String, status: Int?, attempt: Int, latency: Duration,
    correlation: String?, failure: String? = nil
  ) -> Event {
    Event(
      "request", .debug,
      [
        "method": .string(method), "path": .string(path), "status": status.map(Value.integer),
        "attempt": .integer(attempt), "latency_ms": .number(latency.milliseconds),
        "correlation_id": correlation.map(Value.string), "failure": failure.map(Value.string),
      ])
  }

  package static func rateLimitEncountered(status: Int, wait: Duration) -> Event {
    Event(
      "rate_limit_encountered", .warning,
      ["status": .integer(status), "retry_after": .number(wait.milliseconds / 1000)])
  }

  package static func retryScheduled(
    method: String, path: String, attempt: Int, wait: Duration, reason: String
  ) -> Event {
    Event(
      "retry_scheduled", .info,
      [
        "method": .string(method), "path": .string(path), "attempt": .integer(attempt),
        "wait_ms": .number(wait.milliseconds), "reason": .string(reason),
      ])
  }

  package static func circuitOpened(host: String, wait: Duration) -> Event {
    Event(
      "circuit_opened", .warning, ["host": .string(host), "wait_ms": .number(wait.milliseconds)])
  }

  package static func paginationComplete(collection: String, pages: Int, total: Int) -> Event {
    Event(
      "pagination_complete", .info,
      ["collection": .string(collection), "pages": .integer(pages), "total": .integer(total)])
  }

  package static func paginationIncomplete(collection: String, reason: String) -> Event {
    Event(
      "pagination_incomplete", .error,
      ["collection": .string(collection), "reason": .string(reason)])
  }

  /// The lease of a run that had given no sign of life passed to this one.
  package static func leaseTakenOver(run: String, holder: String) -> Event {
    Event("lease_taken_over", .warning, ["run": .string(run), "holder": .string(holder)])
  }

  /// Another run has taken the lease, so that this one stops.
  package static func leaseLost(run: String) -> Event {
    Event("lease_lost", .error, ["run": .string(run)])
  }

  /// An object was written, under the name its kind gives the event.
  package static func objectWritten(
    name: String, address: String, id: String?, action: String, latency: Duration
  ) -> Event {
    Event(
      name, .info,
      [
        "address": .string(address), "id": id.map(Value.string), "action": .string(action),
        "latency_ms": .number(latency.milliseconds),
      ])
  }

  package static func operationFailed(address: String, action: String, reason: String) -> Event {
    Event(
      "operation_failed", .error,
      ["address": .string(address), "action": .string(action), "reason": .string(reason)])
  }

  package static func operationSkipped(address: String, reason: String) -> Event {
    Event(
      "operation_skipped", .warning, ["address": .string(address), "reason": .string(reason)])
  }

  package static func bucketValidated(bucket: String, encryption: String?) -> Event {
    Event(
      "bucket_validated", .info,
      ["bucket": .string(bucket), "encryption": encryption.map(Value.string)])
  }

  package static func auditReportGenerated(run: String, status: String, path: String) -> Event {
    Event(
      "audit_report_generated", .info,
      ["run": .string(run), "compliance_status": .string(status), "path": .string(path)])
  }

  package static func pipelineFailed(error: String) -> Event {
    Event("routing_pipeline_failed", .error, ["error": .string(error)])
  }

  /// A run has got its name.
  package static func runStarted(run: String) -> Event {
    Event("run_started", .info, ["run": .string(run)])
  }

  /// Something is wrong, or worth knowing, that stands in no result.
  package static func problem(
    _ level: Level, code: String, message: String, address: String?, hint: String?,
    place: (file: String, line: Int, column: Int)?
  ) -> Event {
    Event(
      "problem", level,
      [
        "code": .string(code), "message": .string(message), "address": address.map(Value.string),
        "file": place.map { .string($0.file) }, "line": place.map { .integer($0.line) },
        "column": place.map { .integer($0.column) }, "hint": hint.map(Value.string),
      ])
  }

  /// What a command has done, for a person who watches.
  package static func notice(_ message: String) -> Event {
    Event("notice", .info, ["message": .string(message)])
  }

  package static func heartbeat(phase: String, done: Int, total: Int?) -> Event {
    Event(
      "progress", .info,
      ["phase": .string(phase), "done": .integer(done), "total": total.map(Value.integer)])
  }
}

extension Duration {
  /// The length in milliseconds, with what is finer as a fraction.
  package var milliseconds: Double {
    Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
  }
}
