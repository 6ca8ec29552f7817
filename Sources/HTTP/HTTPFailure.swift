/// Why a request has no answer that could be judged, in one sentence without query, body or secret.
package struct HTTPFailure: Error, Sendable {
  package enum Kind: Sendable, Hashable {
    case transport(TransportError.Reason, mayHaveBeenSent: Bool)
    case deadline
    case circuitOpen
    /// The server asked for a longer wait than anybody should sit through.
    case rateLimited(Duration)
    /// Credentials must not go to that host.
    case hostNotAllowed
    /// No token could be had; the status is that of the token endpoint.
    case authentication(status: Int?)
    case cancelled
  }

  package let kind: Kind
  /// The request line.
  package let line: String
  package let detail: String
  package let attempts: [Attempt]
  package let latency: Duration

  package init(
    _ kind: Kind, line: String, detail: String, attempts: [Attempt] = [],
    latency: Duration = .zero
  ) {
    self.kind = kind
    self.line = line
    self.detail = detail
    self.attempts = attempts
    self.latency = latency
  }
}

extension HTTPFailure: CustomStringConvertible {
  package var description: String {
    let times = attempts.count > 1 ? " after \(attempts.count) attempts" : ""
    return "\(line) failed\(times): \(detail)"
  }
}

/// How one attempt ended: with a status, or without any answer.
package struct Attempt: Sendable, Hashable {
  package let status: Int?
  package let latency: Duration

  package init(status: Int?, latency: Duration) {
    self.status = status
    self.latency = latency
  }
}

/// An answer, and what it took to get it.
package struct Exchange: Sendable {
  package let response: HTTPResponse
  package let attempts: [Attempt]
  /// From the first attempt's start to the answer, waits included.
  package let latency: Duration

  package init(response: HTTPResponse, attempts: [Attempt], latency: Duration) {
    self.response = response
    self.attempts = attempts
    self.latency = latency
  }
}

extension HTTPResponse {
  /// The id under which the server knows this exchange.
  package var correlation: String? {
    headers["ININ-Correlation-Id"] ?? headers["x-amz-request-id"]
      ?? headers["x-amzn-RequestId"]
  }
}
