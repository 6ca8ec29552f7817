import Codecs
import Server
import World

extension Bucket {
  func listObjects(_ call: S3Call) throws(S3Error) -> ServerResponse {
    let size = try call.count("max-keys", max: 1000)
    let start = try Account.position(in: call) ?? call.query("start-after")
    let listing = Listing(
      self, prefix: call.query("prefix") ?? "", delimiter: call.query("delimiter") ?? "",
      after: start, size: size)
    let isEncoded = call.query("encoding-type") == "url"
    let shown = { (text: String) in
      isEncoded ? awsEncoded(text.utf8, keepsSlash: true) : text
    }
    var writer = XMLWriter()
    writer.element("ListBucketResult", attributes: Account.namespace) { root in
      root.element("Name", name)
      root.element("Prefix", shown(call.query("prefix") ?? ""))
      if let delimiter = call.query("delimiter") { root.element("Delimiter", shown(delimiter)) }
      if let after = call.query("start-after") { root.element("StartAfter", shown(after)) }
      if let token = call.query("continuation-token") { root.element("ContinuationToken", token) }
      root.element("KeyCount", String(listing.keys.count + listing.prefixes.count))
      root.element("MaxKeys", String(size))
      if isEncoded { root.element("EncodingType", "url") }
      root.element("IsTruncated", String(listing.next != nil))
      if let next = listing.next {
        root.element("NextContinuationToken", Account.token(after: next))
      }
      for key in listing.keys {
        guard let object = self[key] else { continue }
        root.element("Contents") { item in
          item.element("Key", shown(key))
          item.element("LastModified", object.modified.rfc3339)
          item.element("ETag", object.tag)
          item.element("Size", String(object.size))
          item.element("StorageClass", "STANDARD")
        }
      }
      for prefix in listing.prefixes {
        root.element("CommonPrefixes") { $0.element("Prefix", shown(prefix)) }
      }
    }
    return ServerResponse(status: 200, xml: writer)
  }
}

/// One page of a bucket's keys, those that share a prefix up to the delimiter folded into one.
struct Listing {
  private(set) var keys: [String] = []
  private(set) var prefixes: [String] = []
  /// What the next page comes after; nil where this one is the last.
  private(set) var next: String?

  init(_ bucket: Bucket, prefix: String, delimiter: String, after start: String?, size: Int) {
    var position = bucket.position(of: prefix)
    if let start {
      let isPrefix = !delimiter.isEmpty && start.hasSuffix(delimiter) && start != prefix
      position = max(
        position, bucket.position(after: start, andItsContents: isPrefix && start.hasPrefix(prefix))
      )
    }
    var last: String?
    while size > 0, position < bucket.keys.count,
      bucket.keys[position].utf8.starts(with: prefix.utf8)
    {
      guard keys.count + prefixes.count < size else {
        next = last
        return
      }
      let key = bucket.keys[position]
      if let group = Self.group(of: key, prefix: prefix, delimiter: delimiter) {
        prefixes.append(group)
        position = bucket.position(after: group, andItsContents: true)
        last = group
      } else {
        keys.append(key)
        position += 1
        last = key
      }
    }
  }

  private static func group(of key: String, prefix: String, delimiter: String) -> String? {
    guard !delimiter.isEmpty else { return nil }
    let rest = key.utf8.dropFirst(prefix.utf8.count)
    guard let end = Substring(rest).firstRange(of: delimiter) else { return nil }
    return String(key[..<end.upperBound])
  }
}
