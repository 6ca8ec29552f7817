package import Diagnostics
package import JSON
package import World

/// Turns what should be and what is into a plan; a pure function of its fields.
package struct Planner: Sendable {
  /// What the caller allows beyond the ordinary.
  package struct Permissions: Sendable, Hashable {
    /// Take over objects that were found by name and differ.
    package var adopts: Bool
    /// Take over objects that another project wrote.
    package var takesOver: Bool
    /// Delete what this project wrote and no longer declares.
    package var prunes: Bool
    /// Send every secret again.
    package var rewritesSecrets: Bool

    package init(
      adopts: Bool = false, takesOver: Bool = false, prunes: Bool = false,
      rewritesSecrets: Bool = false
    ) {
      self.adopts = adopts
      self.takesOver = takesOver
      self.prunes = prunes
      self.rewritesSecrets = rewritesSecrets
    }
  }

  package var header: Plan.Header
  package var profile: Profile
  /// The kinds there are, for what is no longer declared.
  package var kinds: [String: Kind]
  package var desired: [DesiredObject]
  /// What was read, by kind.
  package var observed: [String: ObservedCollection]
  /// What was applied before.
  package var record: AppliedRecord
  /// What runs that were cut short were creating.
  package var begun = BegunCreations()
  /// The time of planning; without it nothing is said of what the changes come to.
  package var now: Timestamp?
  /// Returns when a schedule is due next, in words; nil for what names no times.
  package var times: @Sendable (JSON) -> String? = { _ in nil }
  /// Which of the objects are planned; references to the others still resolve.
  package var scope: Scope
  /// Reasons found outside for not touching an object.
  package var blocks: [Block]
  package var limits: Guard
  package var rules: [Rule]
  package var permissions: Permissions
  /// What is to be deleted besides what pruning finds.
  package var removals: [Removal]
  /// Whether the desired objects are all there should be, so that the rest is no longer declared.
  package var isComplete: Bool
  /// Says of a difference that somebody has agreed to live with it, so that it is left as it is.
  package var agreed: @Sendable (Address, FieldChange) -> Diagnostic?
  /// Whether objects that are as declared and not recorded so are to be noted, for who records them.
  package var notesUnrecorded: Bool

  package init(
    header: Plan.Header, profile: Profile, kinds: [String: Kind] = [:],
    desired: [DesiredObject], observed: [String: ObservedCollection],
    record: AppliedRecord = AppliedRecord(),
    scope: Scope = .everything, blocks: [Block] = [], limits: Guard = Guard(), rules: [Rule] = [],
    permissions: Permissions = Permissions(), removals: [Removal] = [], isComplete: Bool = true,
    agreed: @escaping @Sendable (Address, FieldChange) -> Diagnostic? = { _, _ in nil },
    notesUnrecorded: Bool = true
  ) {
    self.header = header
    self.profile = profile
    self.kinds = kinds
    self.desired = desired
    self.observed = observed
    self.record = record
    self.scope = scope
    self.blocks = blocks
    self.limits = limits
    self.rules = rules
    self.permissions = permissions
    self.removals = removals
    self.isComplete = isComplete
    self.agreed = agreed
    self.notesUnrecorded = notesUnrecorded
  }

  /// The desired objects by address, which manifests are in already.
  private var inOrder: [DesiredObject] {
    let isInOrder = zip(desired, desired.dropFirst()).allSatisfy { $0.address < $1.address }
    return isInOrder ? desired : desired.sorted { $0.address < $1.address }
  }

  package func proposal() -> Proposal {
    var draft = ProposalDraft(planner: self)
    let selected = scope.isEverything ? nil : scope.selection(of: desired)
    for object in inOrder
    where selected?.contains(object.address) ?? true {
      draft.add(object)
    }
    draft.remove(removals + (isComplete ? draft.prunable() : []))
    return draft.finished()
  }
}
