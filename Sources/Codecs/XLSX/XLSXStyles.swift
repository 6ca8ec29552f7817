/// What the numbers of a workbook stand for, by the style of their cells.
struct XLSXStyles {
  enum Meaning {
    case number
    case date
    case dateAndTime
    /// A time of day, or a length of time.
    case time
  }

  private var meanings: [Meaning] = []

  init() {}

  init(_ document: XMLElement) {
    var formats: [Int: String] = [:]
    for format in document["numFmts"]?.children(named: "numFmt") ?? [] {
      guard let id = format.attribute("numFmtId").flatMap({ Int($0) }) else { continue }
      formats[id] = format.attribute("formatCode")
    }
    meanings = (document["cellXfs"]?.children(named: "xf") ?? []).map { style in
      let id = style.attribute("numFmtId").flatMap { Int($0) } ?? 0
      return formats[id].map { Self.meaning(ofCode: $0) } ?? Self.meaning(ofBuiltIn: id)
    }
  }

  subscript(_ style: Int) -> Meaning {
    meanings.indices.contains(style) ? meanings[style] : .number
  }

  /// What the formats mean that need no code (ECMA-376, 18.8.30).
  private static func meaning(ofBuiltIn id: Int) -> Meaning {
    switch id {
    case 14...17, 27...31, 36, 50...54, 57, 58: .date
    case 22: .dateAndTime
    case 18...21, 32...35, 45...47, 55, 56: .time
    default: .number
    }
  }

  /// Looks for the letters of dates and times outside of quotes, escapes and brackets.
  private static func meaning(ofCode code: String) -> Meaning {
    var (hasDate, hasTime) = (false, false)
    var rest = code[...]
    while let character = rest.popFirst() {
      switch character {
      case "\"": rest = rest.drop { $0 != "\"" }.dropFirst()
      case "\\", "_", "*": rest = rest.dropFirst()
      case "[":
        let word = rest.prefix { $0 != "]" }.lowercased()
        rest = rest.drop { $0 != "]" }.dropFirst()
        if !word.isEmpty, word.allSatisfy({ "hms".contains($0) }) { hasTime = true }
      case ";": rest = ""
      case "y", "Y", "d", "D", "e", "b": hasDate = true
      case "h", "H", "s", "S": hasTime = true
      case "G": rest = ""
      default: break
      }
    }
    if hasDate { return hasTime ? .dateAndTime : .date }
    if hasTime { return .time }
    return isMonth(code) ? .date : .number
  }

  /// Whether a code of neither days nor hours is of months, such as `mmmm`.
  private static func isMonth(_ code: String) -> Bool {
    !code.isEmpty && code.lowercased().allSatisfy { $0 == "m" }
  }
}
