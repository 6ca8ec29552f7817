internal import CSchemas

/// The files of `schemas/` as they were when the binary was built.
package enum EmbeddedSchemas {
  package static let files: [(name: String, bytes: [UInt8])] = (0..<gcs_schema_count).map { index in
    let schema = gcs_schema_at(index).pointee
    let bytes = UnsafeBufferPointer(start: schema.bytes, count: schema.count)
    return (String(cString: schema.name), Array(bytes))
  }
}
