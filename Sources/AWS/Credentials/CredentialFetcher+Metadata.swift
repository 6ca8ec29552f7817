internal import HTTP
internal import JSON
internal import World

extension CredentialFetcher {
  /// Asks the agent beside a container.
  func container(
    _ endpoint: MetadataEndpoint, _ token: ContainerToken?
  ) async throws(AuthenticationError) -> HeldCredentials {
    var request = request(.get, endpoint.url, "/container-credentials")
    request.headers["Accept"] = "application/json"
    let secret: Secret? =
      switch token {
      case nil: nil
      case .text(let secret): secret
      case .file(let path): try self.token(in: path)
      }
    secret?.reveal { request.headers["Authorization"] = $0 }
    let response = try await answer(to: request, "the container's credentials")
    guard let held = HeldCredentials(try? JSON.parse(response.body), at: world.serverTime()) else {
      throw AuthenticationError(
        status: nil, "\(endpoint.url) answered without the container's credentials")
    }
    return held
  }

  /// Asks the metadata service of the machine, in its second version alone.
  func instance(_ endpoint: MetadataEndpoint) async throws(AuthenticationError) -> HeldCredentials {
    var asking = request(
      .put, endpoint.url.appending(path: "/latest/api/token"), "/latest/api/token")
    asking.headers["x-aws-ec2-metadata-token-ttl-seconds"] = "21600"
    let token = String(
      decoding: try await answer(to: asking, "a token of the machine").body, as: UTF8.self)
    let folder = endpoint.url.appending(path: "/latest/meta-data/iam/security-credentials/")
    func read(_ url: URL) async throws(AuthenticationError) -> HTTPResponse {
      var request = request(.get, url, "/latest/meta-data/iam/security-credentials")
      request.headers["x-aws-ec2-metadata-token"] = token
      return try await answer(to: request, "the machine's credentials")
    }
    let names = String(decoding: try await read(folder).body, as: UTF8.self)
    guard let name = names.split(whereSeparator: \.isNewline).first else {
      throw AuthenticationError(status: nil, "the machine has no role")
    }
    let response = try await read(folder.appending(segment: String(name)))
    let document = try? JSON.parse(response.body)
    guard document?["Code"]?.string ?? "Success" == "Success",
      let held = HeldCredentials(document, at: world.serverTime())
    else {
      throw AuthenticationError(status: nil, "the machine's role has no credentials for now")
    }
    return held
  }

  /// A service that is there answers at once; one that is not must not hold anything up.
  private func request(
    _ method: HTTPRequest.Method, _ url: URL, _ template: String
  ) -> HTTPRequest {
    let seconds = world.environment("AWS_METADATA_SERVICE_TIMEOUT").flatMap { Int($0) } ?? 1
    return HTTPRequest(
      method, url, template: template, timeout: .seconds(min(max(seconds, 1), 60)),
      responseLimit: 1 << 20)
  }

  private func answer(
    to request: HTTPRequest, _ what: String
  ) async throws(AuthenticationError) -> HTTPResponse {
    let attempts = world.environment("AWS_METADATA_SERVICE_NUM_ATTEMPTS").flatMap { Int($0) } ?? 1
    let client = HTTPClient(
      transport: direct, authorizer: nil, world: world, allowedHosts: allowedHosts,
      policy: .aws(attempts: attempts))
    let response: HTTPResponse
    do throws(HTTPFailure) {
      response = try await client.send(request).response
    } catch {
      throw AuthenticationError(
        status: nil, "\(request.url.origin) gave not \(what): \(error.detail)")
    }
    guard response.isSuccess else {
      throw AuthenticationError(
        status: nil, "\(request.url.origin) gave not \(what): status \(response.status)")
    }
    return response
  }
}
