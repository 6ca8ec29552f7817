package import HTTP

/// Where a service is reached from a region, and for which region requests to it are signed.
package struct AWSEndpoint: Sendable, Hashable {
  package let url: URL
  package let signingRegion: String

  /// Returns nil where the text is no region, or the service is not to be had there.
  package init?(_ service: AWSService, region: String, custom: URL? = nil) {
    guard S3Endpoint.isRegion(region) else { return nil }
    let partition = AWSPartition(region: region)
    let host: String
    switch service.reach {
    case .regional:
      (host, signingRegion) = ("\(service.hostPrefix).\(region).\(partition.domain)", region)
    case .global(let homes):
      guard let home = homes[partition] else { return nil }
      (host, signingRegion) = (home.host, home.region)
    }
    url = custom ?? URL(scheme: "https", host: host, port: nil, path: "/")
  }
}
