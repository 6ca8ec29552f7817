/// What policies say to a request, and what settles it.
package struct PolicyDecision: Sendable, Hashable {
  package enum Verdict: String, Sendable { case allowed, denied, indeterminate }

  /// A statement in the policy it stands in.
  package struct Source: Sendable, Hashable, CustomStringConvertible {
    package let policy: String
    /// Its `Sid`, or its number.
    package let statement: String
    package let sid: String?
    package let index: Int

    package var description: String { "\(statement) of \(policy)" }
  }

  package let verdict: Verdict
  /// The statement that allows or denies, or whose meaning is not known; nil where nothing allows.
  package let source: Source?
  /// Why, as the end of a sentence.
  package let reason: String
  /// Whether a statement denies it, and not the want of one that allows.
  package let isExplicit: Bool
}
