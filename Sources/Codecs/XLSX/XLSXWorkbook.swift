/// A workbook as Excel and other programs save it (Office Open XML), of which sheets are read row by
/// row.
package struct XLSXWorkbook {
  package struct Sheet: Sendable, Hashable {
    package let name: String
    package let isHidden: Bool
    let part: String
  }

  package let sheets: [Sheet]
  let archive: ZipArchive
  let limits: XLSXLimits
  let dates: XLSXDates
  let styles: XLSXStyles
  private let sharedPart: String?

  package init(_ source: ZipSource, limits: XLSXLimits = XLSXLimits()) throws(XLSXError) {
    self.limits = limits
    archive = try XLSXError.from { () throws(ZipError) in try ZipArchive(source) }
    let root = XLSXParts(archive, limits.partBytes)
    guard archive["[Content_Types].xml"] != nil,
      let main = try root.relations(of: "").first(where: { $0.type == "officeDocument" })?.target
    else {
      throw XLSXError(
        "the ZIP archive is no workbook", hint: "have the report exported as CSV or XLSX")
    }
    guard !main.hasSuffix(".bin") else {
      throw XLSXError("the workbook is a binary one (XLSB)", hint: "save it as XLSX or CSV")
    }
    let workbook = try root.document(main)
    let relations = try root.relations(of: main)
    dates = XLSXDates(
      startsIn1904: ["1", "true"].contains(
        workbook["workbookPr"]?.attribute("date1904") ?? ""))
    let styles = relations.first { $0.type == "styles" }?.target
    self.styles =
      try styles.map { part throws(XLSXError) in XLSXStyles(try root.document(part)) }
      ?? XLSXStyles()
    sharedPart = relations.first { $0.type == "sharedStrings" }?.target
    sheets = (workbook["sheets"]?.children(named: "sheet") ?? []).compactMap { element in
      let id = element.attributes.first { $0.name.qualified.hasSuffix(":id") }?.value
      guard let name = element.attribute("name"),
        let relation = relations.first(where: { $0.id == id }), relation.type == "worksheet"
      else { return nil }
      let state = element.attribute("state") ?? "visible"
      return Sheet(name: name, isHidden: state != "visible", part: relation.target)
    }
  }

  /// Returns the sheet of that name, or the first that is not hidden where none is named.
  package func sheet(_ name: String?) throws(XLSXError) -> Sheet {
    let found =
      name.map { name in sheets.first { $0.name == name } }
      ?? sheets.first { !$0.isHidden } ?? sheets.first
    guard let found else {
      let names = sheets.map { "\"\($0.name)\"" }.joined(separator: ", ")
      throw XLSXError(
        name.map { "the workbook has no sheet \"\($0)\"" } ?? "the workbook has no sheet with rows",
        hint: sheets.isEmpty ? nil : "it has \(names)")
    }
    return found
  }

  /// Returns a reader that stands before the first row of a sheet.
  package func rows(of sheet: Sheet) throws(XLSXError) -> XLSXRowReader {
    try XLSXRowReader(self, sheet, try sharedTexts())
  }

  private func sharedTexts() throws(XLSXError) -> XLSXTexts {
    guard let sharedPart else { return XLSXTexts() }
    return try XLSXTexts(stream(sharedPart, limit: limits.sharedBytes), limits)
  }

  /// Opens a part of the workbook as XML.
  func stream(_ part: String, limit: Int) throws(XLSXError) -> XMLStream {
    guard let member = archive[part] else {
      throw XLSXError("the workbook has no \(part)", hint: "it is damaged")
    }
    let reader = try XLSXError.from { () throws(ZipError) in
      try ZipMemberReader(archive, member, limit: limit)
    }
    do throws(XMLStream.Fault) {
      return try XMLStream { buffer throws(XMLStream.Fault) in
        do throws(ZipError) {
          return try reader.read(into: &buffer)
        } catch {
          throw XMLStream.Fault(message: error.description)
        }
      }
    } catch {
      throw XLSXError("\(part): \(error.message)")
    }
  }
}

extension XLSXError {
  /// Does what may fail with an archive, and fails as a workbook does.
  static func from<Value>(_ body: () throws(ZipError) -> Value) throws(XLSXError) -> Value {
    do throws(ZipError) {
      return try body()
    } catch {
      throw XLSXError(error.description, hint: "export the report again")
    }
  }
}
