internal import Glibc

/// Reads an XML document of any length tag by tag, and holds one tag or text of it at a time.
///
/// It reads UTF-8 only and knows no document type, as `XMLPullParser`; names are compared without
/// their prefix, and attributes are looked at when they are asked for.
struct XMLStream {
  enum Event {
    case start, text, end
  }

  /// Why a document is refused.
  struct Fault: Error {
    let message: String
  }

  /// Fills a buffer with what comes next, and returns how many bytes that are; 0 is the end.
  typealias Source = (inout [UInt8]) throws(Fault) -> Int

  private let source: Source
  private var piece = [UInt8](repeating: 0, count: 64 << 10)
  private var window: [UInt8] = []
  /// What of the window was not looked at yet begins here.
  private var place = 0
  private var isAtEnd = false
  /// The names of the elements that are open, one behind the other, and where each begins.
  private var open: [UInt8] = []
  private var starts: [Int] = []
  private var isEmptyElement = false
  /// Where name and attributes of a tag, or a text, stand.
  private var name = 0..<0
  private var content = 0..<0
  private var isSection = false

  private static let (tokenBytes, deepest) = (4 << 20, 64)

  init(_ source: @escaping Source) throws(Fault) {
    self.source = source
    _ = try fill()
    let isUTF16 = window.starts(with: [0xFF, 0xFE]) || window.starts(with: [0xFE, 0xFF])
    guard !isUTF16 else { throw Fault(message: "the document is not UTF-8") }
    if window.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
  }

  /// How many elements are open.
  var depth: Int { starts.count }

  /// Returns what comes next, or nil behind the root element.
  mutating func next() throws(Fault) -> Event? {
    if isEmptyElement {
      isEmptyElement = false
      close()
      return .end
    }
    while try hasMore() {
      if window[place] == UInt8(ascii: "<") {
        if let event = try markup() { return event }
      } else if try takeText() {
        return .text
      }
    }
    guard starts.isEmpty else { throw Fault(message: "the document ends too early") }
    return nil
  }

  /// Whether the tag at hand has this name.
  func isNamed(_ other: StaticString) -> Bool { window.has(other, at: name) }

  /// The text at hand, its references replaced.
  var text: String {
    isSection || !window[content].contains(UInt8(ascii: "&"))
      ? String(decoding: window[content], as: UTF8.self) : resolved(content)
  }

  /// Returns the value of an attribute of the tag at hand.
  func attribute(_ wanted: StaticString) -> String? {
    var index = content.lowerBound
    let end = content.upperBound
    while index < end {
      while index < end, isSpace(window[index]) { index += 1 }
      let start = index
      while index < end, window[index] != UInt8(ascii: "=") { index += 1 }
      var last = index
      while last > start, isSpace(window[last - 1]) { last -= 1 }
      index += 1
      while index < end, isSpace(window[index]) { index += 1 }
      guard index < end else { return nil }
      let quote = window[index]
      let value = index + 1
      index = value
      while index < end, window[index] != quote { index += 1 }
      if window.has(wanted, at: start..<last) { return resolved(value..<index) }
      index += 1
    }
    return nil
  }

  private func resolved(_ range: Range<Int>) -> String {
    XMLReferences.replaced(String(decoding: window[range], as: UTF8.self))
  }
}

extension XMLStream {
  private mutating func markup() throws(Fault) -> Event? {
    if try skip("<!--") {
      _ = try take(until: "-->", of: "a comment")
    } else if try skip("<![CDATA[") {
      (content, isSection) = (try take(until: "]]>", of: "a CDATA section"), true)
      return .text
    } else if try skip("<?") {
      _ = try take(until: "?>", of: "a processing instruction")
    } else if try skip("<!") {
      throw Fault(message: "a document type or declaration is not accepted")
    } else if try skip("</") {
      name = try take(until: ">", of: "an end tag")
      while let last = name.last, isSpace(window[last]) { name = name.lowerBound..<last }
      guard let start = starts.last, open[start...].elementsEqual(window[name]) else {
        throw Fault(message: "an end tag ends what is not open")
      }
      dropPrefix()
      close()
      return .end
    } else {
      try startTag()
      return .start
    }
    return nil
  }

