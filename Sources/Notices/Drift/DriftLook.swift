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
  /// What of the environment was looked at, such as `kind=Webhook`; nil where that was all of it.
  package let part: String?

  package init(
    environment: String, outcome: Outcome, at: Timestamp, link: String? = nil, part: String? = nil
  ) {
    (self.environment, self.outcome, self.at) = (environment, outcome, at)
    (self.link, self.part) = (link, part)
  }
}
