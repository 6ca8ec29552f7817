internal import AWS

extension EventError {
  /// Judges a call to AWS that has no result.
  init(_ failure: AWSFailure) {
    let what = "\(failure.service.actionPrefix):\(failure.operation): \(failure.message)"
    switch failure.cause {
    case .throttled: self = .transient(.throttled, what)
    case .permission, .noCredentials: self = .fatal(.accessDenied, what)
    case .transport, .interrupted: self = .transient(.serviceUnavailable, what)
    case .notFound where failure.service == .sqs: self = .fatal(.queueMissing, what)
    case .notFound where failure.service == .stepFunctions:
      self = .fatal(.stateMachineMissing, what)
    case .notFound: self = .fatal(.serviceRefused, what)
    case .conflict, .unfinished, .other:
      self =
        failure.mayHaveHappened
        ? .transient(.serviceUnavailable, what) : .permanent(.serviceRefused, what)
    }
  }

  /// Returns the result of a call to AWS, or throws what its failure means here.
  static func judging<Value>(
    _ call: () async throws(AWSFailure) -> Value
  ) async throws(EventError) -> Value {
    do throws(AWSFailure) {
      return try await call()
    } catch {
      throw EventError(error)
    }
  }
}
