import Codecs
import Foundation
import Testing

/// What comes out of compressed bytes, and what is refused.
@Suite struct DecompressorTests {
  static let files: [(Compression, String)] = [
    (.gzip, "H4sIAAAAAAACA0vUSeIy1DHiAgB7B5cKCAAAAA=="), (.gzip, "eJxL1EniMtQx4gIACHgBkw=="),
    (.zstd, "KLUv/SQIQQAAYSxiCjEsMgo158rO"),
  ]

  @Test(arguments: files)
  func `a file is decompressed wherever it is cut`(file: (kind: Compression, text: String)) throws {
    let bytes = try #require(Data(base64Encoded: file.text)).map(\.self)
    let content = Array("a,b\n1,2\n".utf8)
    for cut in bytes.indices {
      #expect(try decompress(file.kind, [Array(bytes[..<cut]), Array(bytes[cut...])]) == content)
    }
    #expect(try decompress(file.kind, bytes.map { [$0] }) == content)
    #expect(try decompress(file.kind, [bytes + bytes, bytes]) == content + content + content)
  }

  @Test(arguments: files)
  func `a file that is cut off or changed is refused`(
    file: (kind: Compression, text: String)
  ) throws {
    let bytes = try #require(Data(base64Encoded: file.text)).map(\.self)
    for count in bytes.indices {
      #expect(throws: DecompressionError.self) {
        try decompress(file.kind, [Array(bytes[..<count])])
      }
    }
    var changed = bytes
    changed[bytes.count - 1] ^= 1
    #expect(throws: DecompressionError.self) { try decompress(file.kind, [changed]) }
    #expect(throws: DecompressionError.self) {
      try decompress(file.kind, [bytes + Array("and more".utf8)])
    }
  }

  @Test func `many zeros come in pieces of bounded size, and nobody has to take them all`() throws {
    let gzip =
      "H4sIAAAAAAACA+3BAQ0AAADCoPdPbQ8HF" + String(repeating: "A", count: 387)
      + "/Bj74rL24JMEAA=="
    let zstd =
      "KLUv/aAAABAATAAACAABAPz/ORACAgAQAAIAEAACABAAAgAQAAIAEAACABAAAwAQAA=="
    for (kind, text, size) in [(Compression.gzip, gzip, 300_000), (.zstd, zstd, 1 << 20)] {
      let bytes = try #require(Data(base64Encoded: text)).map(\.self)
      var decompressor = Decompressor(kind)
      var sizes: [Int] = []
      let isWanted = try bytes.withUnsafeBufferPointer {
        try decompressor.feed($0) {
          sizes.append($0.count)
          return true
        }
      }
      try decompressor.finish()
      #expect(isWanted && sizes.reduce(0, +) == size && sizes.allSatisfy { $0 <= 128 << 10 })
      var again = Decompressor(kind)
      let first = try bytes.withUnsafeBufferPointer { try again.feed($0) { _ in false } }
      #expect(!first)
    }
  }

  @Test func `a window that would have to be held in memory is refused`() throws {
    let bytes = try #require(Data(base64Encoded: "KLUv/QCIQQAAYSxiCjEsMgo=")).map(\.self)
    let error = #expect(throws: DecompressionError.self) { try decompress(.zstd, [bytes]) }
    #expect(
      error?.message == "the data is no Zstandard that can be read: "
        + "its window is larger than 8 MiB; compress it without --long or --ultra")
  }

  @Test func `the encoding or the name says how a file is compressed`() {
    #expect(Compression(contentEncoding: "GZIP") == .gzip)
    #expect(Compression(contentEncoding: "identity") == Compression.none)
    #expect(Compression(contentEncoding: "br") == nil)
    #expect(Compression(suffixOf: "a/b.csv.gz") == .gzip)
    #expect(Compression(suffixOf: "a/b.ndjson.zst") == .zstd)
    #expect(Compression(suffixOf: "a/b.gz/c.csv") == Compression.none)
  }
}

private func decompress(_ kind: Compression, _ pieces: [[UInt8]]) throws -> [UInt8] {
  var decompressor = Decompressor(kind)
  var content: [UInt8] = []
  for piece in pieces {
    _ = try piece.withUnsafeBufferPointer {
      try decompressor.feed($0) {
        content += $0
        return true
      }
    }
  }
  try decompressor.finish()
  return content
}
