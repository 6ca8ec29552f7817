extension JSONElements {
  /// Follows a document far enough to know where the elements of its array begin and end.
  mutating func document(
    _ bytes: UnsafeBufferPointer<UInt8>, _ element: (Element) -> Bool
  ) throws(JSONElementError) -> Bool {
    /// Where the part of the present value begins that is not pending yet.
    var first = 0
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      if phase == .single { break }
      if phase == .element {
        if !isEnd(byte) {
          place += 1
          continue
        }
        let part = UnsafeBufferPointer(rebasing: bytes[first..<place])
        guard try deliver(part, element) else { return false }
        phase = .afterElement
      }
      if try between(byte, at: base + place) {
        (start, first) = (base + place, place)
        continue
      }
      place += 1
    }
    if phase == .element || phase == .single {
      try keepWithinLimit(bytes.count - first)
      pending.append(contentsOf: bytes[first...])
    }
    return true
  }

  /// Takes a byte that belongs to no element; returns whether one begins with it instead.
  private mutating func between(_ byte: UInt8, at offset: Int) throws(JSONElementError) -> Bool {
    if isSpace(byte) || phase == .start && isMark(byte, at: offset) { return false }
    switch (phase, byte) {
    case (.start, UInt8(ascii: "[")): phase = .afterOpen
    case (.start, _):
      phase = .single
      return true
    case (.afterElement, UInt8(ascii: ",")): phase = .beforeElement
    case (.afterElement, UInt8(ascii: "]")), (.afterOpen, UInt8(ascii: "]")): phase = .end
    case (.beforeElement, UInt8(ascii: "]")), (.beforeElement, UInt8(ascii: ",")),
      (.afterOpen, UInt8(ascii: ",")):
      throw failure("a value must stand here", at: offset)
    case (.afterOpen, _), (.beforeElement, _):
      (phase, depth, isString, isEscaped) = (.element, 0, false, false)
      return true
    case (.end, _): throw failure("nothing may follow the array", at: offset)
    case (.afterElement, _), (.element, _), (.single, _):
      throw failure("\",\" or \"]\" must stand here", at: offset)
    }
    return false
  }

  /// Takes a byte of an element; returns whether the element has ended before it.
  @inline(__always)
  private mutating func isEnd(_ byte: UInt8) -> Bool {
    if isString {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isString = false
      }
      return false
    }
    switch byte {
    case UInt8(ascii: "\""): isString = true
    case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
    case UInt8(ascii: "]") where depth == 0, UInt8(ascii: ",") where depth == 0: return true
    case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
    default: break
    }
    return false
  }

  private func isMark(_ byte: UInt8, at offset: Int) -> Bool {
    offset < 3 && byte == [0xEF, 0xBB, 0xBF][offset]
  }
}
