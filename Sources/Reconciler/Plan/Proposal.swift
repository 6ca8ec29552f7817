package import Diagnostics

/// A plan with what a reader must know besides: problems, what holds it up, what it costs.
package struct Proposal: Sendable {
  /// A rule of the guard that the plan breaks, so that apply refuses it until somebody approves.
  package struct Unsafe: Sendable, Hashable {
    package let rule: String
    package let address: Address?
    package let message: String
  }

  /// How many requests something takes.
  package struct Requests: Sendable, Hashable {
    package var read: Int
    package var apply: Int

    package init(read: Int, apply: Int) {
      self.read = read
      self.apply = apply
    }
  }

  package let plan: Plan
  /// Problems and facts, the errors among them not being part of the plan.
  package var findings: [Diagnostic]
  /// What keeps an operation from being applied, in words.
  package let blocked: [Address: [String]]
  package let unsafe: [Unsafe]
  /// How many objects are as they should be.
  package let unchanged: Int
  package let requests: Requests
  /// Whether some collection could not be read whole; such a plan can be neither saved nor applied.
  package let isPartial: Bool
  /// Where each object is declared.
  package let sources: [Address: SourceLocation]
}
