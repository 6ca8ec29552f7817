import Codecs
import HTTP
import Server

extension Account {
  static let namespace: KeyValuePairs = ["xmlns": "http://s3.amazonaws.com/doc/2006-03-01/"]

  /// Does what a call asks for.
  mutating func answer(_ call: S3Call) throws(S3Error) -> ServerResponse {
    switch call.route.call {
    case .listBuckets: return try listBuckets(call)
    case .createBucket: return try createBucket(call)
    default: break
    }
    let name = call.route.bucket
    try checkAccess(call)
    let absent = Bucket(name: name, region: call.region, created: call.now)
    let response = try buckets[name, default: absent].answer(call)
    if call.route.call == .deleteBucket { buckets[name] = nil }
    return response
  }

  /// Checks that the bucket exists, that this may be done to it, and from the region signed for.
  private func checkAccess(_ call: S3Call) throws(S3Error) {
    guard let bucket = buckets[call.route.bucket] else { throw .noSuchBucket(call.route.bucket) }
    if bucket.denied.contains(call.route.action) {
      throw .accessDenied("User is not authorized to perform: \(call.route.action)")
    }
    if call.route.call != .getBucketLocation, bucket.region != call.region {
      throw .otherRegion(of: bucket)
    }
  }

  private mutating func createBucket(_ call: S3Call) throws(S3Error) -> ServerResponse {
    let name = call.route.bucket
    guard Bucket.isValid(name: name) else {
      throw S3Error(
        status: 400, code: "InvalidBucketName", message: "The specified bucket is not valid.",
        more: [("BucketName", name)])
    }
    let text = String(decoding: call.request.body, as: UTF8.self)
    let region = SimpleXML.text(of: "LocationConstraint", in: text) ?? "us-east-1"
    if let existing = buckets[name] {
      guard existing.region == region, region == "us-east-1" else {
        throw S3Error(
          status: 409, code: "BucketAlreadyOwnedByYou",
          message:
            "Your previous request to create the named bucket succeeded and you already own it.",
          more: [("BucketName", name)])
      }
      return ServerResponse(status: 200, headers: ["Location": "/\(name)"])
    }
    var bucket = Bucket(name: name, region: region, created: call.now)
    bucket.encryption = .standard
    buckets[name] = bucket
    return ServerResponse(status: 200, headers: ["Location": "/\(name)"])
  }
}

extension Bucket {
  /// Whether a name follows S3's rules for general purpose buckets.
  static func isValid(name: String) -> Bool {
    let bytes = Array(name.utf8)
    let isPlain = { (byte: UInt8) in (97...122).contains(byte) || (48...57).contains(byte) }
    guard (3...63).contains(bytes.count), bytes.first.map(isPlain) == true,
      bytes.last.map(isPlain) == true, !name.contains("..")
    else { return false }
    return bytes.allSatisfy { isPlain($0) || $0 == 45 || $0 == 46 }
  }
}

extension Bucket.Encryption {
  /// Reads the body of PutBucketEncryption.
  init(xml: [UInt8]) throws(S3Error) {
    let text = String(decoding: xml, as: UTF8.self)
    guard let algorithm = SimpleXML.text(of: "SSEAlgorithm", in: text),
      Self.algorithms.contains(algorithm)
    else { throw .malformedXML }
    self.init(
      algorithm: algorithm, keyID: SimpleXML.text(of: "KMSMasterKeyID", in: text),
      usesBucketKey: SimpleXML.text(of: "BucketKeyEnabled", in: text) == "true")
  }
}

/// Finds the few values that S3's small request documents hold.
enum SimpleXML {
  /// Returns the text of the first element of that name, entities replaced.
  static func text(of name: String, in document: String) -> String? {
    guard let start = document.firstRange(of: "<\(name)>"),
      let end = document[start.upperBound...].firstRange(of: "</\(name)>")
    else { return nil }
    let text = document[start.upperBound..<end.lowerBound].drop { $0.isWhitespace }
    guard !text.contains("<") else { return nil }
    let entities = [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&"),
    ]
    return entities.reduce(String(text)) { $0.replacing($1.0, with: $1.1) }
  }
}
