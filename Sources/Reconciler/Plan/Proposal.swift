package import Diagnostics
package import JSON

/// A plan with what a reader must know besides: problems, what holds it up, what it costs.
package struct Proposal: Sendable {
  /// How many requests something takes.
  package struct Requests: Sendable, Hashable {
    package var read: Int
    package var apply: Int
    /// How many may be sent in a minute.
    package var perMinute: Int

    package init(read: Int, apply: Int, perMinute: Int = 300) {
      self.read = read
      self.apply = apply
      self.perMinute = max(1, perMinute)
    }

    /// How long applying has to wait for the limit, in whole minutes: the requests of the first
    /// minute go at once.
    package var minutesToApply: Int { max(0, apply - 1) / perMinute }
  }

  /// An object found to be as declared: what the record needs to know of it.
  package struct Unrecorded: Sendable, Hashable {
    package let address: Address
    package let id: String
    package let spec: JSON
    package let keeping: Operation.Keeping
  }

  package let plan: Plan
  /// Problems and facts, the errors among them not being part of the plan.
  package var findings: [Diagnostic]
  /// What keeps objects from being changed, in words, whether they need to be or not.
  package let blocked: [Address: [String]]
  /// How many objects are as they should be.
  package let unchanged: Int
  package var requests: Requests
  /// Whether some collection could not be read whole; such a plan can be neither saved nor applied.
  package let isPartial: Bool
  /// Where each object is declared.
  package let sources: [Address: SourceLocation]
  /// Why each changed field is to be as it is planned.
  package var causes: Causes = [:]
  /// What operations come to, in sentences, where that is more than their fields say.
  package var meanings: [Address: [String]] = [:]
  /// Objects that are as declared and not recorded so, which the next apply makes up for.
  package let unrecorded: [Unrecorded]
  /// Recorded objects that are gone, or are to be left alone from now on.
  package let forgotten: [Address]
  /// The ids of the live objects that manifests were found to mean.
  package let found: [Address: String]
  /// The collections that could not be read whole.
  package var unread: Set<String> = []
  /// Objects of which little can be said, since they refer to what could not be read.
  package var unclear: Set<Address> = []
  /// What objects were known by that the org lost.
  package var former = FormerIDs.none

  package init(
    plan: Plan, findings: [Diagnostic] = [], blocked: [Address: [String]] = [:], unchanged: Int = 0,
    requests: Requests, isPartial: Bool = false, sources: [Address: SourceLocation] = [:],
    unrecorded: [Unrecorded] = [], forgotten: [Address] = [],
    found: [Address: String] = [:]
  ) {
    self.plan = plan
    self.findings = findings
    self.blocked = blocked
    self.unchanged = unchanged
    self.requests = requests
    self.isPartial = isPartial
    self.sources = sources
    self.unrecorded = unrecorded
    self.forgotten = forgotten
    self.found = found
  }

  package var unsafe: [Plan.Unsafe] { plan.unsafe }
}
