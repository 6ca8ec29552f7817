internal import CSchemas

/// The files of `schemas/` as they were when the binary was built.
package enum EmbeddedSchemas {
  package static let files: [(name: String, bytes: [UInt8])] = (0..<gcs_schema_count).map { index in
    let schema = gcs_schema_at(index).pointee
    return (String(cString: schema.name), bytes(of: schema))
  }

  /// The rules that `policies: [gcsync:standard]` asks for.
  static let standardRules = bytes(of: gcs_standard_rules)

  private static func bytes(of file: gcs_schema) -> [UInt8] {
    Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
  }
}
