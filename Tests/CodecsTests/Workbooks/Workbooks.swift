import Codecs
import Foundation
import TestSupport
import Testing

/// Workbooks made by hand, of the parts that a test is about.
enum Workbooks {
  private static let office =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

  /// Returns an archive of these members.
  static func archive(_ members: [(String, String)]) -> [UInt8] {
    let zip = ZipWriter()
    var bytes: [UInt8] = []
    for (name, text) in members {
      zip.begin(name)
      zip.write(Array(text.utf8))
      zip.end()
      bytes += zip.take()
    }
    zip.finish()
    return bytes + zip.take()
  }

  /// Returns a workbook with one sheet that holds these rows.
  static func workbook(
    _ rows: String, shared: String? = nil, styles: String? = nil, properties: String = ""
  ) -> [UInt8] {
    var relations = "<Relationship Id='r1' Type='\(office)/worksheet' Target='/xl/s.xml'/>"
    if shared != nil {
      relations += "<Relationship Id='r2' Type='\(office)/sharedStrings' Target='t.xml'/>"
    }
    if styles != nil {
      relations += "<Relationship Id='r3' Type='\(office)/styles' Target='./styles.xml'/>"
    }
    var members = [
      ("[Content_Types].xml", "<Types/>"),
      (
        "_rels/.rels",
        "<Relationships><Relationship Id='a' Type='\(office)/officeDocument' Target='xl/w.xml'/></Relationships>"
      ),
      (
        "xl/w.xml",
        "<x:workbook xmlns:x='m' xmlns:r='\(office)'>\(properties)<x:sheets><x:sheet name='S' sheetId='1' r:id='r1'/></x:sheets></x:workbook>"
      ),
      ("xl/_rels/w.xml.rels", "<Relationships>\(relations)</Relationships>"),
      (
        "xl/s.xml",
        "<?xml version='1.0'?><x:worksheet xmlns:x='m'><x:sheetData>\(rows)</x:sheetData></x:worksheet>"
      ),
    ]
    if let shared { members.append(("xl/t.xml", "<sst>\(shared)</sst>")) }
    if let styles { members.append(("xl/styles.xml", "<styleSheet>\(styles)</styleSheet>")) }
    return archive(members)
  }

  /// Returns all rows of the first sheet, or of one by its name.
  static func rows(
    _ bytes: [UInt8], sheet: String? = nil, limits: XLSXLimits = XLSXLimits()
  ) throws -> [[String]] {
    let workbook = try XLSXWorkbook(ZipSource(bytes), limits: limits)
    var reader = try workbook.rows(of: workbook.sheet(sheet))
    var rows: [[String]] = []
    while let row = try reader.next() { rows.append(row) }
    return rows
  }

  /// Returns what openpyxl answers, or nil where there is none and none is required.
  static func ask(_ arguments: String...) async throws -> [UInt8]? {
    guard let python = ProcessInfo.processInfo.environment["GCSYNC_PYTHON"] else {
      print("peer openpyxl: not run, GCSYNC_PYTHON names no Python")
      #expect(!Moto.isRequired, "GCSYNC_PYTHON must name a Python with openpyxl")
      return nil
    }
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Peers/workbooks.py").path
    let output: [UInt8] = try #require(
      await ProgramOutput.of(python, ["-B", script] + arguments))
    return output
  }
}
