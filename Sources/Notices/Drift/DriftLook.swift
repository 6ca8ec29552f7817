package import World

/// What one look at an environment came to.
package struct DriftLook: Sendable {
  package enum Outcome: Sendable {
    /// Everything was read; these differences are all there are.
    case whole([DriftDifference])
    /// Something was not read or nothing was, so that nothing can be said to be over.
    case failed(code: String, message: String)
  }

  package let environment: String
  package let outcome: Outcome
  package let at: Timestamp
  /// Where the run that looked can be seen.
  package let link: String?

  package init(environment: String, outcome: Outcome, at: Timestamp, link: String? = nil) {
    (self.environment, self.outcome, self.at, self.link) = (environment, outcome, at, link)
  }
}
