/// A file of which any part can be read.
package struct ZipSource {
  package let count: Int
  /// Reads so many bytes from a place, or fewer where the file ends before.
  package let read: (_ offset: Int, _ count: Int) throws(ZipError) -> [UInt8]

  package init(count: Int, read: @escaping (Int, Int) throws(ZipError) -> [UInt8]) {
    (self.count, self.read) = (count, read)
  }

  /// Makes one of bytes in memory.
  package init(_ bytes: [UInt8]) {
    self.init(count: bytes.count) { offset, count in
      Array(bytes.dropFirst(offset).prefix(count))
    }
  }
}

/// Why an archive cannot be read.
package struct ZipError: Error, Sendable, Hashable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}
