/// What carries a request to a server and its answer back, once, without judging either.
package protocol Transport: Sendable {
  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse
  /// Carries a request to its end even where the task is cancelled meanwhile.
  func finish(_ request: HTTPRequest) async -> Result<HTTPResponse, TransportError>
}

extension Transport {
  package func finish(_ request: HTTPRequest) async -> Result<HTTPResponse, TransportError> {
    // A task of its own is out of the cancellation's reach.
    await Task {
      do throws(TransportError) {
        return .success(try await send(request))
      } catch {
        return .failure(error)
      }
    }.value
  }
}

/// Why there is no answer.
package struct TransportError: Error, Sendable, Hashable {
  package enum Reason: String, Sendable {
    case unresolvedHost, refused, tls, timeout, connectionLost, tooLarge, cancelled, proxy
    case malformed, unsupported
    /// The guard of the request's peers objected to every address there is.
    case forbidden
  }

  package let reason: Reason
  /// What the library said, without any header, query or body.
  package let detail: String
  /// Whether the request may have reached the server, so that a POST must not just be repeated.
  package let mayHaveBeenSent: Bool

  package init(_ reason: Reason, _ detail: String, mayHaveBeenSent: Bool) {
    self.reason = reason
    self.detail = detail
    self.mayHaveBeenSent = mayHaveBeenSent
  }
}
