import COpenSSL

/// A text that libcrypto reads from or writes to (`BIO`).
final class MemoryBIO {
  let pointer: OpaquePointer

  /// Makes an empty one to write to.
  init?() {
    guard let pointer = BIO_new(BIO_s_mem()) else { return nil }
    self.pointer = pointer
  }

  /// Makes one that holds a copy of a text.
  convenience init?(_ text: String) {
    self.init()
    let bytes = [UInt8](text.utf8)
    guard bytes.count <= Int(Int32.max),
      BIO_write(pointer, bytes, Int32(bytes.count)) == bytes.count
    else { return nil }
  }

  deinit {
    BIO_free_all(pointer)
  }

  /// Everything written so far and not yet read.
  var text: String {
    var text: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 512)
    while case let count = BIO_read(pointer, &chunk, Int32(chunk.count)), count > 0 {
      text.append(contentsOf: chunk[..<Int(count)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
