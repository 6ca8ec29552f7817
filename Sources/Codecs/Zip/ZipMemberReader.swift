internal import CZlib

/// Inflates one member of an archive as its bytes are asked for (`z_stream`).
final class ZipMemberReader {
  private let archive: ZipArchive
  private let member: ZipArchive.Member
  private let limit: Int
  private let stream: UnsafeMutablePointer<z_stream>
  private var input: UnsafeMutableBufferPointer<UInt8>
  /// What of the archive was not read yet.
  private var rest: Range<Int>
  private var isAtEnd = false
  private var checksum: UInt = 0
  private var count = 0

  private static let (stored, deflated): (UInt16, UInt16) = (0, 8)
  private static let pieceBytes = 64 << 10

  /// Makes a reader that fails once more than so many bytes come out.
  init(_ archive: ZipArchive, _ member: ZipArchive.Member, limit: Int) throws(ZipError) {
    guard [Self.stored, Self.deflated].contains(member.method) else {
      throw ZipError("\(member.name) is compressed in a way that is not known")
    }
    let start = try archive.start(of: member)
    (self.archive, self.member, self.limit) = (archive, member, limit)
    rest = start..<start + member.compressedCount
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    input = .allocate(capacity: Self.pieceBytes)
    guard gcs_inflate_init_raw(stream) == Z_OK else { throw ZipError("zlib has no memory left") }
  }

  deinit {
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
    input.deallocate()
  }

  /// Fills a buffer as far as there are bytes, and returns how many came; 0 is the end.
  func read(into buffer: inout [UInt8]) throws(ZipError) -> Int {
    var came = 0
    while came == 0, !isAtEnd {
      came = try member.method == Self.stored ? copy(into: &buffer) : inflate(into: &buffer)
    }
    count += came
    guard count <= limit else {
      throw ZipError("\(member.name) is larger than \(limit >> 20) MiB when it is unpacked")
    }
    buffer.withUnsafeBufferPointer { checksum = crc32(checksum, $0.baseAddress, UInt32(came)) }
    if isAtEnd, came == 0 {
      guard count == member.count, UInt32(checksum) == member.checksum else {
        throw ZipError("\(member.name) is damaged")
      }
    }
    return came
  }

  private func copy(into buffer: inout [UInt8]) throws(ZipError) -> Int {
    let piece = try take(buffer.count)
    isAtEnd = piece.isEmpty
    buffer.replaceSubrange(..<piece.count, with: piece)
    return piece.count
  }

  private func inflate(into buffer: inout [UInt8]) throws(ZipError) -> Int {
    if stream.pointee.avail_in == 0 {
      let piece = try take(Self.pieceBytes)
      _ = input.update(fromContentsOf: piece)
      stream.pointee.next_in = input.baseAddress
      stream.pointee.avail_in = UInt32(piece.count)
    }
    let room = buffer.count
    let (code, left) = buffer.withUnsafeMutableBufferPointer { output in
      stream.pointee.next_out = output.baseAddress
      stream.pointee.avail_out = UInt32(room)
      let code = CZlib.inflate(stream, Z_NO_FLUSH)
      return (code, Int(stream.pointee.avail_out))
    }
    switch code {
    case Z_STREAM_END: isAtEnd = true
    case Z_OK: break
    case Z_BUF_ERROR where !rest.isEmpty: break
    default: throw ZipError("\(member.name) is damaged")
    }
    return room - left
  }

  private func take(_ count: Int) throws(ZipError) -> [UInt8] {
    let wanted = min(count, rest.count)
    let piece = try archive.source.read(rest.lowerBound, wanted)
    guard piece.count == wanted else {
      throw ZipError("the archive is cut off within \(member.name)")
    }
    rest = rest.lowerBound + wanted..<rest.upperBound
    return piece
  }
}
