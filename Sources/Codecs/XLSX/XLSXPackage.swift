/// The parts that a workbook of one sheet has besides its rows.
enum XLSXPackage {
  static let sheetPart = "xl/worksheets/sheet1.xml"
  /// The styles of header cells and of the first format of a column.
  static let (headerStyle, firstFormat) = (1, 2)

  private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let package = "http://schemas.openxmlformats.org/package/2006"
  private static let content = "application/vnd.openxmlformats-officedocument.spreadsheetml"

  /// What stands before the rows: the first one stays where it is when the others are scrolled.
  static func sheetHead(_ widths: [Int]) -> String {
    let columns = widths.enumerated().map {
      "<col min=\"\($0 + 1)\" max=\"\($0 + 1)\" width=\"\($1)\" customWidth=\"1\"/>"
    }
    return head + "<worksheet xmlns=\"\(main)\"><sheetViews><sheetView workbookViewId=\"0\">"
      + "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"
      + "</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>"
      + (columns.isEmpty ? "" : "<cols>\(columns.joined())</cols>") + "<sheetData>"
  }

  static let sheetTail = "</sheetData></worksheet>"

  static func parts(
    sheet: String, formats: [String], created: String
  ) -> [(name: String, text: String)] {
    [
      ("[Content_Types].xml", contentTypes), ("_rels/.rels", rootRelations),
      ("docProps/core.xml", properties(created)), ("xl/workbook.xml", workbook(sheet)),
      ("xl/_rels/workbook.xml.rels", workbookRelations), ("xl/styles.xml", styles(formats)),
    ]
  }

  private static let contentTypes =
    head + "<Types xmlns=\"\(package)/content-types\">"
    + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"\(content).sheet.main+xml\"/>"
    + "<Override PartName=\"/\(sheetPart)\" ContentType=\"\(content).worksheet+xml\"/>"
    + "<Override PartName=\"/xl/styles.xml\" ContentType=\"\(content).styles+xml\"/>"
    + "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
    + "</Types>"

  private static let rootRelations =
    head + "<Relationships xmlns=\"\(package)/relationships\">"
    + "<Relationship Id=\"rId1\" Type=\"\(office)/officeDocument\" Target=\"xl/workbook.xml\"/>"
    + "<Relationship Id=\"rId2\" Type=\"\(package)/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>"
    + "</Relationships>"

  private static let workbookRelations =
    head + "<Relationships xmlns=\"\(package)/relationships\">"
    + "<Relationship Id=\"rId1\" Type=\"\(office)/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
    + "<Relationship Id=\"rId2\" Type=\"\(office)/styles\" Target=\"styles.xml\"/>"
    + "</Relationships>"

  private static func properties(_ created: String) -> String {
    head + "<cp:coreProperties xmlns:cp=\"\(package)/metadata/core-properties\""
      + " xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\""
      + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:creator>gcsync</dc:creator>"
      + "<dcterms:created xsi:type=\"dcterms:W3CDTF\">\(escaped(created))</dcterms:created>"
      + "</cp:coreProperties>"
  }

  private static func workbook(_ sheet: String) -> String {
    head + "<workbook xmlns=\"\(main)\" xmlns:r=\"\(office)\"><sheets>"
      + "<sheet name=\"\(escaped(sheetName(sheet)))\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
  }

  /// Returns a name that Excel takes: 31 characters, none of `[]:*?/\`, no apostrophe at the ends.
  private static func sheetName(_ name: String) -> String {
    var kept = name.unicodeScalars.map { "[]:*?/\\".unicodeScalars.contains($0) ? " " : $0 }
      .filter { $0.value >= 32 }.reduce(into: "") { $0.unicodeScalars.append($1) }
    while kept.utf16.count > 31 { kept.removeLast() }
    while kept.hasPrefix("'") || kept.hasPrefix(" ") { kept.removeFirst() }
    while kept.hasSuffix("'") || kept.hasSuffix(" ") { kept.removeLast() }
    return kept.isEmpty || kept.lowercased() == "history" ? "Report" : kept
  }

  /// Style 0 is Excel's own, 1 that of the header, then one for each format.
  private static func styles(_ formats: [String]) -> String {
    let codes = formats.enumerated().map {
      "<numFmt numFmtId=\"\(164 + $0)\" formatCode=\"\(escaped($1))\"/>"
    }
    let styles = formats.indices.map {
      "<xf numFmtId=\"\(164 + $0)\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
    }
    let font = "<sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/>"
    return head + "<styleSheet xmlns=\"\(main)\">"
      + (codes.isEmpty
        ? "" : "<numFmts count=\"\(codes.count)\">\(codes.joined())</numFmts>")
      + "<fonts count=\"2\"><font>\(font)</font><font><b/>\(font)</font></fonts>"
      + "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
      + "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
      + "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
      + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
      + "<cellXfs count=\"\(styles.count + 2)\">"
      + "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
      + "<xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\"/>"
      + styles.joined() + "</cellXfs>"
      + "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>"
      + "</styleSheet>"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
