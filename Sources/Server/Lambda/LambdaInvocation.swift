internal import HTTP
package import World

/// One call of the function: what it was given, and until when an answer counts.
package struct LambdaInvocation: Sendable {
  package let requestID: String
  package let body: [UInt8]
  /// When Lambda ends the call.
  package let deadline: Timestamp
  package let functionARN: String?
  /// The id under which X-Ray traces the call.
  package let traceID: String?

  package init(
    requestID: String, body: [UInt8], deadline: Timestamp, functionARN: String? = nil,
    traceID: String? = nil
  ) {
    self.requestID = requestID
    self.body = body
    self.deadline = deadline
    self.functionARN = functionARN
    self.traceID = traceID
  }

  /// Reads what `next` answers; nil where it does not say which call it is and how long it may take.
  init?(_ response: HTTPResponse) {
    guard let id = response.headers["Lambda-Runtime-Aws-Request-Id"], !id.isEmpty,
      let deadline = response.headers["Lambda-Runtime-Deadline-Ms"].flatMap({ Int64($0) })
    else { return nil }
    self.init(
      requestID: id, body: response.body, deadline: Timestamp(milliseconds: deadline),
      functionARN: response.headers["Lambda-Runtime-Invoked-Function-Arn"],
      traceID: response.headers["Lambda-Runtime-Trace-Id"])
  }

  /// Returns the time that is left; below zero where there is none.
  package func remaining(at now: Timestamp) -> Duration { deadline.duration(since: now) }
}

/// An error as Lambda passes it on: state machines match `Retry` and `Catch` by its type.
package struct LambdaError: Error, Sendable, Hashable {
  package let type: String
  package let message: String

  package init(type: String, message: String) {
    self.type = type
    self.message = message
  }
}
