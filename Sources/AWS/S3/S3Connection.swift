package import HTTP
package import World

/// Hands out what reads and writes S3 in a region, over a connection to AWS.
package struct S3Connection: Sendable {
  package let aws: AWSConnection

  package init(_ aws: AWSConnection) {
    self.aws = aws
  }

  package init(
    transport: any Transport, credentials: AWSCredentials?, endpoint: URL?, world: World,
    allowedHosts: AllowedHosts, policy: RetryPolicy = .aws()
  ) {
    self.init(
      AWSConnection(
        transport: transport, credentials: credentials, endpoint: endpoint, world: world,
        allowedHosts: allowedHosts, policy: policy))
  }

  /// Whether there is anything to sign with.
  package var hasCredentials: Bool { aws.credentials != nil }

  /// How many requests were sent to S3, each attempt counted.
  package var requestCount: Int { aws.requestCounts[AWSService.s3.id] ?? 0 }

  /// Returns the client for a region, or nil where there are no credentials or no such region.
  package func client(region: String) -> S3Client? {
    httpClient(region: region).map { S3Client($0, endpoint: endpoint(region)) }
  }

  /// Returns what reads and writes a bucket's objects, or nil as for `client`.
  package func objects(in bucket: String, region: String) -> S3Objects? {
    httpClient(region: region).map {
      S3Objects($0, endpoint: endpoint(region), bucket: bucket)
    }
  }

  private func endpoint(_ region: String) -> S3Endpoint {
    S3Endpoint(region: region, custom: aws.endpoints.url(of: .s3))
  }

  private func httpClient(region: String) -> HTTPClient? {
    hasCredentials ? aws.s3Client(region: region) : nil
  }
}
