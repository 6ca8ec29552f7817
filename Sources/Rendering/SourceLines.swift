internal import Diagnostics

/// The lines of source files, each file looked through once for where its lines begin.
///
/// A file that has a problem in every line would otherwise be read from its beginning for each.
struct SourceLines {
  private var starts: [ObjectIdentifier: [Int]] = [:]

  /// Returns the text of the line of a place, without its line break, or nil past the end.
  mutating func line(of location: SourceLocation) -> String? {
    let bytes = location.file.bytes
    let starts = starts(of: location.file)
    guard location.line > 0, location.line <= starts.count else { return nil }
    let start = starts[location.line - 1]
    var end = location.line < starts.count ? starts[location.line] - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private mutating func starts(of file: SourceFile) -> [Int] {
    let key = ObjectIdentifier(file)
    if let known = starts[key] { return known }
    var found = [0]
    for (index, byte) in file.bytes.enumerated() where byte == UInt8(ascii: "\n") {
      found.append(index + 1)
    }
    starts[key] = found
    return found
  }
}