  private mutating func startTag() throws(Fault) {
    var (index, quote): (Int, UInt8?) = (place + 1, nil)
    scan: while true {
      while index < window.count {
        let byte = window[index]
        if let open = quote {
          if byte == open { quote = nil }
        } else if byte == UInt8(ascii: ">") {
          break scan
        } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
          quote = byte
        }
        index += 1
      }
      let before = place
      guard try fill() else { throw Fault(message: "a tag does not end") }
      index -= before - place
    }
    isEmptyElement = window[index - 1] == UInt8(ascii: "/")
    let end = index - (isEmptyElement ? 1 : 0)
    var nameEnd = place + 1
    while nameEnd < end, !isSpace(window[nameEnd]) { nameEnd += 1 }
    name = place + 1..<nameEnd
    guard !name.isEmpty, name.allSatisfy({ isNameByte(window[$0]) }) else {
      throw Fault(message: "a tag has no name")
    }
    guard starts.count < Self.deepest else {
      throw Fault(message: "elements are nested deeper than \(Self.deepest)")
    }
    starts.append(open.count)
    open.append(contentsOf: window[name])
    dropPrefix()
    content = nameEnd..<end
    place = index + 1
  }

  /// Takes the text up to the next tag; false where it is white space outside the root element.
  private mutating func takeText() throws(Fault) -> Bool {
    let range = try take(upTo: UInt8(ascii: "<"))
    guard starts.isEmpty else {
      (content, isSection) = (range, false)
      return true
    }
    guard window[range].allSatisfy(isSpace) else {
      throw Fault(message: "text stands outside the root element")
    }
    return false
  }

  private mutating func close() {
    guard let start = starts.popLast() else { return }
    open.removeSubrange(start...)
  }

  private mutating func dropPrefix() {
    if let colon = window[name].firstIndex(of: UInt8(ascii: ":")) {
      name = colon + 1..<name.upperBound
    }
  }
}

extension XMLStream {
  /// Gets more bytes behind those that were not looked at; false where there are none.
  private mutating func fill() throws(Fault) -> Bool {
    guard !isAtEnd else { return false }
    window.removeSubrange(..<place)
    place = 0
    guard window.count < Self.tokenBytes else {
      throw Fault(message: "a tag or text is longer than \(Self.tokenBytes >> 20) MiB")
    }
    let count = try source(&piece)
    isAtEnd = count == 0
    window.append(contentsOf: piece[..<count])
    return !isAtEnd
  }

  private mutating func hasMore() throws(Fault) -> Bool {
    guard place == window.count else { return true }
    return try fill()
  }

  private mutating func skip(_ mark: StaticString) throws(Fault) -> Bool {
    while window.count - place < mark.utf8CodeUnitCount {
      guard try fill() else { return false }
    }
    guard window.has(mark, at: place..<place + mark.utf8CodeUnitCount) else { return false }
    place += mark.utf8CodeUnitCount
    return true
  }

  /// Returns what stands before a mark, and moves behind the mark.
  private mutating func take(until mark: StaticString, of what: String) throws(Fault) -> Range<Int>
  {
    let count = mark.utf8CodeUnitCount
    var index = place
    while true {
      while index + count <= window.count {
        if window.has(mark, at: index..<index + count) {
          defer { place = index + count }
          return place..<index
        }
        index += 1
      }
      let before = place
      guard try fill() else { throw Fault(message: "\(what) does not end") }
      index -= before - place
    }
  }

  /// Returns what stands before a byte or the end, and moves there.
  private mutating func take(upTo byte: UInt8) throws(Fault) -> Range<Int> {
    var looked = place
    while true {
      let found = window.withUnsafeBufferPointer { bytes -> Int? in
        guard let base = bytes.baseAddress,
          let hit = memchr(base + looked, CInt(byte), bytes.count - looked)
        else { return nil }
        return hit - UnsafeMutableRawPointer(mutating: base)
      }
      let end = found ?? window.count
      let before = place
      if found == nil, try fill() {
        looked = end - (before - place)
        continue
      }
      // At the end of the document `fill` moves what is left to the front.
      let range = place..<(found ?? window.count)
      place = range.upperBound
      return range
    }
  }
}

extension [UInt8] {
  /// Whether a text stands at a place.
  fileprivate func has(_ text: StaticString, at range: Range<Int>) -> Bool {
    guard range.count == text.utf8CodeUnitCount else { return false }
    return withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return text.utf8CodeUnitCount == 0 }
      return memcmp(base + range.lowerBound, text.utf8Start, range.count) == 0
    }
  }
}
