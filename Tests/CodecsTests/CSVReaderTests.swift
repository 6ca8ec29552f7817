import Codecs
import TestSupport
import Testing

/// What the rows of a CSV file are, however its bytes come.
@Suite struct CSVReaderTests {
  static let files: [(text: String, rows: [[String]])] = [
    ("", []), ("\n\r\n\r", []), ("a", [["a"]]), ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
    ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]), ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
    ("a,b\n1,2\r\n3,4\r5,6", [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]]),
    ("a,b\n\n\r\n1,2\n\n", [["a", "b"], ["1", "2"]]),
    ("\u{FEFF}a,b\n1,2\n", [["a", "b"], ["1", "2"]]), ("\u{FEFF}\"a\",b\n", [["a", "b"]]),
    (",\n,,", [["", ""], ["", "", ""]]), ("\"\"\n", [[""]]), ("\"\",\"\"", [["", ""]]),
    ("\"a,b\",\"c\nd\",\"e\r\nf\"\n", [["a,b", "c\nd", "e\r\nf"]]),
    ("\"say \"\"yes\"\"\",\"\"\"\",\"\"\"\"\"\"\n", [["say \"yes\"", "\"", "\"\""]]),
    ("a\"b,c\"\"d,e\"\n", [["a\"b", "c\"\"d", "e\""]]), (" \"a\",b\n", [[" \"a\"", "b"]]),
    ("Zoë,日本\n🙂,\"é\"\"\"\n", [["Zoë", "日本"], ["🙂", "é\""]]),
    ("abcdefgh,ijklmnop\nqrstuvwx,yz\n", [["abcdefgh", "ijklmnop"], ["qrstuvwx", "yz"]]),
    ("\0,\u{8A}\n", [["\0", "\u{8A}"]]),
  ]

  @Test(arguments: files) func `a file has these rows`(file: (text: String, rows: [[String]])) {
    #expect(read(Array(file.text.utf8)) == .success(file.rows))
  }

  @Test(arguments: files)
  func `a file has the same rows wherever it is cut`(file: (text: String, rows: [[String]])) {
    let bytes = Array(file.text.utf8)
    for place in bytes.indices {
      #expect(read(bytes, cuts: [place]) == .success(file.rows), "cut before byte \(place)")
    }
    #expect(read(bytes, cuts: Array(bytes.indices)) == .success(file.rows))
  }

  @Test func `files made by chance have the same rows or fault however they are cut`() {
    var generator = SeededGenerator(seed: 7)
    var faults = 0
    for _ in 0..<400 {
      let bytes = Array(randomCSV(&generator, pieces: 40).utf8)
      let whole = read(bytes)
      if case .failure = whole { faults += 1 }
      let cuts = bytes.indices.filter { _ in Int.random(in: 0..<5, using: &generator) == 0 }
      #expect(read(bytes, cuts: cuts) == whole, "\(String(decoding: bytes, as: UTF8.self))")
      #expect(read(bytes, cuts: Array(bytes.indices)) == whole)
    }
    #expect(faults > 20 && faults < 380)
  }

  static let faults: [(text: String, message: String)] = [
    ("a,\"b", "row 1, byte 2: the quote that begins the cell is never closed"),
    (
      "a\n\"b\"c\n",
      "row 2, byte 5: text follows the quote that ends the cell; "
        + "a quote within must stand twice"
    ),
    ("a,b,c,d,e", "row 1, byte 8: the row has more than 4 columns"),
    ("\u{FEFF}a\n\n12345678901", "row 2, byte 6: the cell is larger than 10 bytes"),
    ("1234567890,1234567890,12", "row 1, byte 0: the row is larger than 22 bytes"),
    ("\"234567890", "row 1, byte 0: the quote that begins the cell is never closed"),
    ("\"2345\n7890\n2", "row 1, byte 0: the cell is larger than 10 bytes"),
  ]

  @Test(arguments: faults)
  func `a fault is told with its row and byte`(fault: (text: String, message: String)) {
    let limits = CSVLimits(columns: 4, cellBytes: 10, rowBytes: 22)
    let bytes = Array(fault.text.utf8)
    for cuts in [[], Array(bytes.indices)] {
      let result = read(bytes, cuts: cuts, limits: limits)
      #expect(result.failure?.description == fault.message)
    }
  }

  @Test func `a million columns are refused before they are held`() {
    let bytes = [UInt8](repeating: UInt8(ascii: ","), count: 1_000_000)
    #expect(
      read(bytes).failure?.description
        == "row 1, byte 10000: the row has more than 10000 columns")
  }

  @Test func `bytes that are no UTF-8 are a fault at their place, or are replaced`() {
    let bytes = Array("a,b\n1,".utf8) + [0xC3, 0x28] + Array(",\n".utf8)
    let message = "the bytes are no UTF-8; save the file as UTF-8, or have them replaced"
    #expect(read(bytes).failure?.description == "row 2, byte 6: \(message)")
    let quoted = Array("\"".utf8) + [0xFF] + Array("\"\n".utf8)
    #expect(read(quoted).failure?.description == "row 1, byte 1: \(message)")
    let format = CSVFormat(hasHeader: false, ragged: .pad, invalidUTF8: .replace)
    #expect(read(bytes, format) == .success([["a", "b"], ["1", "\u{FFFD}(", ""]]))
    #expect(
      read([0xFF, 0xFE, 0x61, 0]).failure?.description
        == "row 1, byte 0: the file is UTF-16; save it as UTF-8")
  }

  @Test func `a row of another length is a fault, or is handed over as it is`() {
    var format = CSVFormat(hasHeader: false)
    let bytes = Array("a,b\n1,2\n3\n4,5,6\n".utf8)
    #expect(
      read(bytes, format).failure?.description
        == "row 3, byte 8: the row has 1 cells where the first one has 2")
    format.ragged = .pad
    #expect(read(bytes, format) == .success([["a", "b"], ["1", "2"], ["3"], ["4", "5", "6"]]))
  }

  static let delimiters: [(text: String, rows: [[String]])] = [
    ("a;b,c\n1;2\n", [["a", "b,c"], ["1", "2"]]),
    ("a\tb\n1,5\t2,5\n", [["a", "b"], ["1,5", "2,5"]]),
    ("a|b|c\n1|2|3", [["a", "b", "c"], ["1", "2", "3"]]), ("a\n1\n", [["a"], ["1"]]),
    ("\"x;y;z\",b\n\"1;2;3\",2\n", [["x;y;z", "b"], ["1;2;3", "2"]]),
  ]

  @Test(arguments: delimiters)
  func `the delimiter is found out`(file: (text: String, rows: [[String]])) {
    #expect(read(Array(file.text.utf8), CSVFormat(hasHeader: false)) == .success(file.rows))
  }

  @Test func `the first row can name the columns, and reading can end early`() throws {
    var reader = CSVReader()
    var seen: [String?] = []
    let bytes = Array(("name,n\n" + String(repeating: "é,1\n", count: 10_000)).utf8)
    let isWanted = try reader.feed(bytes) { row in
      seen.append(row.text(0))
      #expect(row.text(2) == nil && row.bytes(2) == nil)
      #expect(row.number == seen.count + 1 && row.offset == 7 + 5 * (seen.count - 1))
      return seen.count < 3
    }
    #expect(!isWanted && reader.header == ["name", "n"] && seen == ["é", "é", "é"])
  }

  @Test func `an empty cell is told from one that is quoted and empty`() throws {
    var reader = CSVReader(CSVFormat(hasHeader: false))
    var quoted: [Bool] = []
    func note(_ row: CSVRow) -> Bool {
      quoted = (0..<row.count).map(row.isQuoted)
      return true
    }
    _ = try reader.feed(Array(",\"\",\"a\"\"\"".utf8), note)
    _ = try reader.finish(note)
    #expect(quoted == [false, true, true])
  }
}

