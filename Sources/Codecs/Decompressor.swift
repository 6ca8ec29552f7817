/// How the bytes of a file are compressed.
package enum Compression: String, Sendable, CaseIterable {
  case none, gzip, zstd

  /// Returns what a `Content-Encoding` stands for; nil where it is another one.
  package init?(contentEncoding: String) {
    switch contentEncoding.lowercased() {
    case "", "identity", "aws-chunked": self = .none
    case "gzip", "x-gzip", "aws-chunked,gzip", "gzip,aws-chunked": self = .gzip
    case "zstd": self = .zstd
    default: return nil
    }
  }

  /// Returns what the end of a file's name says.
  package init(suffixOf name: String) {
    self =
      if name.hasSuffix(".gz") || name.hasSuffix(".gzip") {
        .gzip
      } else if name.hasSuffix(".zst") || name.hasSuffix(".zstd") {
        .zstd
      } else {
        .none
      }
  }
}

/// Why bytes cannot be decompressed, and where.
package struct DecompressionError: Error, Sendable, Hashable, CustomStringConvertible {
  package let message: String
  /// How many compressed bytes were read without a fault.
  package let offset: Int

  package var description: String { "byte \(offset): \(message)" }

  init(_ message: String, at offset: Int) {
    self.message = message
    self.offset = offset
  }
}

/// Decompresses bytes as they come, and hands on at most 128 KiB at a time.
///
/// Several members or frames behind one another count as one file.
package struct Decompressor: ~Copyable {
  private var decoder: (any StreamDecoder)?

  package init(_ compression: Compression) {
    decoder =
      switch compression {
      case .none: nil
      case .gzip: GzipDecoder()
      case .zstd: ZstdDecoder()
      }
  }

  /// Takes more bytes; returns false once the closure has returned false, which ends the reading.
  package mutating func feed(
    _ bytes: UnsafeBufferPointer<UInt8>,
    _ output: (UnsafeBufferPointer<UInt8>) -> Bool
  ) throws(DecompressionError) -> Bool {
    guard let decoder else { return output(bytes) }
    return try decoder.feed(bytes, output)
  }

  /// Takes up that no more bytes come.
  package func finish() throws(DecompressionError) {
    guard let decoder, !decoder.isComplete else { return }
    throw DecompressionError("the compressed data ends too early", at: decoder.consumed)
  }
}

/// What decompresses one format.
protocol StreamDecoder: AnyObject {
  /// How many compressed bytes were taken.
  var consumed: Int { get }
  /// Whether the data may end here.
  var isComplete: Bool { get }

  func feed(
    _ bytes: UnsafeBufferPointer<UInt8>, _ output: (UnsafeBufferPointer<UInt8>) -> Bool
  ) throws(DecompressionError) -> Bool
}

/// How many bytes come out of a decoder at a time.
let decodedBytes = 128 << 10
