/// Colours, fonts, paper and the texts around the table.
package struct ReportTheme: Sendable, Hashable {
  package var paper: Paper
  package var orientation: Orientation
  /// The space around everything, in points.
  package var margin: Double
  /// The font families in the order in which they are asked for a character.
  package var fonts: [String]
  /// Font files besides those that the system has.
  package var fontFiles: [String]
  /// The size of the table's text in points; it shrinks where columns would not fit.
  package var textSize: Double
  package var smallestTextSize: Double
  package var palette: Palette
  package var numbers: NumberStyle
  package var words: ReportWords
  /// A PNG at the top right of the first page.
  package var logo: [UInt8]?
  /// What stands at the top right of all pages but the first.
  ///
  /// `{title}`, `{subtitle}`, `{page}` and `{pages}` are filled in here and in the footer.
  package var header: String
  /// What stands at the bottom left of each page.
  package var footer: String
  /// What stands at the bottom right of each page.
  package var pageText: String

  package init(
    paper: Paper = .a4, orientation: Orientation = .portrait, margin: Double = 40,
    fonts: [String] = Self.defaultFonts, fontFiles: [String] = [], textSize: Double = 8.5,
    smallestTextSize: Double = 5.5, palette: Palette = Palette(),
    numbers: NumberStyle = NumberStyle(), words: ReportWords = ReportWords(), logo: [UInt8]? = nil,
    header: String = "{subtitle}", footer: String = "", pageText: String = "Page {page} of {pages}"
  ) {
    self.paper = paper
    self.orientation = orientation
    self.margin = margin
    self.fonts = fonts
    self.fontFiles = fontFiles
    self.textSize = textSize
    self.smallestTextSize = smallestTextSize
    self.palette = palette
    self.numbers = numbers
    self.words = words
    self.logo = logo
    self.header = header
    self.footer = footer
    self.pageText = pageText
  }

  /// Families that between them have most scripts.
  package static let defaultFonts = [
    "Noto Sans", "Noto Sans CJK JP", "Noto Sans Arabic", "Noto Sans Hebrew",
    "Noto Sans Devanagari", "Noto Sans Thai", "Noto Sans Symbols", "Noto Sans Symbols2", "Symbola",
    "DejaVu Sans",
  ]

  /// The width and height of a page in points.
  package var pageSize: (width: Double, height: Double) {
    let (width, height) = paper.size
    return orientation == .portrait ? (width, height) : (height, width)
  }
}

/// A sheet of paper.
package enum Paper: String, Sendable, CaseIterable {
  case a3, a4, a5, letter, legal, tabloid

  /// The width and height in points, upright.
  package var size: (width: Double, height: Double) {
    switch self {
    case .a3: (841.89, 1190.55)
    case .a4: (595.28, 841.89)
    case .a5: (419.53, 595.28)
    case .letter: (612, 792)
    case .legal: (612, 1008)
    case .tabloid: (792, 1224)
    }
  }
}

package enum Orientation: String, Sendable, CaseIterable {
  case portrait, landscape
}

/// How numbers are written.
package struct NumberStyle: Sendable, Hashable {
  package var decimalSeparator: String
  package var groupSeparator: String

  package init(decimalSeparator: String = ".", groupSeparator: String = ",") {
    self.decimalSeparator = decimalSeparator
    self.groupSeparator = groupSeparator
  }
}
