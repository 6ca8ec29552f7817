internal import HTTP
package import World

extension S3Client {
  /// What S3 says of an object without sending it.
  package struct ObjectHead: Sendable, Hashable {
    package let bytes: Int
    /// The name of this state of the object, as S3 sends it, with its quotes.
    package let tag: String?
    package let versionID: String?
    package let contentType: String
    package let contentEncoding: String?
    package let modified: Timestamp?
    package let storageClass: String

    package init(
      bytes: Int, tag: String?, versionID: String? = nil,
      contentType: String = "binary/octet-stream", contentEncoding: String? = nil,
      modified: Timestamp? = nil, storageClass: String = "STANDARD"
    ) {
      self.bytes = bytes
      self.tag = tag
      self.versionID = versionID
      self.contentType = contentType
      self.contentEncoding = contentEncoding
      self.modified = modified
      self.storageClass = storageClass
    }
  }

  /// Asks what an object is like, and so whether it may be read.
  package func headObject(_ bucket: String, _ key: String) async throws(S3Failure) -> ObjectHead {
    let request = request(.head, bucket, key)
    let response = try await success(of: request)
    guard let bytes = response.headers["Content-Length"].flatMap({ Int($0) }), bytes >= 0 else {
      throw S3Failure(.other, "S3 does not say how large the object is", line: request.line)
    }
    return ObjectHead(
      bytes: bytes, tag: response.headers["ETag"],
      versionID: response.headers["x-amz-version-id"],
      contentType: response.headers["Content-Type"] ?? "binary/octet-stream",
      contentEncoding: response.headers["Content-Encoding"],
      modified: response.headers["Last-Modified"].flatMap(Timestamp.init(httpDate:)),
      storageClass: response.headers["x-amz-storage-class"] ?? "STANDARD")
  }

  /// Reads a range of an object as it was when its head was read, every byte of it or none.
  package func objectPart(
    _ bucket: String, _ key: String, _ range: Range<Int>, of head: ObjectHead
  ) async throws(S3Failure) -> [UInt8] {
    var request = request(.get, bucket, key)
    request.headers["Range"] = "bytes=\(range.lowerBound)-\(range.upperBound - 1)"
    request.headers["If-Match"] = head.tag
    request.responseLimit = max(range.count, 64 << 10)
    let response = try await success(of: request)
    let whole = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(head.bytes)"
    let isWhole =
      response.status == 206
      ? response.headers["Content-Range"] == whole : range == 0..<head.bytes
    guard isWhole, response.body.count == range.count else {
      throw S3Failure(
        .other, "S3 sent other bytes than the range that was asked for", line: request.line,
        requestID: nil)
    }
    return response.body
  }

  private func request(
    _ method: HTTPRequest.Method, _ bucket: String, _ key: String
  ) -> HTTPRequest {
    var request = HTTPRequest(
      method, endpoint.url(bucket: bucket).appending(path: URL.percentEncoded(path: key)),
      template: "/{bucket}/{key}", timeout: .seconds(60))
    // The bytes are wanted as they are stored, whatever their Content-Encoding says.
    request.headers["Accept-Encoding"] = "identity"
    return request
  }

  private func success(of request: HTTPRequest) async throws(S3Failure) -> HTTPResponse {
    let response: HTTPResponse
    do throws(HTTPFailure) {
      response = try await client.send(request).response
    } catch {
      throw S3Failure(error)
    }
    guard response.status == 200 || response.status == 206 else {
      let failure = S3Failure(response, to: request)
      // The answer to a HEAD has no body that would say what is missing.
      guard request.method == .head, failure.reason == .noSuchBucket else { throw failure }
      throw S3Failure(
        .noSuchKey, failure.detail, line: failure.line, requestID: failure.requestID)
    }
    return response
  }
}
