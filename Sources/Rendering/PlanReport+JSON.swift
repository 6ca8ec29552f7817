package import JSON
internal import Reconciler
internal import World

extension PlanReport {
  /// The report as the contract's document: `gcsync.changes/1`, or `gcsync.drift/1`.
  package var json: JSON {
    var object: JSONObject = [
      "format": isDrift ? "gcsync.drift/1" : "gcsync.changes/1",
      "environment": .string(plan.header.environment),
      "planId": .string(plan.id),
      "summary": summaryDocument,
      "changes": .array(plan.operations.map(change)),
      "findings": .array(proposal.findings.map(DiagnosticRendering.document)),
      "requests": [
        "read": .number(JSONNumber(proposal.requests.read)),
        "apply": .number(JSONNumber(proposal.requests.apply)),
        "perMinute": .number(JSONNumber(proposal.requests.perMinute)),
        "minutesToApply": .number(JSONNumber(proposal.requests.minutesToApply)),
      ],
      "unsafe": .array(proposal.unsafe.map(\.document)),
      "partial": .bool(proposal.isPartial),
      "exitCode": .number(JSONNumber(exitCode)),
    ]
    if let saved { object["saved"] = document(saved) }
    return .object(object)
  }

  private func document(_ saved: Saved) -> JSON {
    [
      "createdAt": .string(saved.createdAt.rfc3339),
      "expiresAt": saved.expiresAt.map { .string($0.rfc3339) } ?? .null,
      "expired": .bool(saved.isExpired), "actor": .string(saved.actor),
      "commit": saved.commit.map(JSON.string) ?? .null,
      "signedBy": saved.signedBy.map(JSON.string) ?? .null,
    ]
  }

  private var summaryDocument: JSON {
    var object = JSONObject()
    for action in Self.actions {
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
    if let directions { object["direction"] = .string(directions(operation, nil).rawValue) }
    object["moved"] = moved[operation.address].map {
      ["by": .string($0.by), "at": .string($0.at.rfc3339)]
    }
    object["fields"] = .array(operation.fields.map { document($0, operation) })
    let means = meanings(of: operation)
    if !means.isEmpty { object["means"] = .array(means.map(JSON.string)) }
    object["source"] =
      proposal.sources[operation.address].map(DiagnosticRendering.document) ?? .null
    object["reasons"] = .array(operation.reasons.map(JSON.string))
    object["blockedBy"] = .array(holdUps(operation.address).map(JSON.string))
    return .object(object)
  }

  private func document(_ change: FieldChange, _ operation: Operation) -> JSON {
    let field = field(of: change, in: operation.address)
    var object: JSONObject = [
      "path": .string(change.path.description),
      "before": change.before.map(field.masked) ?? .null,
      "after": change.after.map(field.masked) ?? .null,
    ]
    if let directions { object["direction"] = .string(directions(operation, change).rawValue) }
    let causes = causes(of: change, in: operation)
    if !causes.isEmpty { object["why"] = .array(causes.map(\.document)) }
    return .object(object)
  }
}
