/// Hands over one row of a sheet after the other; rows in which nothing stands are left out.
///
/// Numbers come as they are, dates and times as ISO 8601 has them, lengths of time as `h:mm:ss`,
/// truths as TRUE and FALSE, errors as `#N/A` and the like.
package struct XLSXRowReader {
  private let workbook: XLSXWorkbook
  private let sheet: XLSXWorkbook.Sheet
  private let texts: XLSXTexts
  private var document: XMLStream
  /// The number of the row that came last.
  package private(set) var row = 0

  private static let mostColumns = 16_384

  init(
    _ workbook: XLSXWorkbook, _ sheet: XLSXWorkbook.Sheet, _ texts: XLSXTexts
  ) throws(XLSXError) {
    (self.workbook, self.sheet, self.texts) = (workbook, sheet, texts)
    document = try workbook.stream(sheet.part, limit: workbook.limits.sheetBytes)
  }

  /// Returns the cells of the next row up to its last one, or nil behind the last row.
  package mutating func next() throws(XLSXError) -> [String]? {
    do throws(XMLStream.Fault) {
      while let event = try document.next() {
        guard event == .start, document.isNamed("row") else { continue }
        row = document.attribute("r").flatMap { Int($0) } ?? row + 1
        let cells = try cells()
        if cells.contains(where: { !$0.isEmpty }) { return cells }
      }
      return nil
    } catch {
      throw XLSXError("sheet \"\(sheet.name)\", row \(row): \(error.message)")
    }
  }

  private mutating func cells() throws(XMLStream.Fault) -> [String] {
    var cells: [String] = []
    let depth = document.depth
    while let event = try document.next(), document.depth >= depth {
      guard event == .start, document.isNamed("c") else { continue }
      let column =
        try document.attribute("r").map { text throws(XMLStream.Fault) in
          try Self.column(text)
        } ?? cells.count
      guard column < Self.mostColumns else {
        throw XMLStream.Fault(message: "the row has more than \(Self.mostColumns) cells")
      }
      let value = try cell(column)
      guard !value.isEmpty else { continue }
      while cells.count < column { cells.append("") }
      if column < cells.count { cells[column] = value } else { cells.append(value) }
    }
    return cells
  }

  /// Reads a cell, whose tag is at hand, up to its end.
  private mutating func cell(_ column: Int) throws(XMLStream.Fault) -> String {
    let type = document.attribute("t") ?? "n"
    let style = document.attribute("s").flatMap { Int($0) } ?? 0
    let depth = document.depth
    var (value, inline): (String?, XLSXText) = (nil, XLSXText())
    var (isInValue, isFormula) = (false, false)
    while let event = try document.next(), document.depth >= depth {
      switch event {
      case .start where document.isNamed("v"): isInValue = true
      case .start where document.isNamed("f"): isFormula = true
      case .text where isInValue: value = (value ?? "") + document.text
      case .end where document.isNamed("v"): isInValue = false
      default: inline.take(event, document)
      }
    }
    if isFormula, value == nil, type != "str" {
      throw XMLStream.Fault(
        message: "\(Self.name(column))\(row) is a formula whose value was not saved")
    }
    let result = type == "inlineStr" ? inline.value : try shown(value ?? "", type, style, column)
    guard result.utf8.count <= workbook.limits.cellBytes else {
      throw XMLStream.Fault(
        message: "\(Self.name(column))\(row) is larger than \(workbook.limits.cellBytes) bytes")
    }
    return result
  }

  private func shown(
    _ value: String, _ type: String, _ style: Int, _ column: Int
  ) throws(XMLStream.Fault) -> String {
    switch type {
    case "s":
      guard let text = Int(value).flatMap({ texts[$0] }) else {
        throw XMLStream.Fault(
          message: "\(Self.name(column))\(row) names a text that the workbook has not")
      }
      return text
    case "b": return value == "1" || value == "true" ? "TRUE" : "FALSE"
    case "str", "e", "d": return value
    default:
      guard !value.isEmpty else { return "" }
      let meaning = workbook.styles[style]
      if meaning != .number, let days = Double(value),
        let text = workbook.dates.text(days, meaning)
      {
        return text
      }
      return XLSXNumber.plain(value) ?? value
    }
  }

  /// Returns the place of a cell in its row by its name, such as `AB12`.
  private static func column(_ name: String) throws(XMLStream.Fault) -> Int {
    var column = 0
    for byte in name.utf8 {
      guard case 65...90 = byte & ~0x20, column < mostColumns else { break }
      column = column * 26 + Int(byte & ~0x20) - 64
    }
    guard column > 0 else { throw XMLStream.Fault(message: "\"\(name)\" is no cell") }
    return column - 1
  }

  /// Returns the letters of a column.
  package static func name(_ column: Int) -> String {
    var (rest, letters) = (column + 1, "")
    while rest > 0 {
      let letter = Unicode.Scalar(UInt8(65 + (rest - 1) % 26))
      letters = "\(letter)\(letters)"
      rest = (rest - 1) / 26
    }
    return letters
  }
}
