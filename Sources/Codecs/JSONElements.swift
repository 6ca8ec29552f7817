internal import Glibc

/// Why a stream of JSON values is refused, and where.
package struct JSONElementError: Error, Sendable, Hashable, CustomStringConvertible {
  package let message: String
  /// The value, counted from 1.
  package let element: Int
  /// The byte in the decompressed file, counted from 0.
  package let offset: Int

  package var description: String { "row \(element), byte \(offset): \(message)" }

  package init(_ message: String, element: Int, at offset: Int) {
    self.message = message
    self.element = element
    self.offset = offset
  }
}

/// Cuts JSON that comes in pieces into the values it consists of, without reading them.
///
/// What a value's own bytes must be is left to the parser; what stands between the values is checked.
package struct JSONElements {
  package enum Layout: Sendable, Hashable {
    /// One value a line, empty lines left out.
    case lines
    /// The elements of an array, or the one value that the document is.
    case document
  }

  /// A value's bytes, which hold only while it is handed over, and where they stand.
  package struct Element {
    package let bytes: UnsafeBufferPointer<UInt8>
    package let number: Int
    package let offset: Int
  }

  enum Phase { case start, afterOpen, beforeElement, element, afterElement, single, end }

  let layout: Layout
  /// How many bytes a value may have.
  let limit: Int
  var phase = Phase.start
  var pending: [UInt8] = []
  var number = 0
  /// The offset of the first byte of the piece that is looked at.
  var base = 0
  /// Where the present value began.
  var start = 0
  var depth = 0
  var isString = false
  var isEscaped = false

  package init(_ layout: Layout, limit: Int = 4 << 20) {
    self.layout = layout
    self.limit = limit
  }

  /// Takes more bytes; returns false once the closure has returned false, which ends the reading.
  package mutating func feed(
    _ bytes: UnsafeBufferPointer<UInt8>, _ element: (Element) -> Bool
  ) throws(JSONElementError) -> Bool {
    let isWanted =
      try layout == .lines ? lines(bytes, element) : document(bytes, element)
    base += bytes.count
    return isWanted
  }

  /// Takes up that no more bytes come; returns false where the closure has ended the reading.
  package mutating func finish(_ element: (Element) -> Bool) throws(JSONElementError) -> Bool {
    let nothing = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    if layout == .lines || phase == .single { return try deliver(nothing, element) }
    guard phase == .end else { throw failure("the document ends too early", at: base) }
    return true
  }

  /// Hands over what is pending and what follows it, without a byte order mark.
  mutating func deliver(
    _ bytes: UnsafeBufferPointer<UInt8>, _ element: (Element) -> Bool
  ) throws(JSONElementError) -> Bool {
    try keepWithinLimit(bytes.count)
    guard !pending.isEmpty else { return hand(bytes, element) }
    let held = pending + bytes
    pending.removeAll(keepingCapacity: true)
    return held.withUnsafeBufferPointer { hand($0, element) }
  }

  private mutating func hand(
    _ bytes: UnsafeBufferPointer<UInt8>, _ element: (Element) -> Bool
  ) -> Bool {
    let isMarked = start == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let content = isMarked ? UnsafeBufferPointer(rebasing: bytes[3...]) : bytes
    guard !content.allSatisfy(isSpace) else { return true }
    number += 1
    return element(
      Element(bytes: content, number: number, offset: start + (isMarked ? 3 : 0)))
  }

  mutating func keepWithinLimit(_ more: Int) throws(JSONElementError) {
    guard pending.count + more > limit else { return }
    throw failure("the value is larger than \(limit) bytes", at: start)
  }

  func failure(_ message: String, at offset: Int) -> JSONElementError {
    JSONElementError(message, element: number + 1, at: offset)
  }

  private mutating func lines(
    _ bytes: UnsafeBufferPointer<UInt8>, _ element: (Element) -> Bool
  ) throws(JSONElementError) -> Bool {
    guard let first = bytes.baseAddress else { return true }
    var place = 0
    while place < bytes.count {
      if pending.isEmpty { start = base + place }
      guard let found = memchr(first + place, 10, bytes.count - place) else {
        try keepWithinLimit(bytes.count - place)
        pending.append(contentsOf: bytes[place...])
        return true
      }
      let end = UnsafeRawPointer(found) - UnsafeRawPointer(first)
      let line = UnsafeBufferPointer(rebasing: bytes[place..<end])
      guard try deliver(line, element) else { return false }
      place = end + 1
    }
    return true
  }
}
