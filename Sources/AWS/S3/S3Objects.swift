internal import HTTP

/// Reads and writes the objects of one bucket; each write says what it expects to be there.
///
/// It is kept apart from `S3Client`, so that what looks at customers' buckets cannot write to them.
package struct S3Objects: Sendable {
  private let client: HTTPClient
  private let reader: S3Client
  private let endpoint: S3Endpoint
  let bucket: String

  init(_ client: HTTPClient, endpoint: S3Endpoint, bucket: String) {
    self.client = client
    self.endpoint = endpoint
    self.bucket = bucket
    reader = S3Client(client, endpoint: endpoint)
  }

  /// The name S3 gives to one state of an object.
  package struct ETag: Sendable, Hashable {
    let text: String
  }

  /// An object as it was read.
  package struct Object: Sendable {
    package let bytes: [UInt8]
    package let tag: ETag?
  }

  /// What must hold for a write to take place.
  package enum Expectation: Sendable, Hashable {
    case absent
    case unchanged(since: ETag)
  }

  /// What came of a write.
  package enum Outcome: Sendable, Hashable {
    /// The object is stored, and survives whatever comes.
    case stored(ETag?)
    /// It was not as expected: another was faster, or an earlier attempt of this very write was.
    case beaten
  }

  /// The largest object that is read or written.
  private static let limit = 256 << 20
  private static let timeout: Duration = .seconds(60)

  /// Reads an object; nil where there is none.
  package func get(_ key: String) async throws(S3Failure) -> Object? {
    do throws(S3Failure) {
      let response = try await client.answer(of: request(.get, key))
      return Object(bytes: response.body, tag: response.headers["ETag"].map(ETag.init))
    } catch {
      guard error.reason == .noSuchKey else { throw error }
      return nil
    }
  }

  /// Writes an object where what is there is as expected.
  package func put(
    _ bytes: [UInt8], to key: String, expecting expectation: Expectation,
    type: String = "application/json"
  ) async throws(S3Failure) -> Outcome {
    var request = request(.put, key)
    request.body = bytes
    request.headers["Content-Type"] = type
    switch expectation {
    case .absent: request.headers["If-None-Match"] = "*"
    case .unchanged(let tag): request.headers["If-Match"] = tag.text
    }
    do throws(S3Failure) {
      return .stored(try await client.answer(of: request).headers["ETag"].map(ETag.init))
    } catch {
      switch error.reason {
      case .preconditionFailed, .conflict, .noSuchKey: return .beaten
      default: throw error
      }
    }
  }

  /// Writes an object with nothing in it, whatever is there.
  func put(empty key: String, headers: HTTPHeaders) async throws(S3Failure) {
    var request = request(.put, key)
    for field in headers.fields { request.headers[field.name] = field.value }
    _ = try await client.answer(of: request)
  }

  /// Deletes an object; that there is none is as good.
  func delete(_ key: String) async throws(S3Failure) {
    _ = try await client.answer(of: request(.delete, key))
  }

  /// Returns every key that begins with a prefix and comes behind a key, in their order.
  package func keys(
    _ prefix: String, after start: String? = nil
  ) async throws(S3Failure) -> [String] {
    var keys: [String] = []
    var token: String?
    var seen: Set<String> = []
    repeat {
      let page = try await reader.listObjects(
        bucket, prefix: prefix, after: token, startAfter: token == nil ? start : nil)
      keys += page.elements.map(\.key)
      token = page.next
      if let token, !seen.insert(token).inserted {
        throw S3Failure(.other, "the list of objects repeats itself", line: "")
      }
    } while token != nil
    return keys
  }

  func request(_ method: HTTPRequest.Method, _ key: String) -> HTTPRequest {
    HTTPRequest(
      method, endpoint.url(bucket: bucket).appending(path: URL.percentEncoded(path: key)),
      template: "/{bucket}/{key}", timeout: Self.timeout, responseLimit: Self.limit)
  }
}
