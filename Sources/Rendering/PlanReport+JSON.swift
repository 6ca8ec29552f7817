package import JSON
internal import Reconciler

extension PlanReport {
  /// The report as the contract's document: `gcsync.changes/1`, or `gcsync.drift/1`.
  package var json: JSON {
    [
      "format": isDrift ? "gcsync.drift/1" : "gcsync.changes/1",
      "environment": .string(plan.header.environment),
      "planId": .string(plan.id),
      "summary": summaryDocument,
      "changes": .array(plan.operations.map(change)),
      "findings": .array(proposal.findings.map(DiagnosticRendering.document)),
      "requests": [
        "read": .number(JSONNumber(proposal.requests.read)),
        "apply": .number(JSONNumber(proposal.requests.apply)),
      ],
      "unsafe": .array(proposal.unsafe.map(unsafe)),
      "partial": .bool(proposal.isPartial),
      "exitCode": .number(JSONNumber(exitCode)),
    ]
  }

  private var summaryDocument: JSON {
    var object = JSONObject()
    for action in [Operation.Action.create, .update, .delete, .replace, .adopt] {
      object[action.rawValue] = .number(JSONNumber(plan.count(of: action)))
    }
    object["unchanged"] = .number(JSONNumber(proposal.unchanged))
    return .object(object)
  }

  private func change(_ operation: Operation) -> JSON {
    var object: JSONObject = [
      "address": .string(operation.address.description), "kind": .string(operation.address.kind),
      "name": .string(operation.name), "id": operation.id.map(JSON.string) ?? .null,
      "action": .string(operation.action.rawValue),
    ]
    if let directions { object["direction"] = .string(directions(operation.address).rawValue) }
    object["fields"] = .array(operation.fields.map(field))
    object["source"] =
      proposal.sources[operation.address].map(DiagnosticRendering.document) ?? .null
    object["reasons"] = .array(operation.reasons.map(JSON.string))
    object["blockedBy"] = .array(holdUps(operation.address).map(JSON.string))
    return .object(object)
  }

  private func field(_ change: FieldChange) -> JSON {
    [
      "path": .string(change.path.description), "before": change.before ?? .null,
      "after": change.after ?? .null,
    ]
  }

  private func unsafe(_ unsafe: Proposal.Unsafe) -> JSON {
    [
      "rule": .string(unsafe.rule),
      "address": unsafe.address.map { .string($0.description) } ?? .null,
      "message": .string(unsafe.message),
    ]
  }
}
