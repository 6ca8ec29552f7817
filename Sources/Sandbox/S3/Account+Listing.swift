import Codecs
import Crypto
import Server
import World

extension Account {
  func listBuckets(_ call: S3Call) throws(S3Error) -> ServerResponse {
    let size = try call.count("max-buckets", max: 10_000)
    guard size > 0 else { throw .invalidArgument("max-buckets", "0") }
    let prefix = call.query("prefix") ?? ""
    let start = try Self.position(in: call)
    let matching = buckets.values
      .filter { bucket in
        bucket.name.hasPrefix(prefix) && (start.map { bucket.name > $0 } ?? true)
          && (call.query("bucket-region").map { $0 == bucket.region } ?? true)
      }
      .sorted { $0.name < $1.name }
    var writer = XMLWriter()
    writer.element("ListAllMyBucketsResult", attributes: Self.namespace) { root in
      root.element("Buckets") { list in
        for bucket in matching.prefix(size) {
          list.element("Bucket") { item in
            item.element("Name", bucket.name)
            item.element("CreationDate", bucket.created.rfc3339)
            item.element("BucketRegion", bucket.region)
          }
        }
      }
      root.element("Owner") { $0.element("ID", "sandbox") }
      if matching.count > size {
        root.element("ContinuationToken", Self.token(after: matching[size - 1].name))
      }
      if !prefix.isEmpty { root.element("Prefix", prefix) }
    }
    return ServerResponse(status: 200, xml: writer)
  }

  static func token(after name: String) -> String { Base64.url.encode(Array(name.utf8)) }

  static func position(in call: S3Call) throws(S3Error) -> String? {
    guard let token = call.query("continuation-token") else { return nil }
    guard let bytes = Base64.url.decode(token), !bytes.isEmpty else {
      throw .invalidArgument("continuation-token", token)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
