/// Writes text into HTML so that it reads there as it is.
enum HTML {
  /// Returns a text for an element or an attribute: on one line, what is not seen in it written out,
  /// and nothing of it taken for markup.
  static func text(_ text: String) -> String {
    let text = text.withoutControls
    guard text.utf8.contains(where: { entity($0) != nil }) else { return text }
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if let entity = entity(byte) { bytes += Array(entity.utf8) } else { bytes.append(byte) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Returns an element around what is HTML already.
  static func element(_ name: String, _ content: String) -> String { element(name, [:], content) }

  /// Returns an element with attributes, their values being text, around what is HTML already.
  static func element(
    _ name: String, _ attributes: KeyValuePairs<String, String>, _ content: String
  ) -> String {
    let words = attributes.map { " \($0.key)=\"\(text($0.value))\"" }.joined()
    return "<\(name)\(words)>\(content)</\(name)>"
  }

  /// Returns a text as code.
  static func code(_ text: String) -> String { element("code", HTML.text(text)) }

  private static func entity(_ byte: UInt8) -> String? {
    switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "\""): "&quot;"
    case UInt8(ascii: "'"): "&#39;"
    default: nil
    }
  }
}
