internal import Diagnostics
package import JSON
internal import Reconciler
package import World

extension PlanReport {
  /// The report as events, of which the last has the counts.
  package var events: [Event] {
    [.planStarted(report: isDrift ? "drift" : "plan", environment: plan.header.environment)]
      + plan.operations.map(event)
      + proposal.findings.inReadingOrder().map(DiagnosticRendering.event)
      + proposal.unsafe.map {
        .approvalNeeded(rule: $0.rule, address: $0.address?.description, message: $0.message)
      } + [
        .planFinished(
          plan: plan.id, counts: countsByName, unchanged: proposal.unchanged,
          isPartial: proposal.isPartial, exitCode: exitCode)
      ]
  }

  private var countsByName: [String: Int] {
    Dictionary(uniqueKeysWithValues: Self.actions.map { ($0.rawValue, plan.count(of: $0)) })
  }

  private func event(_ operation: Operation) -> Event {
    .changePlanned(
      address: operation.address.description, action: operation.action.rawValue,
      direction: directions?(operation, nil).rawValue,
      fields: operation.fields.map(\.path.description), means: meanings(of: operation),
      blockedBy: holdUps(operation.address),
      place: place(of: operation.address).map { ($0.file.name, $0.line, $0.column) })
  }

  /// The counts of changes as GitLab shows them on a merge request; `reports: terraform`.
  package var mergeRequestCounts: JSON {
    let replaced = plan.count(of: .replace)
    return [
      "create": .number(JSONNumber(plan.count(of: .create) + replaced)),
      "update": .number(JSONNumber(plan.count(of: .update) + plan.count(of: .adopt))),
      "delete": .number(JSONNumber(plan.count(of: .delete) + replaced)),
    ]
  }

  /// What later steps of a pipeline may ask for, by name.
  package var facts: [(name: String, value: String)] {
    let counts = Self.actions.map { ($0.rawValue, String(plan.count(of: $0))) }
    return [
      ("plan-id", plan.id), ("changes", String(plan.operations.count)),
    ] + counts + [
      ("unchanged", String(proposal.unchanged)), ("unsafe", String(proposal.unsafe.count)),
      ("held-up", String(heldUpCount)), ("partial", String(proposal.isPartial)),
      ("exit-code", String(exitCode)),
    ]
  }
}
