/// Writes a workbook of one sheet row by row; what is finished is taken from it piece by piece.
///
/// Texts are texts whatever they begin with: none becomes a formula.
package struct XLSXWriter {
  /// A column, and what its numbers look like.
  package struct Column: Sendable, Hashable {
    package let label: String
    /// How Excel writes its numbers, such as `#,##0.00`; `@` for texts.
    package let format: String
    /// About how many characters are seen.
    package let width: Int

    package init(_ label: String, format: String = "@", width: Int = 12) {
      (self.label, self.format, self.width) = (label, format, width)
    }
  }

  package enum Cell: Sendable, Hashable {
    case empty
    case text(String)
    /// A number in plain decimals.
    case number(String)
  }

  package static let mostRows = 1_048_576
  package static let mostColumns = 16_384
  /// How many UTF-16 units of a text Excel shows; what is beyond is cut.
  package static let mostUnits = 32_767

  private let zip = ZipWriter()
  private let columns: [Column]
  private let names: [String]
  private let styles: [Int]
  private let title: String
  private let created: String
  private var xml: [UInt8] = []
  private var row = 0
  /// How many texts were cut.
  package private(set) var cutCells = 0

  /// Begins a workbook; `created` is a time as RFC 3339 has it.
  package init(sheet: String, columns: [Column], created: String) throws(XLSXError) {
    guard columns.count <= Self.mostColumns else {
      throw XLSXError(
        "a sheet has no more than \(Self.mostColumns) columns", hint: "take the CSV")
    }
    (self.columns, title, self.created) = (columns, sheet, created)
    names = columns.indices.map { XLSXRowReader.name($0) }
    let formats = Self.formats(columns)
    styles = columns.map { (formats.firstIndex(of: $0.format) ?? 0) + XLSXPackage.firstFormat }
    zip.begin(XLSXPackage.sheetPart)
    xml += XLSXPackage.sheetHead(columns.map(\.width)).utf8
    append(columns.map { .text($0.label) }, styles: columns.map { _ in XLSXPackage.headerStyle })
  }

  private static func formats(_ columns: [Column]) -> [String] {
    columns.reduce(into: []) { if !$0.contains($1.format) { $0.append($1.format) } }
  }

  /// Writes a row.
  package mutating func add(_ cells: [Cell]) throws(XLSXError) {
    guard row < Self.mostRows, zip.size < ZipWriter.mostBytes else {
      throw XLSXError(
        row < Self.mostRows
          ? "the workbook is larger than 4 GiB" : "a sheet has no more than \(Self.mostRows) rows",
        hint: "take the CSV")
    }
    append(cells, styles: styles)
    if xml.count >= 64 << 10 { flush() }
  }

  /// Returns what was written since the last time.
  package func take() -> [UInt8] { zip.take() }

  /// Ends the workbook, behind which no row comes.
  package mutating func finish() {
    xml += XLSXPackage.sheetTail.utf8
    flush()
    zip.end()
    let parts = XLSXPackage.parts(
      sheet: title, formats: Self.formats(columns), created: created)
    for (name, text) in parts {
      zip.begin(name)
      zip.write(Array(text.utf8))
      zip.end()
    }
    zip.finish()
  }

  private mutating func flush() {
    zip.write(xml)
    xml.removeAll(keepingCapacity: true)
  }

  private mutating func append(_ cells: [Cell], styles: [Int]) {
    row += 1
    xml += "<row r=\"\(row)\">".utf8
    for (index, cell) in cells.enumerated() where index < names.count {
      switch cell {
      case .empty: continue
      case .number(let number):
        xml += "<c r=\"\(names[index])\(row)\" s=\"\(styles[index])\"><v>\(number)</v></c>".utf8
      case .text(let text):
        guard !text.isEmpty else { continue }
        xml += "<c r=\"\(names[index])\(row)\" s=\"\(styles[index])\" t=\"inlineStr\"><is>".utf8
        xml += "<t xml:space=\"preserve\">".utf8
        XLSXEscaping.append(fitting(text), to: &xml)
        xml += "</t></is></c>".utf8
      }
    }
    xml += "</row>".utf8
  }

  private mutating func fitting(_ text: String) -> String {
    guard text.utf8.count > Self.mostUnits, text.utf16.count > Self.mostUnits else { return text }
    cutCells += 1
    var (units, result) = (0, "")
    for scalar in text.unicodeScalars {
      units += scalar.value > 0xFFFF ? 2 : 1
      guard units <= Self.mostUnits else { break }
      result.unicodeScalars.append(scalar)
    }
    return result
  }
}
