import Crypto
import HTTP
import JSON
import World

/// The simulated AWS account: its buckets by name.
struct Account: Sendable {
  var buckets: [String: Bucket] = [:]

  /// Reads `{buckets: [{name, region, encryption, documents, deny, objects: [{key, size, …}]}]}`.
  init(_ json: JSON, now: Timestamp) throws(SandboxInputError) {
    try Known.check(json, "s3", ["buckets"])
    for bucket in json["buckets"]?.array ?? [] {
      guard let name = bucket["name"]?.string, !name.isEmpty else {
        throw SandboxInputError("s3.buckets: each bucket needs a name")
      }
      try merge(bucket, into: name, now: now)
    }
  }

  /// Applies an operation of the control interface.
  mutating func apply(
    _ operation: String, _ json: JSON, now: Timestamp
  ) throws(SandboxInputError) {
    try Known.check(json, operation, ["op", "name", "bucket", "key", "value"])
    guard let name = (json["bucket"] ?? json["name"])?.string, !name.isEmpty else {
      throw SandboxInputError("\(operation): bucket is missing")
    }
    if operation == "bucket" { return try merge(json["value"] ?? [:], into: name, now: now) }
    guard var bucket = buckets[name] else {
      throw SandboxInputError("\(operation): bucket \(name) does not exist")
    }
    if operation == "deleteBucket" {
      buckets[name] = nil
      return
    }
    guard let key = (json["key"] ?? json["value"]?["key"])?.string, !key.isEmpty else {
      throw SandboxInputError("\(operation): key is missing")
    }
    if operation == "object" {
      bucket[key] = try Bucket.Object(json["value"] ?? [:], now: now)
    } else {
      bucket[key] = nil
    }
    buckets[name] = bucket
  }

  private mutating func merge(
    _ json: JSON, into name: String, now: Timestamp
  ) throws(SandboxInputError) {
    try Known.check(
      json, "bucket \(name)",
      ["name", "region", "created", "encryption", "documents", "deny", "objects"])
    var bucket = buckets[name] ?? Bucket(name: name, region: "us-east-1", created: now)
    if let region = json["region"]?.string { bucket.region = region }
    if let created = json["created"]?.string.flatMap({ Timestamp(rfc3339: $0) }) {
      bucket.created = created
    }
    if let encryption = json["encryption"] {
      bucket.encryption = try Bucket.Encryption(control: encryption)
    }
    for member in json["documents"]?.object ?? [:] {
      try bucket.setDocument(member.key, member.value)
    }
    if let deny = json["deny"]?.array { bucket.denied = Set(deny.compactMap(\.string)) }
    for object in json["objects"]?.array ?? [] {
      guard let key = object["key"]?.string, !key.isEmpty else {
        throw SandboxInputError("bucket \(name): each object needs a key")
      }
      bucket[key] = try Bucket.Object(object, now: now)
    }
    buckets[name] = bucket
  }

  /// The account as a seed holds it.
  func document(withBodies: Bool) -> JSON {
    let sorted = buckets.values.sorted { $0.name < $1.name }
    return ["buckets": .array(sorted.map { $0.document(withBodies: withBodies) })]
  }
}

extension Bucket {
  fileprivate func document(withBodies: Bool) -> JSON {
    let objects = keys.compactMap { key in
      self[key].map { $0.document(key: key, withBody: withBodies) }
    }
    return [
      "name": .string(name), "region": .string(region), "created": .string(created.rfc3339),
      "encryption": encryption?.json ?? .null,
      "documents": .object(
        JSONObject(
          BucketDocument.allCases.filter { $0 != .policyStatus }.map {
            ($0.rawValue, documents[$0].map(JSON.string) ?? .null)
          })),
      "deny": .array(denied.sorted().map { .string($0) }), "objects": .array(objects),
    ]
  }
}

extension Bucket.Encryption {
  /// Reads `AES256`, `{algorithm, kmsKeyId, bucketKeyEnabled}`, or null for none at all.
  init?(control json: JSON) throws(SandboxInputError) {
    if json.isNull || json.string == "none" { return nil }
    let name = json.string ?? json["algorithm"]?.string ?? ""
    guard Self.algorithms.contains(name) else {
      throw SandboxInputError(
        "encryption must be one of \(Self.algorithms.joined(separator: ", ")), or null")
    }
    self.init(
      algorithm: name, keyID: json["kmsKeyId"]?.string,
      usesBucketKey: json["bucketKeyEnabled"]?.bool ?? false)
  }

  fileprivate var json: JSON {
    guard keyID != nil || usesBucketKey else { return .string(algorithm) }
    return [
      "algorithm": .string(algorithm), "kmsKeyId": keyID.map { .string($0) } ?? .null,
      "bucketKeyEnabled": .bool(usesBucketKey),
    ]
  }
}

extension Bucket.Object {
  private static let sizeLimit = 1 << 40

  /// Reads `{size | body | bodyBase64, lastModified, contentType, metadata}`.
  fileprivate init(_ json: JSON, now: Timestamp) throws(SandboxInputError) {
    try Known.check(
      json, "object",
      ["key", "size", "body", "bodyBase64", "lastModified", "contentType", "metadata", "etag"])
    let body =
      json["body"]?.string.map { Array($0.utf8) }
      ?? json["bodyBase64"]?.string.flatMap { Base64.standard.decode($0) }
    let size = body?.count ?? json["size"]?.int ?? 0
    guard (0...Self.sizeLimit).contains(size) else {
      throw SandboxInputError("an object's size must be a number of bytes")
    }
    let modified = json["lastModified"]?.string.flatMap { Timestamp(rfc3339: $0) } ?? now
    self.init(
      body: body, size: size, tag: body.map(Self.tag) ?? Self.tag(Array("\(size)".utf8)),
      modified: modified)
    contentType = json["contentType"]?.string ?? contentType
    for member in json["metadata"]?.object ?? [:] {
      metadata.add("x-amz-meta-" + member.key, member.value.string ?? "")
    }
  }

  /// An opaque tag of the content, of the usual form.
  static func tag(_ body: [UInt8]) -> String { "\"\(SHA256.hash(body).hex.prefix(32))\"" }

  fileprivate func document(key: String, withBody: Bool) -> JSON {
    var object: JSONObject = [
      "key": .string(key), "size": .number(.init(size)),
      "lastModified": .string(modified.rfc3339), "etag": .string(tag),
      "contentType": .string(contentType),
    ]
    if !metadata.fields.isEmpty {
      object["metadata"] = .object(
        JSONObject(
          metadata.fields.map {
            (String($0.name.dropFirst("x-amz-meta-".count)), .string($0.value))
          }
        ))
    }
    if withBody, let body { object["bodyBase64"] = .string(Base64.standard.encode(body)) }
    return .object(object)
  }
}
