import Codecs
import Foundation
import JSON
import Reports
import Testing
import World

/// What rows a downloaded file has, and what is no table at all.
@Suite struct ExportFileTests {
  private func file<Result>(
    _ bytes: [UInt8], _ body: (String) throws -> Result
  ) throws -> Result {
    let path = NSTemporaryDirectory() + "gcsync-export-\(UUID().uuidString)"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
  }

  private func rows(_ file: ExportFile) throws -> [[String]] {
    var reader = try file.read()
    var rows: [[String]] = []
    while let row = try reader.next() { rows.append(row) }
    return rows
  }

  @Test(arguments: [
    ("Queue,Offered\r\nSales,1\r\n", nil), ("Queue;Offered\nSales;1\n", nil),
    ("Queue\tOffered\nSales\t1", nil), ("\u{FEFF}Queue,Offered\nSales,1\n", nil),
    ("\"Queue\",\"Offered\"\n\n\"Sales\",\"1\"", nil),
    ("Queue;Offered\nSales;1\n", UInt8(ascii: ";")),
    ("Queue,Offered\nSales,1\n", UInt8(ascii: ",")),
  ])
  func `CSV is read however it is divided`(text: String, delimiter: UInt8?) throws {
    try file(Array(text.utf8)) { path in
      let export = try ExportFile(path: path, declared: .csv, delimiter: delimiter)
      #expect(export.header == ["Queue", "Offered"] && export.format == .csv)
      #expect(try rows(export) == [["Sales", "1"]] && export.notes.isEmpty)
    }
  }

  @Test func `a workbook is read as one whatever was declared, and a note says so`() throws {
    var writer = try XLSXWriter(
      sheet: "S", columns: ["Queue", "Offered", "Talk"].map { XLSXWriter.Column($0) },
      created: "2026-11-28T09:30:00.000Z")
    try writer.add([.text("Zoë"), .number("1.5")])
    try writer.add([.empty, .empty, .text("x")])
    writer.finish()
    try file(writer.take()) { path in
      let export = try ExportFile(path: path, declared: .csv)
      #expect(export.format == .xlsx && export.header == ["Queue", "Offered", "Talk"])
      for _ in 0..<2 { #expect(try rows(export) == [["Zoë", "1.5", ""], ["", "", "x"]]) }
      #expect(export.notes.map(\.message) == ["the export is XLSX, not what was asked for"])
      #expect(try export.sample(1) == [["Zoë", "1.5", ""]])
    }
  }

  @Test func `a row of a workbook that goes beyond the header fails`() throws {
    var writer = try XLSXWriter(
      sheet: "S", columns: [XLSXWriter.Column("A"), XLSXWriter.Column("")],
      created: "2026-11-28T09:30:00.000Z")
    try writer.add([.text("1"), .text("2")])
    writer.finish()
    let error = try file(writer.take()) { path in
      #expect(throws: ReportError.self) { try rows(ExportFile(path: path)) }
    }
    #expect(error?.message.hasSuffix(": B2 has a value, and the header ends at A") == true)
  }

  @Test(arguments: [
    (
      "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><p>Please log in &amp; go on",
      "a web page: Sign in Please log in &amp; go on"
    ),
    (
      "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>",
      "XML: AccessDenied Request has expired"
    ),
    (
      #"{"message": "not found", "status": 404}"#, #"JSON: {"message": "not found", "status": 404}"#
    ),
    ("  [{\"a\": 1}]", "JSON: [{\"a\": 1}]"), ("%PDF-1.7\n", "a PDF"),
    ("a\u{0}b", "the export is neither text nor a workbook"),
  ])
  func `what is no table is told with its first words`(text: String, message: String) throws {
    let error = try file(Array(text.utf8)) { path in
      #expect(throws: ReportError.self) { try ExportFile(path: path) }
    }
    #expect(error?.message.hasSuffix(message) == true, "\(error?.message ?? "")")
  }

  @Test(arguments: [
    ([0xFF, 0xFE, 0x41, 0x00], "UTF-16"), ([0xD0, 0xCF, 0x11, 0xE0, 0xA1], "old or encrypted"),
    ([0x1F, 0x8B, 8], "compressed"), ([], "has not even a row"), ([10, 10], "has not even a row"),
    ([0x50, 0x4B, 3, 4, 0, 0], "cut off"),
  ])
  func `bytes that are no table are told`(bytes: [UInt8], words: String) throws {
    let error = try file(bytes) { path in
      #expect(throws: ReportError.self) { try ExportFile(path: path) }
    }
    #expect(error?.message.contains(words) == true && error?.hint != nil, "\(error?.message ?? "")")
  }

  @Test func `a header that begins with a bracket is CSV`() throws {
    let header = try file(Array("[Queue],<Offered\n1,2\n".utf8)) { path in
      try ExportFile(path: path).header
    }
    #expect(header == ["[Queue]", "<Offered"])
  }
}
