/// The texts that cells share, one behind the other in few bytes more than they have.
struct XLSXTexts {
  private var bytes: [UInt8] = []
  private var ends: [UInt32] = []

  init() {}

  /// Reads all of them.
  init(_ document: XMLStream, _ limits: XLSXLimits) throws(XLSXError) {
    var document = document
    do throws(XMLStream.Fault) {
      var text = XLSXText()
      while let event = try document.next() {
        let isItem = document.isNamed("si")
        switch event {
        case .start where isItem: text = XLSXText()
        case .end where isItem && document.depth == 1:
          bytes.append(contentsOf: text.value.utf8)
          ends.append(UInt32(bytes.count))
          guard bytes.count <= limits.sharedBytes else {
            throw XMLStream.Fault(
              message: "the texts are larger than \(limits.sharedBytes >> 20) MiB")
          }
        default: text.take(event, document)
        }
      }
    } catch {
      throw XLSXError("the texts of the workbook: \(error.message)", hint: "export it as CSV")
    }
  }

  subscript(_ index: Int) -> String? {
    guard ends.indices.contains(index) else { return nil }
    let start = index == 0 ? 0 : Int(ends[index - 1])
    return String(decoding: bytes[start..<Int(ends[index])], as: UTF8.self)
  }
}

/// A text as it is read: its runs joined, how it is pronounced left out.
struct XLSXText {
  private(set) var value = ""
  private var isInText = false
  private var isPhonetic = false

  mutating func take(_ event: XMLStream.Event, _ document: XMLStream) {
    switch event {
    case .start:
      if document.isNamed("rPh") { isPhonetic = true }
      isInText = document.isNamed("t") && !isPhonetic
    case .text:
      if isInText { value += Self.decoded(document.text) }
    case .end:
      isInText = false
      if document.isNamed("rPh") { isPhonetic = false }
    }
  }

  /// Replaces `_x000D_` by the character it stands for.
  private static func decoded(_ text: String) -> String {
    guard text.contains("_x") else { return text }
    var result = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "_") {
      result += rest[..<start]
      rest = rest[start...]
      let mark = rest.prefix(7)
      let digits = mark.dropFirst(2).prefix(4)
      if mark.count == 7, mark.hasPrefix("_x"), mark.hasSuffix("_"),
        digits.utf8.count == 4, let code = UInt32(digits, radix: 16),
        let scalar = Unicode.Scalar(code)
      {
        result.unicodeScalars.append(scalar)
        rest = rest.dropFirst(7)
      } else {
        result += "_"
        rest = rest.dropFirst()
      }
    }
    return result + rest
  }
}
