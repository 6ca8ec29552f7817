import Foundation
import Reports
import Testing

@Suite struct CSVRowsTests {
  private func file(_ bytes: [UInt8]) throws -> String {
    let path = NSTemporaryDirectory() + "gcsync-rows-\(UUID().uuidString).csv"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  private func rows(_ path: String) throws -> [[String]] {
    var reader = try CSVRows(path: path).read()
    var result: [[String]] = []
    while let row = try reader.next() { result.append(row) }
    return result
  }

  @Test func `rows of any number come piece by piece, as often as asked`() throws {
    let lines = (0..<9000).map { "\($0);\"Zoë, \"\"\($0)\"\"\"" }
    let path = try file(Array(("Id;Name\r\n" + lines.joined(separator: "\r\n")).utf8))
    defer { try? FileManager.default.removeItem(atPath: path) }
    for _ in 0..<2 {
      let read = try rows(path)
      #expect(read.count == 9000 && read[8999] == ["8999", "Zoë, \"8999\""])
    }
    #expect(try CSVRows(path: path).header() == ["Id", "Name"])
  }

  @Test func `bytes that are no UTF-8 are replaced`() throws {
    let path = try file(Array("a,b\n".utf8) + [0xFF, 0x2C, 0x78, 0x0A])
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(try rows(path) == [["\u{FFFD}", "x"]])
  }

  @Test func `a file that is broken or not there fails with its name and the row`() throws {
    let path = try file(Array("a,b\n1,2\n3\n".utf8))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let error = #expect(throws: ReportError.self) { try rows(path) }
    #expect(error?.message.contains("\(path): row 3") == true)
    let absent = #expect(throws: ReportError.self) { try rows("/nonexistent/x.csv") }
    #expect(absent?.message == "/nonexistent/x.csv: no such file or directory")
  }
}
