internal import Codecs
internal import Glibc

/// A file that is open for reading, and is closed with its last reference.
final class OpenedFile {
  let path: String
  private let descriptor: CInt

  init(_ path: String) throws(ReportError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure(path) }
  }

  deinit { close(descriptor) }

  func read(into buffer: inout [UInt8]) throws(ReportError) -> Int {
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count >= 0 { return count }
      guard errno == EINTR else { throw Self.failure(path) }
    }
  }

  /// How many bytes it has.
  var count: Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Reads so many bytes from a place, or fewer where the file ends before.
  func read(at offset: Int, _ count: Int) throws(ReportError) -> [UInt8] {
    var (bytes, came) = ([UInt8](repeating: 0, count: count), 0)
    while came < count {
      let more = bytes.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress.map { $0 + came }, count - came, offset + came)
      }
      if more < 0, errno == EINTR { continue }
      guard more >= 0 else { throw Self.failure(path) }
      guard more > 0 else { break }
      came += more
    }
    bytes.removeLast(count - came)
    return bytes
  }

  private static func failure(_ path: String) -> ReportError {
    let reason = String(cString: strerror(errno)).lowercased()
    return ReportError("export-unreadable", "\(path): \(reason)")
  }
}

extension ZipSource {
  /// Makes one of a file.
  init(_ file: OpenedFile) {
    self.init(count: file.count) { offset, count throws(ZipError) in
      do throws(ReportError) {
        return try file.read(at: offset, count)
      } catch {
        throw ZipError(error.message)
      }
    }
  }
}
