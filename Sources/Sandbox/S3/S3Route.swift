import HTTP
import Server

/// The call a request to S3 is: its action, what it is about and how the counts list it.
struct S3Route {
  enum Call: String {
    case listBuckets, headBucket, createBucket, deleteBucket, listObjects, getBucketLocation
    case getBucketEncryption, putBucketEncryption, deleteBucketEncryption
    case bucketDocument
    case getObject, headObject, putObject, deleteObject
  }

  /// One row per call: method, sub-resource, whether it is about an object, and what may be asked.
  private struct Row {
    let method: String
    let subresource: String
    let isObject: Bool
    let call: Call
    let action: String

    init(_ method: String, _ subresource: String, _ isObject: Bool, _ call: Call, _ action: String)
    {
      self.method = method
      self.subresource = subresource
      self.isObject = isObject
      self.call = call
      self.action = action
    }
  }

  private static let table =
    [
      Row("HEAD", "", false, .headBucket, "s3:ListBucket"),
      Row("PUT", "", false, .createBucket, "s3:CreateBucket"),
      Row("DELETE", "", false, .deleteBucket, "s3:DeleteBucket"),
      Row("GET", "", false, .listObjects, "s3:ListBucket"),
      Row("GET", "location", false, .getBucketLocation, "s3:GetBucketLocation"),
      Row("GET", "encryption", false, .getBucketEncryption, "s3:GetEncryptionConfiguration"),
      Row("PUT", "encryption", false, .putBucketEncryption, "s3:PutEncryptionConfiguration"),
      Row("DELETE", "encryption", false, .deleteBucketEncryption, "s3:PutEncryptionConfiguration"),
      Row("GET", "", true, .getObject, "s3:GetObject"),
      Row("HEAD", "", true, .headObject, "s3:GetObject"),
      Row("PUT", "", true, .putObject, "s3:PutObject"),
      Row("DELETE", "", true, .deleteObject, "s3:DeleteObject"),
    ]
    + BucketDocument.allCases.flatMap { document in
      var rows = [
        Row("GET", document.rawValue, false, .bucketDocument, document.readAction)
      ]
      let methods = (document.isWritable ? ["PUT"] : []) + (document.isDeletable ? ["DELETE"] : [])
      for method in methods {
        rows.append(
          Row(method, document.rawValue, false, .bucketDocument, document.writeAction))
      }
      return rows
    }

  /// Queries that name another call than the plain one.
  private static let subresources: Set<String> = [
    "accelerate", "acl", "analytics", "attributes", "cors", "delete", "encryption",
    "intelligent-tiering", "inventory", "legal-hold", "lifecycle", "location", "logging", "metrics",
    "notification", "object-lock", "ownershipControls", "partNumber", "policy", "policyStatus",
    "publicAccessBlock", "replication", "requestPayment", "restore", "retention", "select",
    "tagging", "torrent", "uploadId", "uploads", "versionId", "versioning", "versions", "website",
  ]

  let call: Call
  let action: String
  let bucket: String
  let key: String
  let template: String
  /// The document it is about, where it is about one.
  let document: BucketDocument?

  /// Finds the call; throws where S3 has another one there that is not simulated.
  init(_ request: ServerRequest) throws(S3Error) {
    let (bucket, key) = Self.place(request)
    (self.bucket, self.key) = (bucket, key)
    guard !bucket.isEmpty else {
      guard request.method == "GET" else { throw .methodNotAllowed }
      (call, action, template) = (.listBuckets, "s3:ListAllMyBuckets", "/")
      document = nil
      return
    }
    let names = request.query.map(\.name)
    let subresource = names.first { Self.subresources.contains($0) } ?? ""
    if key.isEmpty, request.method == "GET", subresource.isEmpty,
      request.queryValue("list-type") != "2"
    {
      throw .notImplemented("ListObjects without list-type=2")
    }
    let rows = Self.table.filter { $0.isObject == !key.isEmpty && $0.subresource == subresource }
    guard let row = rows.first(where: { $0.method == request.method }) else {
      throw rows.isEmpty ? .notImplemented(subresource) : .methodNotAllowed
    }
    (call, action) = (row.call, row.action)
    document = row.call == .bucketDocument ? BucketDocument(rawValue: subresource) : nil
    let path = key.isEmpty ? "/{bucket}" : "/{bucket}/{key}"
    let query =
      row.call == .listObjects ? "?list-type=2" : subresource.isEmpty ? "" : "?\(subresource)"
    template = path + query
  }

  /// Returns the bucket and key a request names, in its path or in its Host field.
  private static func place(_ request: ServerRequest) -> (bucket: String, key: String) {
    let path = request.path.utf8.dropFirst()
    if let bucket = virtualHost(request.headers["Host"] ?? "") {
      return (bucket, FormText.decoded(path))
    }
    let parts = path.split(
      separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
    return (
      parts.first.map { FormText.decoded($0) } ?? "",
      parts.count > 1 ? FormText.decoded(parts[1]) : ""
    )
  }

  /// Returns the bucket of `bucket.localhost`, `bucket.127.0.0.1` or `bucket.s3.….amazonaws.com`.
  private static func virtualHost(_ field: String) -> String? {
    let host = String(field.split(separator: ":").first ?? "").lowercased()
    for suffix in [".localhost", ".127.0.0.1"] where host.hasSuffix(suffix) {
      return String(host.dropLast(suffix.count))
    }
    guard host.hasSuffix(".amazonaws.com"), let dot = host.firstRange(of: ".s3") else { return nil }
    return String(host[..<dot.lowerBound])
  }
}
