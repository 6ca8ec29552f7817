internal import World

/// What puts credentials on a request just before it is sent.
package protocol Authorizer: Sendable {
  func authorized(_ request: HTTPRequest) async throws(AuthenticationError) -> HTTPRequest
  /// Takes up that the server refused a request for its credentials; returns whether the same request
  /// authorised anew may fare better.
  func refused(_ request: HTTPRequest, by response: HTTPResponse) async -> Bool
}

/// Why no credentials could be had.
package struct AuthenticationError: Error, Sendable, Hashable {
  /// What the token endpoint answered; nil where it did not.
  package let status: Int?
  package let message: String

  package init(status: Int?, _ message: String) {
    self.status = status
    self.message = message
  }
}

/// Puts a bearer token on requests, and gets another once a server has refused it.
package struct BearerAuthorizer: Authorizer {
  private let tokens: TokenManager

  package init(tokens: TokenManager) {
    self.tokens = tokens
  }

  package func authorized(
    _ request: HTTPRequest
  ) async throws(AuthenticationError) -> HTTPRequest {
    let token = try await tokens.token()
    var request = request
    request.headers["Authorization"] = token.reveal { "Bearer \($0)" }
    return request
  }

  package func refused(_ request: HTTPRequest, by response: HTTPResponse) async -> Bool {
    await tokens.invalidate(bearing: request.headers["Authorization"])
  }
}
