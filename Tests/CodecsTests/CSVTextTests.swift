import Codecs
import Testing

@Suite struct CSVTextTests {
  @Test func `a row that is written is read back as it was`() throws {
    let rows = [
      ["a", "", "c,d", "quote \" here", "two\r\nlines", " spaces ", "é€"],
      ["", "x", "\n", ",", "\"", "'", ";"],
    ]
    var read: [[String]] = []
    var reader = CSVReader(CSVFormat(hasHeader: false))
    let take = { (row: CSVRow) -> Bool in
      read.append((0..<row.count).map { row.text($0) ?? "" })
      return true
    }
    if try reader.feed(rows.flatMap(CSVText.line), take) { _ = try reader.finish(take) }
    #expect(read == rows)
    #expect(CSVText.line(["a", "b,c"]) == Array("a,\"b,c\"\r\n".utf8))
  }
}
