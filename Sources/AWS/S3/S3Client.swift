internal import Codecs
package import HTTP
package import World

/// Reads from S3 in one region: it has no operation that writes.
package struct S3Client: Sendable {
  let client: HTTPClient
  let endpoint: S3Endpoint

  /// Makes a client of one that signs for S3 in the endpoint's region.
  package init(_ client: HTTPClient, endpoint: S3Endpoint) {
    self.client = client
    self.endpoint = endpoint
  }

  package struct BucketName: Sendable, Hashable {
    package let name: String
    package let region: String?
  }

  /// Some of a list, and what asks for more of it.
  package struct Page<Element: Sendable>: Sendable {
    package let elements: [Element]
    package let next: String?
  }

  package struct Object: Sendable, Hashable {
    package let key: String
    package let bytes: Int
    package let modified: Timestamp
  }

  /// How a bucket encrypts by default, as one of its rules says.
  package struct EncryptionRule: Sendable, Hashable {
    package let algorithm: String
    package let keyID: String?
    package let usesBucketKey: Bool
  }

  /// Lists the account's buckets.
  package func listBuckets(
    after token: String? = nil
  ) async throws(S3Failure) -> Page<BucketName> {
    var query = [URL.QueryItem("max-buckets", "1000")]
    token.map { query.append(URL.QueryItem("continuation-token", $0)) }
    let (root, request) = try await document(bucket: nil, query, "ListAllMyBucketsResult")
    guard let list = root["Buckets"] else { throw malformed(request) }
    let names = list.children(named: "Bucket").map { bucket in
      BucketName(name: bucket["Name"]?.text ?? "", region: bucket["BucketRegion"]?.text)
    }
    return Page(elements: names, next: root["ContinuationToken"]?.text.nonEmpty)
  }

  /// Asks whether a bucket is there and may be listed, and returns its region where S3 says it.
  package func headBucket(
    _ bucket: String, owner: String? = nil
  ) async throws(S3Failure) -> String? {
    let response = try await send(.head, bucket, [], owner).response
    return response.headers["x-amz-bucket-region"].flatMap { S3Endpoint.isRegion($0) ? $0 : nil }
  }

  /// Returns every rule by which a bucket encrypts.
  package func bucketEncryption(
    _ bucket: String, owner: String? = nil
  ) async throws(S3Failure) -> [EncryptionRule] {
    let (root, _) = try await document(
      bucket: bucket, [URL.QueryItem("encryption", "")], "ServerSideEncryptionConfiguration",
      owner: owner)
    return root.children(named: "Rule").compactMap { rule in
      guard let standard = rule["ApplyServerSideEncryptionByDefault"],
        let algorithm = standard["SSEAlgorithm"]?.text.nonEmpty
      else { return nil }
      return EncryptionRule(
        algorithm: algorithm, keyID: standard["KMSMasterKeyID"]?.text.nonEmpty,
        usesBucketKey: rule["BucketKeyEnabled"]?.text == "true")
    }
  }

  /// Lists objects whose keys begin with a prefix, in the order of their keys.
  package func listObjects(
    _ bucket: String, prefix: String, maxKeys: Int = 1000, after token: String? = nil,
    startAfter: String? = nil, owner: String? = nil
  ) async throws(S3Failure) -> Page<Object> {
    var query = [
      URL.QueryItem("list-type", "2"), URL.QueryItem("encoding-type", "url"),
      URL.QueryItem("max-keys", String(maxKeys)), URL.QueryItem("prefix", prefix),
    ]
    token.map { query.append(URL.QueryItem("continuation-token", $0)) }
    startAfter.map { query.append(URL.QueryItem("start-after", $0)) }
    let (root, request) = try await document(
      bucket: bucket, query, "ListBucketResult", owner: owner)
    let isEncoded = root["EncodingType"]?.text == "url"
    var objects: [Object] = []
    for entry in root.children(named: "Contents") {
      guard let key = entry["Key"]?.text, let bytes = entry["Size"].flatMap({ Int($0.text) }),
        bytes >= 0,
        let modified = entry["LastModified"].flatMap({ Timestamp(rfc3339: $0.text) })
      else { throw malformed(request) }
      objects.append(
        Object(key: isEncoded ? decoded(key) : key, bytes: bytes, modified: modified))
    }
    let next = root["NextContinuationToken"]?.text.nonEmpty
    switch root["IsTruncated"]?.text {
    case "false": return Page(elements: objects, next: nil)
    case "true" where next != nil: return Page(elements: objects, next: next)
    default: throw malformed(request)
    }
  }

  func document(
    bucket: String?, _ query: [URL.QueryItem], _ name: String, owner: String? = nil
  ) async throws(S3Failure) -> (XMLElement, HTTPRequest) {
    let (response, request) = try await send(.get, bucket, query, owner)
    guard let root = try? XMLElement.parse(response.body),
      root.name.local == name || root.isNamedAfterCall
    else { throw malformed(request) }
    return (root, request)
  }

  func send(
    _ method: HTTPRequest.Method, _ bucket: String?, _ query: [URL.QueryItem], _ owner: String?
  ) async throws(S3Failure) -> (response: HTTPResponse, request: HTTPRequest) {
    var request = HTTPRequest(
      method, endpoint.url(bucket: bucket), template: bucket == nil ? "/" : "/{bucket}")
    request.url.query = query
    if let owner { request.headers["x-amz-expected-bucket-owner"] = owner }
    return (try await client.answer(of: request), request)
  }

  func malformed(_ request: HTTPRequest) -> S3Failure {
    S3Failure(.other, "the answer is not the document S3 sends there", line: request.line)
  }

  /// Undoes the encoding of keys asked for, so that any key can stand in a document.
  private func decoded(_ key: String) -> String {
    URL(parsing: "https://s3/?k=\(key)")?.query.first?.value ?? key
  }
}

extension XMLElement {
  /// Whether a server has named it after the call, as some do, since the SDKs do not look at it.
  fileprivate var isNamedAfterCall: Bool {
    name.local.hasPrefix("GetBucket") && name.local.hasSuffix("Response")
  }
}

extension String {
  var nonEmpty: String? { isEmpty ? nil : self }
}
