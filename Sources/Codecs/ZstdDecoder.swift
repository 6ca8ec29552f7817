internal import CZstd

/// Decompresses Zstandard data (`ZSTD_DStream`).
///
/// A frame's window may be 8 MiB at most, as RFC 8878 asks of every decoder: a larger one would have to
/// be held in memory.
final class ZstdDecoder: StreamDecoder {
  private let stream: OpaquePointer?
  private let buffer: UnsafeMutableBufferPointer<UInt8>
  private(set) var consumed = 0
  private var isInFrame = false

  init() {
    stream = ZSTD_createDStream()
    buffer = .allocate(capacity: decodedBytes)
    if let stream { ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, 23) }
  }

  deinit {
    ZSTD_freeDStream(stream)
    buffer.deallocate()
  }

  var isComplete: Bool { !isInFrame && consumed > 0 }

  func feed(
    _ bytes: UnsafeBufferPointer<UInt8>, _ output: (UnsafeBufferPointer<UInt8>) -> Bool
  ) throws(DecompressionError) -> Bool {
    guard let stream else { throw DecompressionError("zstd has no memory left", at: consumed) }
    var input = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: 0)
    var isFull = false
    while input.pos < input.size || isFull {
      let before = input.pos
      var result = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
      let code = ZSTD_decompressStream(stream, &result, &input)
      consumed += input.pos - before
      guard ZSTD_isError(code) == 0 else { throw failure(code) }
      isInFrame = code != 0
      isFull = result.pos == result.size && isInFrame
      if result.pos > 0,
        !output(UnsafeBufferPointer(rebasing: UnsafeBufferPointer(buffer)[..<result.pos]))
      {
        return false
      }
    }
    return true
  }

  private func failure(_ code: Int) -> DecompressionError {
    let reason =
      ZSTD_getErrorCode(code) == ZSTD_error_frameParameter_windowTooLarge
      ? "its window is larger than 8 MiB; compress it without --long or --ultra"
      : String(cString: ZSTD_getErrorName(code)).lowercased()
    return DecompressionError("the data is no Zstandard that can be read: \(reason)", at: consumed)
  }
}
