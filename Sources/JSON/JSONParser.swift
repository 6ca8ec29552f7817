/// Reads one document from bytes that stay where they are while it works.
struct JSONParser<Builder: JSONBuilder> {
  let bytes: UnsafeBufferPointer<UInt8>
  var index = 0
  /// The text of a string that has escapes, kept to save an allocation for each.
  var scratch: [UInt8] = []
  var texts = TextCache()
  private let limits: JSON.Limits
  private var builder: Builder
  private var depth = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>, limits: JSON.Limits, builder: Builder) {
    self.bytes = bytes
    self.limits = limits
    self.builder = builder
  }

  /// Reads the document from its first byte to its last.
  mutating func document() throws(JSONParseError) -> Builder.Value {
    guard bytes.count <= limits.bytes else {
      throw failure("the document is longer than \(limits.bytes) bytes", at: 0)
    }
    try checkEncoding()
    skipWhitespace()
    let value = try value()
    skipWhitespace()
    guard index == bytes.count else {
      throw failure("there is more after the end of the value", at: index)
    }
    return value
  }

  private func checkEncoding() throws(JSONParseError) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      throw failure("the document starts with a byte order mark", at: 0)
    }
    do {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      throw failure("the bytes are not valid UTF-8", at: error.byteOffsets.lowerBound)
    }
  }

  private mutating func value() throws(JSONParseError) -> Builder.Value {
    let start = index
    switch peek {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""):
      let place = builder.place(at: start)
      return builder.scalar(.string(try string()), at: place)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return builder.scalar(.number(try number()), at: builder.place(at: start))
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    default: throw unexpected("a value")
    }
  }

  private mutating func literal(
    _ text: StaticString, _ value: JSON
  ) throws(JSONParseError) -> Builder.Value {
    let start = index
    for offset in 0..<text.utf8CodeUnitCount {
      guard peek == text.utf8Start[offset] else { throw unexpected("\"\(text)\"") }
      index += 1
    }
    return builder.scalar(value, at: builder.place(at: start))
  }

  private mutating func array() throws(JSONParseError) -> Builder.Value {
    let place = try enter()
    var elements: [Builder.Value] = []
    skipWhitespace()
    if peek != UInt8(ascii: "]") {
      repeat {
        skipWhitespace()
        elements.append(try value())
        skipWhitespace()
      } while take(UInt8(ascii: ","))
    }
    guard take(UInt8(ascii: "]")) else { throw unexpected("\",\" or \"]\"") }
    depth -= 1
    return builder.array(elements, at: place)
  }

  private mutating func object() throws(JSONParseError) -> Builder.Value {
    let place = try enter()
    var members: [Builder.Member] = []
    var names = NameSet()
    skipWhitespace()
    if peek != UInt8(ascii: "}") {
      repeat {
        skipWhitespace()
        try member(of: &members, names: &names)
        skipWhitespace()
      } while take(UInt8(ascii: ","))
    }
    guard take(UInt8(ascii: "}")) else { throw unexpected("\",\" or \"}\"") }
    depth -= 1
    return builder.object(members, at: place)
  }

  private mutating func member(
    of members: inout [Builder.Member], names: inout NameSet
  ) throws(JSONParseError) {
    guard peek == UInt8(ascii: "\"") else { throw unexpected("the name of a member") }
    let start = index
    let place = builder.place(at: start)
    let key = try string()
    let position = names.insert(key, count: members.count) { builder.key(of: members[$0]) }
    if let position, limits.duplicateKeys == .error {
      throw JSONParseError(
        "the object has this member twice", at: start, in: bytes, code: "duplicate-key",
        earlier: builder.location(of: members[position]))
    }
    skipWhitespace()
    guard take(UInt8(ascii: ":")) else { throw unexpected("\":\"") }
    skipWhitespace()
    let member = builder.member(key, at: place, value: try value())
    if let position { members[position] = member } else { members.append(member) }
  }

  private mutating func enter() throws(JSONParseError) -> Builder.Place {
    depth += 1
    guard depth <= limits.depth else {
      throw failure("values are nested deeper than \(limits.depth) levels", at: index)
    }
    let place = builder.place(at: index)
    index += 1
    return place
  }
}

extension JSONParser {
  /// The byte that comes next, 0 at the end, where no byte of that value may stand either.
  @inline(__always) var peek: UInt8 { index < bytes.count ? bytes[index] : 0 }

  @inline(__always) private mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    index += 1
    return true
  }

  @inline(__always) private mutating func skipWhitespace() {
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
        index += 1
      default: return
      }
    }
  }

  func failure(_ message: String, at offset: Int) -> JSONParseError {
    JSONParseError(message, at: offset, in: bytes)
  }

  func unexpected(_ wanted: String) -> JSONParseError {
    guard index < bytes.count else {
      return failure("the document ends where \(wanted) must stand", at: index)
    }
    let text = String(decoding: bytes[index..<min(index + 4, bytes.count)], as: UTF8.self)
    let found = text.unicodeScalars.first.map { $0.escaped(asASCII: false) } ?? ""
    return failure("\"\(found)\" stands where \(wanted) must stand", at: index)
  }
}
