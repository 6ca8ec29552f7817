internal import CZlib

/// Writes a ZIP archive member by member; what is finished is taken from it piece by piece.
package final class ZipWriter {
  /// What is known of a member once it has ended.
  fileprivate struct Sizes {
    let checksum: UInt32
    let compressedCount: Int
    let count: Int
  }

  private struct Entry {
    let name: [UInt8]
    let sizes: Sizes
    let header: Int
  }

  private let stream: UnsafeMutablePointer<z_stream>
  private let buffer: UnsafeMutableBufferPointer<UInt8>
  private var output: [UInt8] = []
  /// How many bytes were taken.
  private var taken = 0
  private var entries: [Entry] = []
  private var name: [UInt8] = []
  private var (header, start, count, checksum): (Int, Int, Int, UInt) = (0, 0, 0, 0)

  /// More than this does not fit into an archive of this kind.
  package static let mostBytes = Int(UInt32.max) - (1 << 20)

  package init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    buffer = .allocate(capacity: 64 << 10)
    precondition(gcs_deflate_init_raw(stream) == Z_OK, "zlib has memory for one stream.")
  }

  deinit {
    deflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
    buffer.deallocate()
  }

  /// How many bytes the member at hand has, or the archive if that is more.
  package var size: Int { max(count, place) }

  private var place: Int { taken + output.count }

  /// Returns what was written since the last time.
  package func take() -> [UInt8] {
    defer {
      taken += output.count
      output = []
    }
    return output
  }

  package func begin(_ name: String) {
    self.name = Array(name.utf8)
    (header, count, checksum) = (place, 0, 0)
    deflateReset(stream)
    output.append(0x0403_4B50, 4)
    output.append(contentsOf: Self.common)
    output.append(contentsOf: [UInt8](repeating: 0, count: 12))
    output.append(self.name.count, 2)
    output.append(0, 2)
    output += self.name
    start = place
  }

  package func write(_ bytes: [UInt8]) {
    count += bytes.count
    bytes.withUnsafeBufferPointer {
      checksum = crc32(checksum, $0.baseAddress, UInt32($0.count))
      deflate($0, Z_NO_FLUSH)
    }
  }

  package func end() {
    deflate(UnsafeBufferPointer(start: nil, count: 0), Z_FINISH)
    let sizes = Sizes(
      checksum: UInt32(checksum), compressedCount: place - start, count: count)
    output.append(0x0807_4B50, 4)
    output.append(sizes)
    entries.append(Entry(name: name, sizes: sizes, header: header))
  }

  /// Writes the directory, behind which nothing comes.
  package func finish() {
    let start = place
    for entry in entries {
      output.append(0x0201_4B50, 4)
      output.append(20, 2)
      output.append(contentsOf: Self.common)
      output.append(entry.sizes)
      output.append(entry.name.count, 2)
      output.append(contentsOf: [UInt8](repeating: 0, count: 12))
      output.append(entry.header, 4)
      output += entry.name
    }
    let size = place - start
    output.append(0x0605_4B50, 4)
    output.append(0, 4)
    output.append(entries.count, 2)
    output.append(entries.count, 2)
    output.append(size, 4)
    output.append(start, 4)
    output.append(0, 2)
  }

  /// Version, flags (sizes follow the data, names are UTF-8), method, and 1980-01-01 as the time.
  private static let common: [UInt8] = [20, 0, 0x08, 0x08, 8, 0, 0, 0, 0x21, 0]

  private func deflate(_ bytes: UnsafeBufferPointer<UInt8>, _ flush: CInt) {
    stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
    stream.pointee.avail_in = UInt32(bytes.count)
    repeat {
      stream.pointee.next_out = buffer.baseAddress
      stream.pointee.avail_out = UInt32(buffer.count)
      _ = CZlib.deflate(stream, flush)
      output.append(contentsOf: buffer[..<(buffer.count - Int(stream.pointee.avail_out))])
    } while stream.pointee.avail_out == 0
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ number: Int, _ count: Int) {
    for byte in 0..<count { append(UInt8(truncatingIfNeeded: number >> (8 * byte))) }
  }
}

extension [UInt8] {
  /// Appends checksum and sizes.
  fileprivate mutating func append(_ entry: ZipWriter.Sizes) {
    append(Int(entry.checksum), 4)
    append(entry.compressedCount, 4)
    append(entry.count, 4)
  }
}
