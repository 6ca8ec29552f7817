package import HTTP
package import JSON

/// Carries out the calls that change something.
package struct WritingClient: Sendable {
  private let client: HTTPClient
  private let base: URL

  package init(_ client: HTTPClient, connection: GenesysConnection) {
    self.client = client
    base = connection.apiURL
  }

  /// Creates or replaces what is at a percent-encoded path below the API's URL.
  package func put(
    _ path: String, _ body: JSON, template: String? = nil
  ) async throws(HTTPFailure) -> Exchange {
    try await send(.put, path, body, template)
  }

  /// Changes single fields of what is at a path.
  package func patch(
    _ path: String, _ body: JSON, template: String? = nil
  ) async throws(HTTPFailure) -> Exchange {
    try await send(.patch, path, body, template)
  }

  /// Adds an object to the collection at a path.
  package func post(
    _ path: String, _ body: JSON, template: String? = nil
  ) async throws(HTTPFailure) -> Exchange {
    try await send(.post, path, body, template)
  }

  /// Deletes what is at a path.
  package func delete(
    _ path: String, template: String? = nil
  ) async throws(HTTPFailure) -> Exchange {
    try await send(.delete, path, nil, template)
  }

  /// The line of a call, for a diagnostic.
  func line(_ method: HTTPRequest.Method, _ path: String) -> String {
    "\(method.rawValue) \(base.appending(path: path))"
  }

  func send(
    _ method: HTTPRequest.Method, _ path: String, _ body: JSON?, _ template: String?
  ) async throws(HTTPFailure) -> Exchange {
    var request = HTTPRequest(
      method, base.appending(path: path), headers: ["Accept": "application/json"],
      template: template ?? path)
    if let body {
      request.headers["Content-Type"] = "application/json"
      request.body = body.bytes
    }
    return try await client.send(request)
  }
}
