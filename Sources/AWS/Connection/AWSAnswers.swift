package import HTTP

/// Reads from error codes, in whichever protocol, whether another attempt makes sense.
struct AWSAnswers: AnswerReader {
  func verdict(on response: HTTPResponse) -> Verdict? {
    guard response.status >= 400 else { return nil }
    guard let code = AWSErrorBody(response).code else {
      // An answer to HEAD has no code; its date may still tell that the clock is wrong.
      return response.status == 403 ? .unauthorised : nil
    }
    if AWSCodes.throttling.contains(code) { return .throttled }
    if AWSCodes.transient.contains(code) { return .transient }
    return AWSCodes.expired.contains(code) || AWSCodes.skew.contains(code) ? .unauthorised : nil
  }
}

extension RetryPolicy {
  /// What the AWS SDKs do in their standard mode: three attempts where nothing else is asked for.
  package static func aws(attempts: Int = 3) -> RetryPolicy {
    RetryPolicy(
      backoff: Backoff(base: .seconds(1), cap: .seconds(20)), retries: max(attempts, 1) - 1)
  }
}
