package import HTTP
internal import JSON
internal import Reconciler
package import World

/// Has the org make files of reports, and fetches them.
package struct ReportExports: Sendable {
  private let client: HTTPClient
  /// What fetches files from wherever they are, without credentials.
  let files: HTTPClient
  let connection: GenesysConnection
  let world: World
  let allowedHosts: AllowedHosts
  let redactor: Redactor

  /// Makes one over the client of an org, whose budget, breaker and token it shares.
  package init(
    _ client: HTTPClient, connection: GenesysConnection, downloads: any Transport, world: World,
    allowedHosts: AllowedHosts, redactor: Redactor = Redactor()
  ) {
    self.client = client
    files = HTTPClient(
      transport: downloads, authorizer: nil, world: world, allowedHosts: allowedHosts)
    self.connection = connection
    self.world = world
    self.allowedHosts = allowedHosts
    self.redactor = redactor
  }

  var problems: ExportProblem { ExportProblem(profile: connection.profile, redactor: redactor) }

  /// Sends a request to the org.
  func send(
    _ request: HTTPRequest, within limit: Duration? = nil
  ) async throws(ExportFailure) -> HTTPResponse {
    do throws(HTTPFailure) {
      return try await client.send(request, within: limit).response
    } catch {
      throw problems.failure(of: error)
    }
  }

  /// Sends a request to the org, and leaves to the caller what a lost answer means.
  func attempt(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
    try await client.send(request).response
  }

  /// A request for what is at a percent-encoded path of the API.
  func request(
    _ method: HTTPRequest.Method, _ path: String, template: String, query: [URL.QueryItem] = []
  ) -> HTTPRequest {
    var url = connection.apiURL.appending(path: path)
    url.query = query
    return HTTPRequest(method, url, headers: ["Accept": "application/json"], template: template)
  }
}
