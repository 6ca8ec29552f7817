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
      return count == 0 ? nil : "\(count) \(action.rawValue)\(count == 1 ? "" : "s")"
    }
    return parts.isEmpty ? "no changes" : parts.joined(separator: ", ")
  }

  /// The last line, the same for people and for grep.
  var summary: String {
    let name = isDrift ? "Drift" : "Plan"
    let partial = proposal.isPartial ? " · INCOMPLETE, nothing can be applied" : ""
    return "\(name): \(counts) · \(proposal.unchanged) unchanged · "
      + "\(proposal.requests.apply) request\(proposal.requests.apply == 1 ? "" : "s") to apply\(partial)"
  }

  /// The objects that are held up although nothing of them changes.
  var heldUpUnchanged: [(address: Address, reasons: [String])] {
    let changing = Set(plan.operations.map(\.address))
    return proposal.blocked.filter { !changing.contains($0.key) }
      .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// What keeps an operation from being applied as it is.
  func holdUps(_ address: Address) -> [String] { proposal.blocked[address] ?? [] }
}

extension PlanReport {
  /// What a changed field is to the differ.
  func role(of field: FieldChange, in address: Address) -> Role {
    let below = JSONPointer(Array(field.path.tokens.dropFirst()))
    return kinds[address.kind]?.spec.field(at: below)?.role ?? Role()
  }
}

/// A value on one line, as a person reads it; markers only where the field's role has them.
func shownValue(_ value: JSON?, _ role: Role) -> String {
  guard let value else { return "(none)" }
  if role.isWriteOnly {
    return value["fingerprint"]?.string.map { "(secret, fingerprint \($0))" } ?? "(secret)"
  }
  if role.reference != nil, let address = value["afterApply"]?.string {
    return "(id of \(address.withoutControls), known after apply)"
  }
  return value.text.withoutControls
}

/// Two values that differ, each cut to a width so that the first difference is in sight.
func shownPair(_ before: String, _ after: String, width: Int) -> (String, String) {
  let same = zip(before, after).prefix { $0 == $1 }.count
  let start = same > width / 2 ? same - width / 4 : 0
  func cut(_ text: String) -> String {
    let rest = start == 0 ? text : "…" + text.dropFirst(start)
    return rest.cut(to: width)
  }
  return (cut(before), cut(after))
}
