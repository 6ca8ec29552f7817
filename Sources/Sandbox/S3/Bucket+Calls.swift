import Codecs
import HTTP
import Server

extension Bucket {
  /// Does what a call asks of this bucket.
  mutating func answer(_ call: S3Call) throws(S3Error) -> ServerResponse {
    switch call.route.call {
    case .headBucket:
      return ServerResponse(
        status: 200,
        headers: ["x-amz-bucket-region": region, "x-amz-access-point-alias": "false"])
    case .deleteBucket:
      guard keys.isEmpty else {
        throw S3Error(
          status: 409, code: "BucketNotEmpty",
          message: "The bucket you tried to delete is not empty",
          more: [("BucketName", name)])
      }
      return ServerResponse(status: 204)
    case .getBucketLocation:
      var writer = XMLWriter()
      let shown = region == "us-east-1" ? "" : region
      writer.element("LocationConstraint", attributes: Account.namespace) { $0.text(shown) }
      return ServerResponse(status: 200, xml: writer)
    case .getBucketEncryption: return try describeEncryption()
    case .putBucketEncryption:
      encryption = try Encryption(xml: call.request.body)
      return ServerResponse(status: 200)
    case .deleteBucketEncryption:
      encryption = .standard
      return ServerResponse(status: 204)
    case .bucketDocument:
      guard let document = call.route.document else { throw .methodNotAllowed }
      return try answer(call.request.method, document, call.request.body)
    case .listObjects: return try listObjects(call)
    case .getObject, .headObject: return try read(call)
    case .putObject: return try put(call)
    case .deleteObject:
      try checkConditions(call, self[call.route.key])
      self[call.route.key] = nil
      return ServerResponse(status: 204)
    case .listBuckets, .createBucket: throw .methodNotAllowed
    }
  }

  private func describeEncryption() throws(S3Error) -> ServerResponse {
    guard let encryption = encryption else {
      throw S3Error(
        status: 404, code: "ServerSideEncryptionConfigurationNotFoundError",
        message: "The server side encryption configuration was not found",
        more: [("BucketName", name)])
    }
    var writer = XMLWriter()
    writer.element("ServerSideEncryptionConfiguration", attributes: Account.namespace) { root in
      root.element("Rule") { rule in
        rule.element("ApplyServerSideEncryptionByDefault") { standard in
          standard.element("SSEAlgorithm", encryption.algorithm)
          if let key = encryption.keyID { standard.element("KMSMasterKeyID", key) }
        }
        rule.element("BucketKeyEnabled", String(encryption.usesBucketKey))
      }
    }
    return ServerResponse(status: 200, xml: writer)
  }
}
