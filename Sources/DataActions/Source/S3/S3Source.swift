package import Codecs
internal import JSON

/// An object in S3 and what of its rows an action returns: `source.s3` of a manifest.
package struct S3Source: Sendable {
  package var bucket: String
  /// Nil for the region of the environment.
  package var region: String?
  package var key: KeyTemplate
  /// Nil where the name of the object says it.
  package var format: RowFormat?
  package var table: CSVTable
  /// Nil where the object or its name says it.
  package var compression: Compression?
  package var query: RowQuery
  /// Whether the result also tells of the object, the cost and the access.
  package var hasDetails: Bool
  /// Whether IAM is asked before an object is read.
  package var isSimulated = true
  /// Whether details tell what S3 cost the account in the last 30 days; asking costs money.
  package var asksMonthlyCost = false

  /// Every input that the key or the filter needs.
  package var inputs: [InputPath] { key.inputs + (query.filter?.inputs ?? []) }

  /// Returns how an object of that key is written.
  func format(of key: String) throws(SourceFailure) -> RowFormat {
    if let format { return format }
    var name = key[...]
    for suffix in [".gz", ".gzip", ".zst", ".zstd"] where name.hasSuffix(suffix) {
      name = name.dropLast(suffix.count)
      break
    }
    switch name.split(separator: ".").last?.lowercased() {
    case "csv", "tsv", "txt": return .csv(table)
    case "json": return .json
    case "ndjson", "jsonl": return .ndjson
    default:
      throw SourceFailure(
        .malformed,
        "Unsupported format: the name of \(key) does not say how it is written; "
          + "set format to csv, json or ndjson")
    }
  }

  /// Returns how an object is compressed: as the manifest, else its `Content-Encoding`, else its name
  /// says.
  func compression(of key: String, contentEncoding: String?) throws(SourceFailure) -> Compression {
    if let compression { return compression }
    guard let contentEncoding, !contentEncoding.isEmpty else { return Compression(suffixOf: key) }
    guard let compression = Compression(contentEncoding: contentEncoding) else {
      throw SourceFailure(
        .malformed, "\(key) is encoded as \(contentEncoding.prefix(40)); gzip and zstd can be read")
    }
    return compression == .none ? Compression(suffixOf: key) : compression
  }
}
