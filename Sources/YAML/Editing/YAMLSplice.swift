/// Bytes of a file, and the text that comes in their place.
struct YAMLSplice {
  let range: Range<Int>
  let text: String

  init(_ range: Range<Int>, _ text: String = "") {
    self.range = range
    self.text = text
  }

  init(at offset: Int, _ text: String) {
    self.init(offset..<offset, text)
  }
}

extension YAMLSource {
  /// Returns the bytes with ranges replaced; new lines end as the file's do.
  func applying(_ splices: [YAMLSplice]) -> [UInt8] {
    var result: [UInt8] = []
    var offset = 0
    let sorted = splices.enumerated().sorted {
      ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
    }
    for (_, splice) in sorted {
      result += bytes[offset..<max(offset, splice.range.lowerBound)]
      result += splice.text.replacing("\n", with: lineBreak).utf8
      offset = max(offset, splice.range.upperBound)
    }
    return result + bytes[offset...]
  }

  /// The line break of the first line.
  var lineBreak: String {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")), end > 0 else { return "\n" }
    return bytes[end - 1] == UInt8(ascii: "\r") ? "\r\n" : "\n"
  }
}
