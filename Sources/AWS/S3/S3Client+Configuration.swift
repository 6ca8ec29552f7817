internal import Codecs
internal import HTTP

/// What S3 keeps about a bucket under a name of its own.
protocol BucketConfiguration: Sendable {
  /// The name in the query that asks for it.
  static var subresource: String { get }
  /// The root element of its document.
  static var root: String { get }
  /// The permission it takes to read it.
  static var permission: String { get }

  /// Reads the document; nil where it is none that S3 sends.
  init?(_ root: XMLElement)
}

extension S3Client {
  /// Reads one of a bucket's configurations.
  func configuration<Value: BucketConfiguration>(
    _ type: Value.Type, of bucket: String, owner: String?
  ) async -> Fact<Value> {
    await fact(Value.permission) { () async throws(S3Failure) -> Value in
      let (root, request) = try await document(
        bucket: bucket, [URL.QueryItem(Value.subresource, "")], Value.root, owner: owner)
      guard let value = Value(root) else { throw malformed(request) }
      return value
    }
  }

  /// Reads a bucket's policy, which alone is JSON.
  func policy(of bucket: String, owner: String?) async -> Fact<PolicyDocument> {
    await fact("s3:GetBucketPolicy") { () async throws(S3Failure) -> PolicyDocument in
      let response = try await send(.get, bucket, [URL.QueryItem("policy", "")], owner).response
      return PolicyDocument(String(decoding: response.body, as: UTF8.self), .resource)
    }
  }

  /// Asks in which region a bucket is, where a HEAD does not tell.
  func location(of bucket: String, owner: String?) async throws(S3Failure) -> String {
    let (root, request) = try await document(
      bucket: bucket, [URL.QueryItem("location", "")], "LocationConstraint", owner: owner)
    switch root.text {
    case "": return "us-east-1"
    case "EU": return "eu-west-1"
    case let name where S3Endpoint.isRegion(name): return name
    default: throw malformed(request)
    }
  }

  private func fact<Value>(
    _ permission: String, _ read: () async throws(S3Failure) -> Value
  ) async -> Fact<Value> {
    do throws(S3Failure) {
      return .known(try await read())
    } catch {
      return error.reason == .notConfigured ? .absent : .unknown(Ignorance(error, permission))
    }
  }
}
