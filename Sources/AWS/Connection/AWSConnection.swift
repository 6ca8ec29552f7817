package import HTTP
internal import Synchronization
package import World

/// Hands out a client for each service and region, all with the same credentials.
package final class AWSConnection: Sendable {
  /// Nil where nothing may be sent for want of them.
  package let credentials: (any AWSCredentialSource)?
  package let endpoints: AWSEndpoints
  private let world: World
  private let transport: any Transport
  private let allowedHosts: AllowedHosts
  private let policy: RetryPolicy
  private let isSigned: Bool
  private let clock = AWSClock()
  private let clients = Mutex<[Place: HTTPClient]>([:])

  private struct Place: Hashable {
    let service: AWSService
    let region: String
  }

  /// Makes one for the account that the credentials belong to; only where it is not `isSigned` may
  /// requests go without them, for the calls that are made to get some.
  package init(
    transport: any Transport, credentials: (any AWSCredentialSource)?, endpoints: AWSEndpoints,
    world: World, allowedHosts: AllowedHosts, policy: RetryPolicy = .aws(), isSigned: Bool = true
  ) {
    self.transport = transport
    self.credentials = credentials
    self.endpoints = endpoints
    self.world = world
    self.allowedHosts = allowedHosts
    self.policy = policy
    self.isSigned = isSigned
  }

  /// Makes one with a single endpoint for all services, or with AWS's own.
  package convenience init(
    transport: any Transport, credentials: (any AWSCredentialSource)?, endpoint: URL?,
    world: World, allowedHosts: AllowedHosts, policy: RetryPolicy = .aws()
  ) {
    self.init(
      transport: transport, credentials: credentials, endpoints: AWSEndpoints(endpoint),
      world: world, allowedHosts: allowedHosts, policy: policy)
  }

  /// How many requests were sent to each service, each attempt counted.
  package var requestCounts: [String: Int] {
    clients.withLock { clients in
      clients.reduce(into: [:]) { $0[$1.key.service.id, default: 0] += $1.value.requestCount }
    }
  }

  /// Returns the client of a service, or nil where there is no such region or no such service there.
  package func client(_ service: AWSService, region: String) -> AWSClient? {
    place(service, region).map {
      AWSClient(service, region: region, at: $0.url, through: httpClient(service, $0))
    }
  }

  /// Returns what sends requests signed for S3 in a region, or nil where there is no such region.
  func s3Client(region: String) -> HTTPClient? {
    place(.s3, region).map { httpClient(.s3, $0) }
  }

  private func place(_ service: AWSService, _ region: String) -> AWSEndpoint? {
    AWSEndpoint(service, region: region, custom: endpoints.url(of: service))
  }

  private func httpClient(_ service: AWSService, _ endpoint: AWSEndpoint) -> HTTPClient {
    let place = Place(service: service, region: endpoint.signingRegion)
    return clients.withLock { clients in
      if let client = clients[place] { return client }
      let client = HTTPClient(
        transport: transport, authorizer: authorizer(place), world: world,
        allowedHosts: allowedHosts, policy: policy, quota: RetryQuota(), reader: AWSAnswers())
      clients[place] = client
      return client
    }
  }

  private func authorizer(_ place: Place) -> any Authorizer {
    guard isSigned else { return AnonymousAuthorizer() }
    return AWSAuthorizer(
      signer: SigV4(service: place.service.signingName, region: place.region),
      source: credentials, clock: clock, world: world)
  }
}
