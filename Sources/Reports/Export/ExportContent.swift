/// Tells by the first bytes of a file what it is.
enum ExportContent {
  /// How many of them are looked at.
  static let bytes = 4096

  /// Returns the format that the rows have, or says what there is instead.
  static func format(of beginning: [UInt8], _ path: String) throws(ReportError) -> ExportFile.Format
  {
    if beginning.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return .xlsx }
    for (mark, what, hint) in binaries where beginning.starts(with: mark) {
      throw ReportError("export-unknown", "\(path): the export is \(what)", hint: hint)
    }
    let isUTF16 = beginning.starts(with: [0xFF, 0xFE]) || beginning.starts(with: [0xFE, 0xFF])
    if isUTF16 {
      throw ReportError(
        "export-unknown", "\(path): the export is UTF-16",
        hint: "have it exported as UTF-8, or as XLSX")
    }
    guard !beginning.contains(0) else {
      throw ReportError(
        "export-unknown", "\(path): the export is neither text nor a workbook",
        hint: "have it exported as CSV or XLSX")
    }
    let mark = beginning.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let text = String(decoding: beginning[mark...], as: UTF8.self)
    if let what = document(text.drop(while: \.isWhitespace)) {
      throw ReportError(
        "export-unknown", "\(path): the export is \(what): \(words(of: text))",
        hint: "the download was answered by something else; export the report again")
    }
    return .csv
  }

  private static let binaries: [([UInt8], String, String)] = [
    (Array("%PDF-".utf8), "a PDF", "its rows cannot be read; have it exported as CSV or XLSX"),
    (
      [0xD0, 0xCF, 0x11, 0xE0], "an old or encrypted workbook",
      "have it exported as CSV, or as XLSX without a password"
    ),
    ([0x1F, 0x8B], "compressed", "have it exported without compression"),
    ([0x50, 0x4B, 0x05, 0x06], "an empty archive", "export the report again"),
  ]

  /// Returns what a text that is no table is.
  private static func document(_ text: Substring) -> String? {
    let first = text.prefix(15).lowercased()
    if first.hasPrefix("<!doctype html") || first.hasPrefix("<html") { return "a web page" }
    if text.hasPrefix("<"), let next = text.dropFirst().first, next.isLetter || "?!".contains(next)
    {
      return text.lowercased().contains("<html") ? "a web page" : "XML"
    }
    guard text.hasPrefix("{") || text.hasPrefix("[") else { return nil }
    let next = text.dropFirst().first { !$0.isWhitespace }
    return next.map { "\"{}]".contains($0) } ?? true ? "JSON" : nil
  }

  /// Returns the first words of a document without its tags.
  private static func words(of text: String) -> String {
    var (result, isInTag) = ("", false)
    for character in text {
      switch character {
      case "<": (isInTag, result) = (true, result + " ")
      case ">" where isInTag: isInTag = false
      default: if !isInTag { result.append(character) }
      }
    }
    let words = ShownText.of(result).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.count > 120 ? words.prefix(120) + "…" : words
  }
}
