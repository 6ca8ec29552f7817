internal import HTTP

/// Why a call to AWS has no result.
package struct AWSFailure: Error, Sendable {
  package enum Cause: Sendable, Hashable {
    /// The caller is known and may not do this.
    case permission
    case notFound
    /// What is there already, or is being changed, stands against it.
    case conflict
    case throttled
    /// There are no credentials, or AWS does not take them.
    case noCredentials
    /// No answer came.
    case transport
    case interrupted
    /// It was accepted, and is not done after a long wait.
    case unfinished
    case other
  }

  package let cause: Cause
  package let service: AWSService
  package let operation: String
  /// The service's own name of it, as in `QueueDoesNotExist`; nil where it gave none.
  package let code: String?
  /// What happened in one sentence, without any credential.
  package let message: String
  /// The request line.
  package let line: String
  package let requestID: String?
  /// Whether the call may have been carried out all the same.
  package let mayHaveHappened: Bool

  init(
    _ cause: Cause, service: AWSService, operation: String, code: String? = nil, message: String,
    line: String, requestID: String? = nil, mayHaveHappened: Bool = false
  ) {
    self.cause = cause
    self.service = service
    self.operation = operation
    self.code = code
    self.message = message
    self.line = line
    self.requestID = requestID
    self.mayHaveHappened = mayHaveHappened
  }
}

extension AWSFailure {
  /// Takes up that no answer came.
  init(_ failure: HTTPFailure, service: AWSService, operation: String) {
    let cause: Cause =
      switch failure.kind {
      case .cancelled, .transport(.cancelled, _): .interrupted
      case .authentication: .noCredentials
      case .hostNotAllowed: .other
      case .rateLimited: .throttled
      case .transport, .deadline, .circuitOpen: .transport
      }
    let wasSent =
      if case .transport(_, let mayHaveBeenSent) = failure.kind { mayHaveBeenSent } else { false }
    self.init(
      cause, service: service, operation: operation, message: failure.detail, line: failure.line,
      mayHaveHappened: wasSent || failure.attempts.contains { ($0.status ?? 500) >= 500 })
  }

  /// Reads an answer that is no success.
  init(
    _ response: HTTPResponse, to request: HTTPRequest, service: AWSService, operation: String
  ) {
    let error = AWSErrorBody(response)
    let cause = Self.cause(response.status, error.code ?? "")
    // What is said of a signature repeats what was signed, a session token too.
    let message = cause == .noCredentials ? nil : error.message
    self.init(
      cause, service: service, operation: operation, code: error.code,
      message: message ?? "AWS answered status \(response.status)", line: request.line,
      requestID: response.awsRequestID, mayHaveHappened: response.status >= 500)
  }

  private static func cause(_ status: Int, _ code: String) -> Cause {
    if AWSCodes.throttling.contains(code) || status == 429 { return .throttled }
    if AWSCodes.credentials.contains(code) { return .noCredentials }
    if AWSCodes.isPermission(code) { return .permission }
    if AWSCodes.isConflict(code) { return .conflict }
    if AWSCodes.isNotFound(code) { return .notFound }
    guard code.isEmpty else { return .other }
    switch status {
    case 401: return .noCredentials
    case 403: return .permission
    case 404: return .notFound
    case 409, 412: return .conflict
    default: return .other
    }
  }
}

extension HTTPResponse {
  /// The id under which AWS knows the exchange, where it is safe to show.
  var awsRequestID: String? {
    (headers["x-amzn-RequestId"] ?? headers["x-amz-request-id"]).flatMap { id in
      let isPlain = id.utf8.allSatisfy { byte in
        (48...57).contains(byte) || (97...122).contains(byte | 32) || byte == UInt8(ascii: "-")
      }
      return isPlain && (1...80).contains(id.utf8.count) ? id : nil
    }
  }
}
