import HTTP
import World

/// A bucket of the simulated account, its objects in the order of their keys' UTF-8 bytes.
struct Bucket: Sendable {
  struct Encryption: Sendable, Hashable {
    var algorithm: String
    var keyID: String?
    var usesBucketKey = false

    /// What S3 gives every new bucket since January 2023.
    static let standard = Encryption(algorithm: "AES256")
    static let algorithms = ["AES256", "aws:kms", "aws:kms:dsse"]
  }

  struct Object: Sendable {
    /// The bytes; nil where a seed gave a size alone, which reads as zeros.
    var body: [UInt8]?
    var size: Int
    var tag: String
    var modified: Timestamp
    var contentType = "binary/octet-stream"
    /// The `x-amz-meta-` fields it was stored with.
    var metadata = HTTPHeaders()
  }

  let name: String
  var region: String
  var created: Timestamp
  var encryption: Encryption?
  /// What S3 keeps about it in documents of their own.
  var documents = BucketDocument.standard
  /// The actions nobody is allowed on this bucket.
  var denied: Set<String> = []
  private(set) var keys: [String] = []
  private var objects: [String: Object] = [:]

  init(name: String, region: String, created: Timestamp) {
    self.name = name
    self.region = region
    self.created = created
  }

  subscript(_ key: String) -> Object? {
    get { objects[key] }
    set {
      let existed = objects[key] != nil
      objects[key] = newValue
      if newValue != nil, !existed { keys.insert(key, at: position(of: key)) }
      if newValue == nil, existed { keys.remove(at: position(of: key)) }
    }
  }

  /// Where a key stands or would stand.
  func position(of key: String) -> Int {
    var (low, high) = (0, keys.count)
    while low < high {
      let middle = (low + high) / 2
      if keys[middle].utf8.lexicographicallyPrecedes(key.utf8) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  /// Where the first key stands that comes behind a key, or behind all keys that begin with it.
  func position(after key: String, andItsContents: Bool) -> Int {
    var position = position(of: key)
    if !andItsContents {
      return position < keys.count && keys[position] == key ? position + 1 : position
    }
    // Keys that begin alike stand together, so the end of the group is found by bisection.
    var high = keys.count
    while position < high {
      let middle = (position + high) / 2
      if keys[middle].utf8.starts(with: key.utf8) { position = middle + 1 } else { high = middle }
    }
    return position
  }
}
