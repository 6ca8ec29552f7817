import HTTP

/// The status and fields of an answer, gathered line by line as libcurl hands them out.
///
/// Heads of interim answers (1xx) make way for the final one; trailers are left out.
struct ResponseHead {
  private(set) var status = 0
  private(set) var isComplete = false
  private var fields: [HTTPHeaders.Field] = []
  private var size = 0

  static let limit = 256 << 10

  var headers: HTTPHeaders { HTTPHeaders(fields) }

  /// Takes the next line, and returns false where the head grows beyond its limit.
  mutating func take(_ line: UnsafeRawBufferPointer) -> Bool {
    if isComplete && status >= 200 { return true }
    size += line.count
    guard size <= Self.limit else { return false }
    let text = trimmed(line[...])
    if status == 0 || isComplete {
      start(text)
    } else if text.isEmpty {
      isComplete = true
    } else if let first = line.first, isSpace(first) {
      fold(text)
    } else {
      add(text)
    }
    return true
  }

  private mutating func start(_ line: Slice<UnsafeRawBufferPointer>) {
    guard line.starts(with: "HTTP/".utf8) else { return }
    let rest = line.drop { $0 != 32 }.drop { $0 == 32 }
    status = Int(String(decoding: rest.prefix { $0 != 32 }, as: UTF8.self)) ?? 0
    fields = []
    isComplete = false
  }

  private mutating func add(_ line: Slice<UnsafeRawBufferPointer>) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return }
    let name = String(decoding: line[..<colon], as: UTF8.self)
    let value = String(decoding: trimmed(line[(colon + 1)...]), as: UTF8.self)
    fields.append(HTTPHeaders.Field(name: name, value: value))
  }

  /// Joins a continuation line to the field before it, as RFC 9112 asks of user agents.
  private mutating func fold(_ line: Slice<UnsafeRawBufferPointer>) {
    guard let last = fields.indices.last else { return }
    fields[last].value += " " + String(decoding: line, as: UTF8.self)
  }
}

private func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

private func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
  let start = bytes.firstIndex { !isSpace($0) } ?? bytes.endIndex
  let end = bytes.lastIndex { !isSpace($0) } ?? start
  return start == bytes.endIndex ? bytes[start...] : bytes[start...end]
}
