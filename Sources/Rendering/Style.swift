/// How text is dressed for the one who reads it.
package struct Style: Sendable, Hashable {
  package let color: Bool
  package let width: Int

  package init(color: Bool, width: Int) {
    self.color = color
    self.width = max(40, width)
  }

  package static let plain = Style(color: false, width: 100)

  enum Color: String {
    case red = "31"
    case green = "32"
    case yellow = "33"
    case magenta = "35"
    case cyan = "36"
    case dim = "2"
    case bold = "1"
  }

  func paint(_ text: String, _ color: Color) -> String {
    self.color ? "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m" : text
  }
}

/// The forms a result can take; a new one is a compile error wherever results are written.
package enum Format: String, Sendable, CaseIterable {
  case text, json, markdown
}

extension String {
  /// The text without what could move a terminal's cursor or hide what is written.
  var withoutControls: String {
    guard unicodeScalars.contains(where: \.isControl) else { return self }
    var result = ""
    for scalar in unicodeScalars {
      result.unicodeScalars.append(scalar.isControl ? "\u{FFFD}" : scalar)
    }
    return result
  }

  /// The text cut to a number of characters, with an ellipsis where something is missing.
  func cut(to width: Int) -> String {
    count <= width ? self : String(prefix(Swift.max(1, width - 1))) + "…"
  }
}

extension Unicode.Scalar {
  /// Control characters, and those that turn the direction of text around.
  fileprivate var isControl: Bool {
    value < 0x20 || (0x7F...0x9F).contains(value) || (0x202A...0x202E).contains(value)
      || (0x2066...0x2069).contains(value) || [0x200E, 0x200F, 0x061C].contains(value)
  }
}
