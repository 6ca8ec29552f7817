package import HTTP
internal import Synchronization
package import World

/// Hands out a client for each service and region, all with the same credentials.
package final class AWSConnection: Sendable {
  /// Nil where nothing may be sent for want of them.
  package let credentials: (any AWSCredentialSource)?
  /// Nil for AWS itself.
  package let endpoint: URL?
  private let world: World
  private let transport: any Transport
  private let allowedHosts: AllowedHosts
  private let policy: RetryPolicy
  private let clients = Mutex<[Place: HTTPClient]>([:])

  private struct Place: Hashable {
    let service: AWSService
    let region: String
  }

  package init(
    transport: any Transport, credentials: (any AWSCredentialSource)?, endpoint: URL?,
    world: World, allowedHosts: AllowedHosts, policy: RetryPolicy = RetryPolicy()
  ) {
    self.transport = transport
    self.credentials = credentials
    self.endpoint = endpoint
    self.world = world
    self.allowedHosts = allowedHosts
    self.policy = policy
  }

  /// How many requests were sent to each service, each attempt counted.
  package var requestCounts: [String: Int] {
    clients.withLock { clients in
      clients.reduce(into: [:]) { $0[$1.key.service.id, default: 0] += $1.value.requestCount }
    }
  }

  /// Returns the client of a service, or nil where there is no such region or no such service there.
  package func client(_ service: AWSService, region: String) -> AWSClient? {
    guard let endpoint = AWSEndpoint(service, region: region, custom: endpoint) else { return nil }
    return AWSClient(
      service, region: region, at: endpoint.url, through: httpClient(service, endpoint))
  }

  /// Returns what sends requests signed for S3 in a region, or nil where there is no such region.
  func s3Client(region: String) -> HTTPClient? {
    AWSEndpoint(.s3, region: region, custom: endpoint).map { httpClient(.s3, $0) }
  }

  private func httpClient(_ service: AWSService, _ endpoint: AWSEndpoint) -> HTTPClient {
    let place = Place(service: service, region: endpoint.signingRegion)
    return clients.withLock { clients in
      if let client = clients[place] { return client }
      let signer = SigV4(service: service.signingName, region: endpoint.signingRegion)
      let client = HTTPClient(
        transport: transport,
        authorizer: AWSAuthorizer(signer: signer, source: credentials, world: world),
        world: world, allowedHosts: allowedHosts, policy: policy)
      clients[place] = client
      return client
    }
  }
}
