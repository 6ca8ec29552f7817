/// Tells what an answer means for another attempt, where a family of services has its own words.
package protocol AnswerReader: Sendable {
  /// Returns nil where the status says all there is.
  func verdict(on response: HTTPResponse) -> Verdict?
}

/// What an answer means for another attempt.
package enum Verdict: Sendable, Hashable {
  /// Too much was asked for, and nothing was done.
  case throttled
  /// The same request may succeed a little later.
  case transient
  /// The same request may be taken with another authorisation.
  case unauthorised
}
