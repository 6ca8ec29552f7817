internal import HTTP
package import World

/// Stores files in S3 where a link leads to them that anybody may follow for a time.
package struct S3Link: Sendable {
  private let connection: S3Connection
  private let region: String
  private let world: World

  /// The longest that AWS lets a signature be good.
  package static let longest: Duration = .seconds(7 * 86_400)

  package init(_ connection: S3Connection, region: String, world: World) {
    (self.connection, self.region, self.world) = (connection, region, world)
  }

  /// Stores a file under a key that has none yet, or has it already, and returns the link.
  package func publish(
    _ bytes: [UInt8], type: String, to bucket: String, key: String, for duration: Duration
  ) async throws(S3Failure) -> String {
    guard let objects = connection.objects(in: bucket, region: region),
      let source = connection.aws.credentials
    else { throw S3Failure(.credentials, "there are none", line: "") }
    if case .beaten = try await objects.put(bytes, to: key, expecting: .absent, type: type) {
      // A run that is gone on with finds what it has stored before.
      guard try await objects.get(key)?.bytes.count == bytes.count else {
        throw S3Failure(.conflict, "another file lies at s3://\(bucket)/\(key)", line: "")
      }
    }
    let credentials: AWSCredentials
    do throws(AuthenticationError) {
      credentials = try await source.credentials()
    } catch {
      throw S3Failure(.credentials, error.message, line: "")
    }
    let signed = SigV4(service: AWSService.s3.signingName, region: region).presign(
      objects.request(.get, key), with: credentials, at: world.serverTime(),
      expiresIn: min(duration, Self.longest))
    return signed.request.url.text
  }
}
