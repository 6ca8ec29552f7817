/// Tells what a column holds of which the layout says nothing.
enum ColumnGuess {
  /// Names that end so are of things that are not counted.
  private static let labels = [
    "id", "ids", "number", "no", "no.", "nr", "nr.", "code", "year", "phone", "ani", "dnis",
    "version", "extension", "zip",
  ]

  /// Returns a number where every cell is a plain one without leading zeros and the name is not that
  /// of an identifier; text otherwise.
  static func kind(_ name: String, _ cells: some Sequence<String>) -> ValueKind {
    let words = name.split { !$0.isLetter && !$0.isNumber && $0 != "." }
    let last = words.last.map { $0.lowercased() } ?? ""
    guard !labels.contains(last), !name.hasSuffix("Id"), !name.hasSuffix("ID") else { return .text }
    var hasCell = false
    for cell in cells where !cell.isEmpty {
      guard isPlain(cell) else { return .text }
      hasCell = true
    }
    return hasCell ? .number() : .text
  }

  private static func isPlain(_ text: String) -> Bool {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    guard let first = digits.first, first.isASCII, first.isNumber,
      text.utf8.allSatisfy({ $0 &- 48 <= 9 || $0 == 45 || $0 == 46 })
    else { return false }
    if first == "0", digits.count > 1, !digits.hasPrefix("0.") { return false }
    return ReportNumber(text) != nil
  }
}
