package import HTTP
internal import Synchronization
package import World

/// Hands out a client for each region, all with the same credentials.
package final class S3Connection: Sendable {
  /// Nil where there are none, so that nothing is sent.
  package let credentials: AWSCredentials?
  private let world: World
  private let transport: any Transport
  private let endpoint: URL?
  private let allowedHosts: AllowedHosts
  private let policy: RetryPolicy
  private let clients = Mutex<[String: HTTPClient]>([:])

  package init(
    transport: any Transport, credentials: AWSCredentials?, endpoint: URL?, world: World,
    allowedHosts: AllowedHosts, policy: RetryPolicy = RetryPolicy()
  ) {
    self.transport = transport
    self.credentials = credentials
    self.endpoint = endpoint
    self.world = world
    self.allowedHosts = allowedHosts
    self.policy = policy
  }

  /// How many requests were sent, each attempt counted.
  package var requestCount: Int {
    clients.withLock { $0.values.reduce(0) { $0 + $1.requestCount } }
  }

  /// Returns the client for a region, or nil where there are no credentials or no such region.
  package func client(region: String) -> S3Client? {
    httpClient(region: region).map {
      S3Client($0, endpoint: S3Endpoint(region: region, custom: endpoint))
    }
  }

  /// Returns what reads and writes a bucket's objects, or nil as for `client`.
  package func objects(in bucket: String, region: String) -> S3Objects? {
    httpClient(region: region).map {
      S3Objects($0, endpoint: S3Endpoint(region: region, custom: endpoint), bucket: bucket)
    }
  }

  private func httpClient(region: String) -> HTTPClient? {
    guard let credentials, S3Endpoint.isRegion(region) else { return nil }
    return clients.withLock { clients in
      if let client = clients[region] { return client }
      let client = HTTPClient(
        transport: transport,
        authorizer: SigV4Authorizer(
          signer: SigV4(service: "s3", region: region, style: .s3), credentials: credentials,
          world: world),
        world: world, allowedHosts: allowedHosts, policy: policy)
      clients[region] = client
      return client
    }
  }
}
