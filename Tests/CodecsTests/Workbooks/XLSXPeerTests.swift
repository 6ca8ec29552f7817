import Codecs
import Foundation
import JSON
import Testing

/// Compares with openpyxl, which reads and writes workbooks in Python.
@Suite struct XLSXPeerTests {
  private func temporary() -> String {
    NSTemporaryDirectory() + "gcsync-workbook-\(UUID().uuidString).xlsx"
  }

  @Test func `a workbook that openpyxl wrote has its rows`() async throws {
    let path = temporary()
    defer { try? FileManager.default.removeItem(atPath: path) }
    guard try await Workbooks.ask("write", path) != nil else { return }
    let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    let expected = [
      ["What", "Value", "Remark"], ["text", "Zoë <b>&amp; \"x\"</b>", "same"],
      ["formula-like", "'=1+1", "same"], ["lines", "a\nb", "  spaces  "],
      ["emoji", "👩‍💻 日本語 עברית"], ["whole", "42"], ["fraction", "0.1"],
      ["negative", "-1234.5678"], ["large", "123456789012345"], ["tiny", "0.000001"],
      ["true", "TRUE"], ["false", "FALSE"], ["date", "2026-11-28"],
      ["time stamp", "2026-11-28T09:30:15"], ["milliseconds", "2026-11-28T09:30:15.250"],
      ["leap", "2024-02-29T00:00:00"], ["old", "1900-01-31"], ["time", "9:05:07"],
      ["length", "30:05:07"],
      ["rich", "abc"], ["after a gap", "", "c"], ["percent", "0.875"], ["red number", "5"],
      ["error", "#N/A"],
    ]
    let rows = try Workbooks.rows(bytes)
    #expect(rows.count == expected.count)
    for (row, expected) in zip(rows, expected) { #expect(row == expected) }
    #expect(try Workbooks.rows(bytes, sheet: "Other") == [["Only", "here"]])
    let sheets = try XLSXWorkbook(ZipSource(bytes)).sheets
    #expect(sheets.map(\.isHidden) == [true, false, false])
  }

  @Test func `many rows of openpyxl come one after the other`() async throws {
    let path = temporary()
    defer { try? FileManager.default.removeItem(atPath: path) }
    guard try await Workbooks.ask("many", path, "20000") != nil else { return }
    let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    let workbook = try XLSXWorkbook(ZipSource(bytes))
    var reader = try workbook.rows(of: workbook.sheet(nil))
    #expect(try reader.next() == ["Id", "Name", "Value"])
    var count = 0
    while let row = try reader.next() {
      let value = Double(count) / 4
      let text = value == value.rounded() ? "\(Int(value))" : "\(value)"
      try #require(row == ["\(count)", "Zoë \(count % 1000)", text])
      count += 1
    }
    #expect(count == 20_000)
  }

  @Test func `openpyxl reads what was written as what it is`() async throws {
    let path = temporary()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let columns = [
      XLSXWriter.Column("Text", width: 20), XLSXWriter.Column("Number", format: "#,##0.00"),
      XLSXWriter.Column("Length", format: "[h]:mm:ss"),
      XLSXWriter.Column("Day", format: "yyyy-mm-dd hh:mm"),
    ]
    var writer = try XLSXWriter(
      sheet: "A & B", columns: columns, created: "2026-11-28T09:30:00.000Z")
    try writer.add([.text("=1+1"), .number("1234.5"), .number("0.5"), .number("45258.25")])
    try writer.add([.text("Zoë <b>"), .text("n/a"), .empty, .text("@x")])
    for index in 0..<2000 { try writer.add([.text("\(index)"), .number("\(index)")]) }
    writer.finish()
    try Data(writer.take()).write(to: URL(fileURLWithPath: path))
    guard let answer = try await Workbooks.ask("read", path) else { return }
    let lines = try answer.split(separator: 10).map { try JSON.parse(Array($0)) }
    try #require(lines.count == 2004, "\(String(decoding: answer.prefix(2000), as: UTF8.self))")
    let head: JSON = [
      "title": "A & B", "frozen": "A2", "bold": [true, true, true, true], "width": 20,
    ]
    #expect(lines[0] == head)
    #expect(
      lines[2] == [
        ["s", "=1+1", "@"], ["n", "1234.5", "#,##0.00"], ["d", "12:00:00", "[h]:mm:ss"],
        ["d", "2023-11-28 06:00:00", "yyyy-mm-dd hh:mm"],
      ], "\(lines[2].text)")
    #expect(
      lines[3] == [
        ["s", "Zoë <b>", "@"], ["s", "n/a", "#,##0.00"], ["n", "None", "General"],
        ["s", "@x", "yyyy-mm-dd hh:mm"],
      ], "\(lines[3].text)")
  }
}
