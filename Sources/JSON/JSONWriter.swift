/// Writes values as bytes, one style per method.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []

  mutating func compact(_ value: JSON) {
    switch value {
    case .array(let elements):
      list(elements, "[", "]") { $0.compact($1) }
    case .object(let object):
      list(object.members, "{", "}") { $0.member($1) { $0.compact($1) } }
    case .number(let number): append(number.text)
    default: scalar(value)
    }
  }

  mutating func canonical(_ value: JSON) {
    switch value {
    case .array(let elements):
      list(elements, "[", "]") { $0.canonical($1) }
    case .object(let object):
      let isInOrder = zip(object.members, object.members.dropFirst()).allSatisfy {
        precedesInUTF16($0.key, $1.key)
      }
      let members =
        isInOrder
        ? object.members : object.members.sorted { precedesInUTF16($0.key, $1.key) }
      list(members, "{", "}") { $0.member($1) { $0.canonical($1) } }
    case .number(let number): append(number.canonicalText)
    default: scalar(value)
    }
  }

  mutating func pretty(_ value: JSON, level: Int) {
    switch value {
    case .array(let elements) where !elements.isEmpty:
      lines(elements, "[", "]", level: level) { $0.pretty($1, level: level + 1) }
    case .object(let object) where !object.isEmpty:
      lines(object.members, "{", "}", level: level) {
        $0.string($1.key)
        $0.append(": ")
        $0.pretty($1.value, level: level + 1)
      }
    default: compact(value)
    }
  }

  private mutating func scalar(_ value: JSON) {
    switch value {
    case .null: append("null")
    case .bool(let value): append(value ? "true" : "false")
    case .string(let text): string(text)
    case .number, .array, .object: break
    }
  }

  private mutating func list<Element>(
    _ elements: [Element], _ open: StaticString, _ close: StaticString,
    write: (inout JSONWriter, Element) -> Void
  ) {
    append(open)
    for index in elements.indices {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(&self, elements[index])
    }
    append(close)
  }

  private mutating func lines<Element>(
    _ elements: [Element], _ open: StaticString, _ close: StaticString, level: Int,
    write: (inout JSONWriter, Element) -> Void
  ) {
    append(open)
    for index in elements.indices {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      newLine(level: level + 1)
      write(&self, elements[index])
    }
    newLine(level: level)
    append(close)
  }

  private mutating func newLine(level: Int) {
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * level))
  }

  private mutating func member(
    _ member: JSONObject.Member, write: (inout JSONWriter, JSON) -> Void
  ) {
    string(member.key)
    bytes.append(UInt8(ascii: ":"))
    write(&self, member.value)
  }

  private mutating func append(_ text: StaticString) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  private mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }
}

extension JSONWriter {
  /// Writes a string with the escapes that must be and no others.
  mutating func string(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { buffer in
      if buffer.count > bytes.capacity - bytes.count {
        bytes.reserveCapacity(max(2 * bytes.capacity, bytes.count + buffer.count * 9 / 8 + 64))
      }
      var copied = 0
      while true {
        let index = buffer.endOfPlainBytes(from: copied)
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[copied..<index]))
        guard index < buffer.count else { return }
        escape(buffer[index])
        copied = index + 1
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case 0x08: append("\\b")
    case 0x09: append("\\t")
    case 0x0A: append("\\n")
    case 0x0C: append("\\f")
    case 0x0D: append("\\r")
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    default:
      let digits = String(byte, radix: 16)
      append("\\u00")
      if digits.utf8.count == 1 { append("0") }
      append(digits)
    }
  }
}

/// Whether a text comes first in the order of UTF-16 code units.
///
/// That is the order of UTF-8 bytes but for U+E000…U+FFFF, which come behind the surrogates there.
func precedesInUTF16(_ lhs: String, _ rhs: String) -> Bool {
  let isBefore = lhs.utf8.withContiguousStorageIfAvailable { left in
    rhs.utf8.withContiguousStorageIfAvailable { right in
      let shared = min(left.count, right.count)
      for index in 0..<shared where left[index] != right[index] {
        return utf16Rank(left[index]) < utf16Rank(right[index])
      }
      return left.count < right.count
    }
  }
  return (isBefore ?? nil)
    ?? lhs.utf8.lexicographicallyPrecedes(rhs.utf8) { utf16Rank($0) < utf16Rank($1) }
}

private func utf16Rank(_ byte: UInt8) -> UInt8 {
  byte == 0xEE || byte == 0xEF ? byte + 0x10 : byte
}
