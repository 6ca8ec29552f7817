internal import CZlib

/// Inflates gzip or zlib data (`z_stream`).
final class GzipDecoder: StreamDecoder {
  private let stream: UnsafeMutablePointer<z_stream>
  private let buffer: UnsafeMutableBufferPointer<UInt8>
  private(set) var consumed = 0
  private var isInMember = false
  private let isReady: Bool

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    buffer = .allocate(capacity: decodedBytes)
    isReady = gcs_inflate_init(stream) == Z_OK
  }

  deinit {
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
    buffer.deallocate()
  }

  var isComplete: Bool { !isInMember && consumed > 0 }

  func feed(
    _ bytes: UnsafeBufferPointer<UInt8>, _ output: (UnsafeBufferPointer<UInt8>) -> Bool
  ) throws(DecompressionError) -> Bool {
    guard isReady else { throw DecompressionError("zlib has no memory left", at: consumed) }
    stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
    stream.pointee.avail_in = UInt32(bytes.count)
    var isFull = false
    while stream.pointee.avail_in > 0 || isFull {
      if !isInMember { inflateReset(stream) }
      isInMember = true
      let before = stream.pointee.avail_in
      stream.pointee.next_out = buffer.baseAddress
      stream.pointee.avail_out = UInt32(buffer.count)
      let code = inflate(stream, Z_NO_FLUSH)
      consumed += Int(before - stream.pointee.avail_in)
      guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else { throw failure(code) }
      isFull = stream.pointee.avail_out == 0 && code != Z_STREAM_END
      let count = buffer.count - Int(stream.pointee.avail_out)
      if count > 0, !output(UnsafeBufferPointer(rebasing: UnsafeBufferPointer(buffer)[..<count])) {
        return false
      }
      if code == Z_STREAM_END { isInMember = false }
    }
    return true
  }

  private func failure(_ code: CInt) -> DecompressionError {
    let words = stream.pointee.msg.map { String(cString: $0) }
    let reason = words ?? (code == Z_MEM_ERROR ? "zlib has no memory left" : "code \(code)")
    return DecompressionError("the data is no gzip: \(reason)", at: consumed)
  }
}
