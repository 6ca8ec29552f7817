internal import Diagnostics
package import JSON
internal import World

extension AuditReport {
  /// The report as the document that is written, signed into the chain and shown.
  package var document: JSON {
    [
      "format": "gcsync.audit/1",
      "timestamp": .string(run.finished.rfc3339),
      "run": runDocument,
      "metrics": metrics,
      "compliance_status": isCompliant ? "PASS" : "WARNING",
      "routing_state": .string(routing.rawValue.uppercased()),
      "requests": .object(
        JSONObject(
          requests.sorted { $0.key < $1.key }.map { ($0.key, .number(JSONNumber($0.value))) })),
      "operations": .array(results.map(operation)),
      "failures": .array(
        failures.map { ["code": .string($0.code), "message": .string($0.message)] }),
    ]
  }

  private var runDocument: JSON {
    [
      "id": .string(run.id), "attempt": .number(JSONNumber(run.attempt)),
      "plan": run.planID.map(JSON.string) ?? .null,
      "owner": .string(run.owner), "environment": .string(run.environment),
      "actor": .string(run.actor), "commit": run.commit.map(JSON.string) ?? .null,
      "started": .string(run.started.rfc3339), "finished": .string(run.finished.rfc3339),
      "interrupted": .bool(wasInterrupted),
    ]
  }

  private var metrics: JSON {
    let operations = LatencyStatistics(results.compactMap(\.latency))
    let attempts = LatencyStatistics(results.flatMap(\.attempts).map(\.latency))
    return [
      "total_operations": .number(JSONNumber(results.count)),
      "success_count": .number(JSONNumber(successCount)),
      "failure_count": .number(JSONNumber(failureCount)),
      "skipped_count": .number(JSONNumber(skippedCount)),
      "success_rate_percent": .cents(successRatePercent),
      "average_latency_ms": .cents(operations.averageMilliseconds),
      "p95_latency_ms": .cents(operations.p95Milliseconds),
      "attempts": [
        "count": .number(JSONNumber(attempts.count)),
        "average_latency_ms": .cents(attempts.averageMilliseconds),
        "p95_latency_ms": .cents(attempts.p95Milliseconds),
      ],
    ]
  }

  private func operation(_ result: OperationResult) -> JSON {
    let operation = result.operation
    let spec = kinds[operation.address.kind]?.spec
    var object: JSONObject = [
      "address": .string(operation.address.description),
      "action": .string(operation.action.rawValue),
      "id": result.id.map(JSON.string) ?? .null,
      "outcome": "applied",
      "finished": .string(result.finished.rfc3339),
    ]
    switch result.outcome {
    case .applied: break
    case .unchanged: object["outcome"] = "unchanged"
    case .failed(let cause, let problem):
      object["outcome"] = "failed"
      object["cause"] = .string(cause.rawValue)
      object["error"] = ["code": .string(problem.code), "message": .string(problem.message)]
    case .skipped(let reason):
      object["outcome"] = "skipped"
      object["reason"] = .string(reason)
    }
    object["before"] = operation.before.flatMap { spec?.shown($0) } ?? .null
    object["after"] = operation.after.flatMap { spec?.shown($0) } ?? .null
    object["attempts"] = .array(
      result.attempts.map { ["status": $0.status.map { .number(JSONNumber($0)) } ?? .null] })
    object["latency_ms"] = result.latency.map { .cents($0.milliseconds) } ?? .null
    object["correlation_id"] = result.correlation.map(JSON.string) ?? .null
    return .object(object)
  }
}
