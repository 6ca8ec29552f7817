internal import AWS
internal import HTTP
internal import World

/// Serves actions of manifests without a network, a clock or a secret.
package struct OfflineActions: Sendable {
  private let region: String
  private let api: String?

  package init(region: String, api: String? = nil) {
    (self.region, self.api) = (region, api)
  }

  /// Returns what runs an action with the answers of its tests.
  package func tester(_ action: DataAction) -> ActionTester {
    ActionTester(action, api: api) { upstream in
      let world = World.instantly
      return SourceRuntime(
        Upstream(transport: upstream, world: world),
        rows: S3RowService(
          S3Connection(
            transport: upstream,
            credentials: AWSCredentials(accessKeyID: "test", secretAccessKey: Secret("test")),
            endpoint: nil, world: world, allowedHosts: AllowedHosts(further: nil)),
          region: region, world: world, audit: { _ in }),
        world: world, isOffline: true, reveal: { _ in Secret("secret-of-the-test") }
      ).served(action)
    }
  }
}
