internal import JSON
package import Reconciler

/// A proposal as plan, apply and drift show it.
package struct PlanReport: Sendable {
  /// Who moved, as far as it is known.
  package enum Direction: String, Sendable { case org, git, both, unknown }

  package let proposal: Proposal
  package let kinds: [String: Kind]
  package let exitCode: Int
  /// Who moved, by address; nil for a plan, which does not ask.
  package let directions: (@Sendable (Address) -> Direction)?

  package init(
    _ proposal: Proposal, kinds: [String: Kind], exitCode: Int,
    directions: (@Sendable (Address) -> Direction)? = nil
  ) {
    self.proposal = proposal
    self.kinds = kinds
    self.exitCode = exitCode
    self.directions = directions
  }

  var plan: Plan { proposal.plan }
  var isDrift: Bool { directions != nil }

  package func rendered(as format: Format, style: Style) -> String {
    switch format {
    case .text: text(style)
    case .json: json.prettyText + "\n"
    case .markdown: markdown()
    }
  }

  /// The counts of a plan in one line: `1 create, 2 updates`.
  var counts: String {
    let parts = Operation.Action.allCases.compactMap { action -> String? in
      let count = plan.count(of: action)
      return count == 0 ? nil : "\(count) \(action.rawValue)"
    }
    return parts.isEmpty ? "no changes" : parts.joined(separator: ", ")
  }

  /// The last line, the same for people and for grep.
  var summary: String {
    let name = isDrift ? "Drift" : "Plan"
    let partial = proposal.isPartial ? " · INCOMPLETE, nothing can be applied" : ""
    return "\(name): \(counts) · \(proposal.unchanged) unchanged · "
      + "\(proposal.requests.apply) requests to apply\(partial)"
  }

  /// What keeps an operation from being applied as it is.
  func holdUps(_ address: Address) -> [String] { proposal.blocked[address] ?? [] }
}

/// A value on one line, as a person reads it.
func shownValue(_ value: JSON?) -> String {
  guard let value else { return "(none)" }
  if let fingerprint = value["fingerprint"]?.string, value.object?.count == 1 {
    return "(secret, fingerprint \(fingerprint))"
  }
  if value == ["unknown": true] { return "(secret)" }
  if let address = value["afterApply"]?.string, value.object?.count == 1 {
    return "(id of \(address), known after apply)"
  }
  return value.text.withoutControls
}
