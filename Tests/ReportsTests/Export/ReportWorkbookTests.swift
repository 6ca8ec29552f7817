import Codecs
import Foundation
import JSON
import Reports
import TestSupport
import Testing
import World

/// What a report is as a workbook.
@Suite struct ReportWorkbookTests {
  private func workbook(_ document: ReportDocument, _ rows: [[String]]) throws -> (
    [UInt8], ReportOutcome
  ) {
    var bytes: [UInt8] = []
    let outcome = try ReportWorkbook(document).write(MemoryRows(rows)) { bytes += $0 }
    return (bytes, outcome)
  }

  private func readBack(_ bytes: [UInt8]) throws -> [[String]] {
    let workbook = try XLSXWorkbook(ZipSource(bytes))
    var reader = try workbook.rows(of: workbook.sheet(nil))
    var rows: [[String]] = []
    while let row = try reader.next() { rows.append(row) }
    return rows
  }

  @Test(arguments: [
    (ValueKind.text, "007", "007"), (.text, "=1+1", "=1+1"), (.number(), "-12.50", "-12.5"),
    (.number(decimals: 0, unit: "EUR"), "1e3", "1000"), (.number(), "n/a", "n/a"),
    (.number(), "=1+1", "=1+1"), (.percent(), "0.873", "0.873"), (.percent(), "87.3%", "0.873"),
    (.percent(isHundredths: true), "87.3", "0.873"), (.duration(), "61000", "0:01:01"),
    (.duration(from: .minutes), "2160", "36:00:00"), (.duration(), "1:02:03", "1:02:03"),
    (.duration(from: .seconds), "-61", "\u{2212}0:01:01"),
    (.date(), "2026-11-28T09:30:15.250Z", "2026-11-28T09:30:15"),
    (.date(pattern: "dd.MM.yyyy"), "2026-11-28", "2026-11-28"),
    (.date(), "2026-02-30", "2026-02-30"),
    (.date(), "1899-12-31", "1899-12-31"), (.date(), "soon", "soon"),
  ])
  func `a cell is what its column says, or the text that it is`(
    kind: ValueKind, raw: String, expected: String
  ) throws {
    let (bytes, outcome) = try workbook(document(.text, kind), [["x", raw]])
    #expect(try readBack(bytes) == [["A", "B"], ["x", expected]])
    #expect(outcome.rows == 1 && outcome.bytes == bytes.count && outcome.notes.isEmpty)
  }

  @Test func `rows of any number are written piece by piece`() throws {
    var (pieces, largest, total) = (0, 0, 0)
    let rows = MemoryRows((0..<20_000).map { ["row \($0)", "\($0)", "Zoë \($0 &* 7919)"] })
    let outcome = try ReportWorkbook(document(.text, .number(), .text)).write(rows) {
      pieces += 1
      largest = max(largest, $0.count)
      total += $0.count
    }
    #expect(outcome.rows == 20_000 && pieces > 10 && largest < 100_000 && total == outcome.bytes)
  }

  @Test func `a text that Excel would cut is cut with a note`() throws {
    let (_, outcome) = try workbook(document(.text), [[String(repeating: "x", count: 40_000)]])
    #expect(
      outcome.notes.map(\.message) == ["1 cell of the workbook is cut behind 32767 characters"])
  }

  @Test func `openpyxl reads the workbook of a report`() async throws {
    guard let python = ProcessInfo.processInfo.environment["GCSYNC_PYTHON"] else {
      print("peer openpyxl: not run, GCSYNC_PYTHON names no Python")
      #expect(!Moto.isRequired, "GCSYNC_PYTHON must name a Python with openpyxl")
      return
    }
    var report = document(
      .text, .number(decimals: 2, unit: "€"), .duration(), .date(pattern: "dd.MM.yyyy HH:mm"),
      .percent())
    report.columns[0].label = "Queue"
    let (bytes, _) = try workbook(
      report, [["=Zoë", "1234.5", "5400000", "2026-11-28T09:30", "0.5"]])
    let path = NSTemporaryDirectory() + "gcsync-workbook-\(UUID().uuidString).xlsx"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Peers/workbooks.py").path
    let output: [UInt8] = try #require(
      await ProgramOutput.of(python, ["-B", script, "read", path]))
    let lines = try output.split(separator: 10).map { try JSON.parse(Array($0)) }
    try #require(lines.count == 3, "\(String(decoding: output, as: UTF8.self))")
    #expect(
      lines[2] == [
        ["s", "=Zoë", "@"], ["n", "1234.5", "#,##0.00\"\u{A0}€\""],
        ["d", "1:30:00", "[h]:mm:ss"], ["d", "2026-11-28 09:30:00", #"dd\.mm\.yyyy\ hh\:mm"#],
        ["n", "0.5", "0.0%"],
      ], "\(lines[2].text)")
  }
}
