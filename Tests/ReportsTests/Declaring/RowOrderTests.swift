import Foundation
import JSON
import Reports
import Testing

/// In which order rows stand, and what of them is shown.
@Suite struct RowOrderTests {
  private func sorted(
    _ rows: [[String]], _ order: RowOrder, chunkBytes: Int = 8 << 20
  ) throws -> [[String]] {
    let sorted = try SortedRows(
      MemoryRows(rows), by: order, scratch: NSTemporaryDirectory(), chunkBytes: chunkBytes)
    return try all(sorted)
  }

  private func all(_ rows: some ReportRows) throws -> [[String]] {
    var reader = try rows.read()
    var result: [[String]] = []
    while let row = try reader.next() { result.append(row) }
    return result
  }

  @Test(arguments: [
    (ValueKind.number(), false, ["", "b", "10", "9", "-1", "B"], ["-1", "9", "10", "B", "b", ""]),
    (.number(), true, ["", "b", "10", "9", "-1", "B"], ["b", "B", "10", "9", "-1", ""]),
    (.text, false, ["10", "9", "Zoë", "anna", ""], ["10", "9", "anna", "Zoë", ""]),
    (.date(), true, ["2026-01-02", "2026-11-01T00:00Z"], ["2026-11-01T00:00Z", "2026-01-02"]),
    (.duration(), false, ["0:01:00", "59000", "61000"], ["59000", "0:01:00", "61000"]),
  ])
  func `values are sorted as what they are, empty cells last`(
    kind: ValueKind, isDescending: Bool, cells: [String], expected: [String]
  ) throws {
    let order = RowOrder([RowOrder.Key(column: 0, kind: kind, isDescending: isDescending)])
    #expect(try sorted(cells.map { [$0] }, order).map { $0[0] } == expected)
  }

  @Test func `scattered groups are brought together in the order in which they first come`() throws
  {
    let rows = [["b", "3"], ["a", "2"], ["b", "1"], ["a", "1"], ["", "0"], ["b", "2"]]
    let group = (column: 0, format: ValueFormat(.text))
    #expect(
      try sorted(rows, RowOrder([], group: group)) == [
        ["b", "3"], ["b", "1"], ["b", "2"], ["a", "2"], ["a", "1"], ["", "0"],
      ])
    let byNumber = RowOrder([RowOrder.Key(column: 1, kind: .number())], group: group)
    #expect(
      try sorted(rows, byNumber).map { $0[0] + $0[1] } == ["b1", "b2", "b3", "a1", "a2", "0"])
    let byName = RowOrder(
      [RowOrder.Key(column: 0), RowOrder.Key(column: 1, kind: .number())], group: group)
    #expect(try sorted(rows, byName).map { $0[0] + $0[1] } == ["a1", "a2", "b1", "b2", "b3", "0"])
  }

  @Test(arguments: [1, 700, 5000, 8 << 20])
  func `rows that are sorted on disk stand as if they had been sorted in memory`(
    chunkBytes: Int
  ) throws {
    var seed: UInt64 = 7
    let rows = (0..<2000).map { index in
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let text = index % 500 == 0 ? String(repeating: "é", count: 70_000) : "Zoë \(index)"
      return ["\(seed >> 60)", text, "\(index)"]
    }
    let order = RowOrder([RowOrder.Key(column: 0, kind: .number())])
    let expected = (0..<16).flatMap { value in rows.filter { $0[0] == "\(value)" } }
    let spooled = try SortedRows(
      MemoryRows(rows), by: order, scratch: NSTemporaryDirectory(), chunkBytes: chunkBytes)
    for _ in 0..<2 { #expect(try all(spooled) == expected) }
  }

  @Test func `a folder that cannot be written to fails only where rows must be sorted`() throws {
    let order = RowOrder([RowOrder.Key(column: 0)])
    let inOrder = MemoryRows([["a"], ["b"]])
    #expect(try all(SortedRows(inOrder, by: order, scratch: "/nonexistent")) == [["a"], ["b"]])
    let error = #expect(throws: ReportError.self) {
      try SortedRows(MemoryRows([["b"], ["a"]]), by: order, scratch: "/nonexistent")
    }
    #expect(error?.code == "scratch-failed")
  }

  @Test func `rows are shown with the columns of the layout, sorted by one that is not shown`()
    throws
  {
    let laidOut = try ReportLayoutTests.laidOut(
      """
      {"columns": [{"name": "Offered"}, {"name": "Queue Name"}],
       "sort": [{"column": "Avg Handle", "order": "descending"}, {"column": "Offered"}]}
      """)
    let export = MemoryRows([
      ["Sales", "", "10", "100", "", ""], ["Care", "", "7", "900", "", ""], ["Short"],
      ["Ventes", "", "9", "100", "", ""],
    ])
    let rows = try all(laidOut.rows(of: export, scratch: NSTemporaryDirectory()))
    #expect(rows == [["7", "Care"], ["9", "Ventes"], ["10", "Sales"], ["", "Short"]])
  }
}
