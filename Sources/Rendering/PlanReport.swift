internal import JSON
package import Reconciler
package import World

/// A proposal as plan, apply and drift show it.
package struct PlanReport: Sendable {
  /// What a saved plan says of itself.
  package struct Saved: Sendable {
    let createdAt: Timestamp
    let expiresAt: Timestamp?
    let isExpired: Bool
    let actor: String
    let commit: String?
    /// The name of the key that is said to have signed it.
    let signedBy: String?

    package init(_ file: PlanFile, isExpired: Bool) {
      createdAt = file.envelope.createdAt
      expiresAt = file.envelope.expiresAt
      self.isExpired = isExpired
      actor = file.envelope.actor
      commit = file.envelope.commit
      signedBy = file.signature?.keyID
    }
  }

  package let proposal: Proposal
  package let kinds: [String: Kind]
  package let exitCode: Int
  /// Tells who moved in an object, or in one field of it.
  package typealias Directions = @Sendable (Operation, FieldChange?) -> Direction

  /// Who changed an object in the org last, and when.
  package struct Moved: Sendable, Hashable {
    package let by: String
    package let at: Timestamp

    package init(by: String, at: Timestamp) {
      (self.by, self.at) = (by, at)
    }

    /// The words for a person.
    package var words: String { "by \(by) on \(Timestamp(seconds: at.seconds).rfc3339)" }
  }

  /// Nil for a plan, which does not ask who moved.
  package let directions: Directions?
  /// Who changed objects in the org, as far as that was found out.
  package let moved: [Address: Moved]
  /// Where the plan comes from a file.
  package let saved: Saved?
  /// The objects that have moved without anybody's agreement, in a drift report.
  package let drifted: Set<Address>

  package init(
    _ proposal: Proposal, kinds: [String: Kind], exitCode: Int,
    directions: Directions? = nil, moved: [Address: Moved] = [:], saved: Saved? = nil,
    drifted: Set<Address> = []
  ) {
    self.proposal = proposal
    self.kinds = kinds
    self.exitCode = exitCode
    self.directions = directions
    self.moved = moved
    self.saved = saved
    self.drifted = drifted
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

  /// The objects that are held up although nothing of them changes.
  var heldUpUnchanged: [(address: Address, reasons: [String])] {
    let changing = Set(plan.operations.map(\.address))
    return proposal.blocked.filter { address, _ in
      !changing.contains(address)
        && (address.part == nil || proposal.blocked[address.whole] == nil)
    }
    .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// How many objects are held up, a part within its whole.
  var heldUpCount: Int {
    proposal.blocked.keys.count { $0.part == nil || proposal.blocked[$0.whole] == nil }
  }

  /// Where a saved plan comes from, in one line.
  var origin: String? {
    guard let saved else { return nil }
    var parts = ["made \(saved.createdAt.rfc3339) by \(saved.actor.withoutControls)"]
    if let commit = saved.commit { parts.append("commit \(commit.withoutControls)") }
    if let end = saved.expiresAt {
      parts.append("\(saved.isExpired ? "expired" : "may be applied until") \(end.rfc3339)")
    }
    parts.append(
      saved.signedBy.map { "signed with \($0.withoutControls), not checked" } ?? "not signed")
    return parts.joined(separator: " · ")
  }

  /// What keeps an operation from being applied as it is.
  func holdUps(_ address: Address) -> [String] { proposal.blocked[address] ?? [] }
}
