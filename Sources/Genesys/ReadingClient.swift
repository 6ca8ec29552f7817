package import HTTP

/// Reads from the API and can do nothing else: it has no operation that writes.
package struct ReadingClient: Sendable {
  private let client: HTTPClient
  private let base: URL

  package init(_ client: HTTPClient, connection: GenesysConnection) {
    self.client = client
    base = connection.apiURL
  }

  /// Gets what is at a percent-encoded path below the API's URL.
  package func get(
    _ path: String, query: [URL.QueryItem] = [], template: String? = nil
  ) async throws(HTTPFailure) -> Exchange {
    var url = base.appending(path: path)
    url.query = query
    return try await client.send(
      HTTPRequest(.get, url, headers: ["Accept": "application/json"], template: template ?? path))
  }

  /// Asks one of the questions that the API takes by POST; it is a `ReadingQuestion`, so that nothing
  /// else can be sent.
  func ask(_ question: ReadingQuestion) async throws(HTTPFailure) -> Exchange {
    try await client.send(
      HTTPRequest(
        .post, base.appending(path: question.path).appending(query: "expand", question.expand),
        headers: ["Accept": "application/json", "Content-Type": "application/json"],
        body: question.body, template: question.path, isRepeatable: true))
  }

  /// The line of a `get`, for a diagnostic.
  func line(_ path: String) -> String { "GET \(base.appending(path: path))" }
}
