import Codecs
import Testing

/// What a workbook that was written reads back as.
@Suite struct XLSXWriterTests {
  private func workbook(
    sheet: String = "Report", _ columns: [XLSXWriter.Column], _ rows: [[XLSXWriter.Cell]]
  ) throws -> [UInt8] {
    var writer = try XLSXWriter(
      sheet: sheet, columns: columns, created: "2026-11-28T09:30:00.000Z")
    var bytes: [UInt8] = []
    for row in rows {
      try writer.add(row)
      bytes += writer.take()
    }
    writer.finish()
    return bytes + writer.take()
  }

  @Test(arguments: [
    "=1+1", "+1", "-1", "@SUM(A1)", "  two  ", "a\nb\tc", "<b>&amp;\"'</b>", "_x0041_",
    "\u{1}\u{1F}",
    "a\rb", "Zoë 👩‍💻 日本語 עברית", "1,5", "007", "\u{FFFD}", "_x_", "]]>",
  ])
  func `a text reads back as it is`(text: String) throws {
    let bytes = try workbook([XLSXWriter.Column("<A&B>")], [[.text(text)]])
    #expect(try Workbooks.rows(bytes) == [["<A&B>"], [text]])
  }

  @Test
  func `what XML has not becomes U+FFFD, and a text that is too long for Excel is cut and counted`()
    throws
  {
    let long = String(repeating: "é", count: 32_766) + "👩x"
    var writer = try XLSXWriter(
      sheet: "S", columns: [XLSXWriter.Column("A")], created: "2026-11-28T09:30:00.000Z")
    try writer.add([.text(long)])
    try writer.add([.text("a\u{FFFF}b\u{FFFE}")])
    writer.finish()
    let rows = try Workbooks.rows(writer.take())
    #expect(
      rows[1][0] == String(repeating: "é", count: 32_766) && rows[2] == ["a\u{FFFD}b\u{FFFD}"])
    #expect(writer.cutCells == 1)
  }

  @Test func `cells that are empty take no room, and numbers are numbers`() throws {
    let columns = [XLSXWriter.Column("A"), XLSXWriter.Column("B", format: "0.00")]
    let bytes = try workbook(columns, [[.empty, .number("1.5")], [.text("x"), .empty], []])
    #expect(try Workbooks.rows(bytes) == [["A", "B"], ["", "1.5"], ["x"]])
  }

  @Test(arguments: [
    ("Q1/Q2: [all]?*\\", "Q1 Q2   all"), ("'quoted'", "quoted"), ("", "Report"),
    (String(repeating: "x", count: 40), String(repeating: "x", count: 31)), ("A & B", "A & B"),
  ])
  func `a sheet has a name that Excel takes`(name: String, expected: String) throws {
    let bytes = try workbook(sheet: name, [XLSXWriter.Column("A")], [])
    #expect(try XLSXWorkbook(ZipSource(bytes)).sheets.map(\.name) == [expected])
  }

  @Test func `the same rows make the same bytes, and more columns than Excel has are refused`()
    throws
  {
    let columns = [XLSXWriter.Column("A")]
    #expect(try workbook(columns, [[.text("x")]]) == workbook(columns, [[.text("x")]]))
    #expect(throws: XLSXError.self) {
      try workbook([XLSXWriter.Column](repeating: XLSXWriter.Column("A"), count: 16_385), [])
    }
  }
}
