/// How text is dressed for the one who reads it.
package struct Style: Sendable, Hashable {
  package let color: Bool
  package let width: Int
  /// Whether the reader's terminal knows no letters but those of ASCII.
  package let isASCII: Bool
  /// Whether lines that are too long are broken at words.
  package let folds: Bool

  package init(color: Bool, width: Int, isASCII: Bool = false, folds: Bool = false) {
    self.color = color
    self.width = max(40, width)
    (self.isASCII, self.folds) = (isASCII, folds)
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