/// Reads a file in pieces that end before each of the cuts.
func read(
  _ bytes: [UInt8], _ format: CSVFormat = CSVFormat(delimiter: 44, hasHeader: false, ragged: .pad),
  cuts: [Int] = [], limits: CSVLimits = CSVLimits()
) -> Result<[[String]], CSVError> {
  var reader = CSVReader(format, limits: limits)
  var rows: [[String]] = []
  func take(_ row: CSVRow) -> Bool {
    rows.append((0..<row.count).map { row.text($0) ?? "" })
    return true
  }
  do throws(CSVError) {
    var start = 0
    for cut in cuts + [bytes.count] {
      // A piece of its own, so that a place that outlives it is found.
      _ = try reader.feed(Array(bytes[start..<cut]), take)
      start = cut
    }
    _ = try reader.finish(take)
  } catch {
    return .failure(error)
  }
  return .success(rows)
}

/// Writes what may be a CSV file, of pieces that mean something and some that do not.
func randomCSV(_ generator: inout SeededGenerator, pieces: Int) -> String {
  let parts = [
    ",", ",", ",", "\n", "\r\n", "\r", "\"", "\"\"", "a", "12.5", "\"b,c\"", "\"d\ne\"",
    "\"f\"\"g\"",
    "\"\"", "né", "🙂", " ", "long text that is more than one word", ";",
  ]
  return (0..<Int.random(in: 0...pieces, using: &generator)).map { _ in
    parts.randomElement(using: &generator) ?? ""
  }.joined()
}

extension Result {
  /// The error, where it is one.
  var failure: Failure? {
    if case .failure(let error) = self { error } else { nil }
  }
}
