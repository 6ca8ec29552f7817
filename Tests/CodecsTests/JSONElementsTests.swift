import Codecs
import TestSupport
import Testing

/// Into which values a stream of JSON is cut.
@Suite struct JSONElementsTests {
  static let documents: [(layout: JSONElements.Layout, text: String, values: [String])] = [
    (.lines, "", []), (.lines, "{}\n\n[1]\r\n  \n3", ["{}", "[1]\r", "3"]),
    (.lines, "\u{FEFF}{\"a\":1}\n{}\n", ["{\"a\":1}", "{}"]),
    (.document, "[]", []), (.document, " [ ] \n", []), (.document, "{\"a\":[1]}", ["{\"a\":[1]}"]),
    (.document, "\u{FEFF}[1,2]", ["1", "2"]),
    (
      .document, "[{\"a\":[1,2]},[3, 4],\"x],\\\"[\",\"\\\\\",5]",
      [
        "{\"a\":[1,2]}", "[3, 4]", "\"x],\\\"[\"", "\"\\\\\"", "5",
      ]
    ),
    (.document, "[\n  {\"a\": \"é}\"} ,\n  {}\n]\n", ["{\"a\": \"é}\"} ", "{}\n"]),
    (.document, "7", ["7"]),
  ]

  @Test(arguments: documents)
  func `a stream has the same values wherever it is cut`(
    document: (layout: JSONElements.Layout, text: String, values: [String])
  ) throws {
    let bytes = Array(document.text.utf8)
    for cut in 0...bytes.count {
      let pieces = [Array(bytes[..<cut]), Array(bytes[cut...])]
      #expect(try values(document.layout, pieces) == document.values, "cut before byte \(cut)")
    }
    #expect(try values(document.layout, bytes.map { [$0] }) == document.values)
  }

  static let faults: [(text: String, message: String)] = [
    ("", "row 1, byte 0: the document ends too early"),
    ("[1", "row 1, byte 2: the document ends too early"),
    ("[1,]", "row 2, byte 3: a value must stand here"),
    ("[,1]", "row 1, byte 1: a value must stand here"),
    ("[1]2", "row 2, byte 3: nothing may follow the array"),
    ("[123456789]", "row 1, byte 1: the value is larger than 8 bytes"),
    ("{\"a\":\"bcd\"}", "row 1, byte 0: the value is larger than 8 bytes"),
  ]

  @Test(arguments: faults)
  func `a fault is told with its row and byte`(fault: (text: String, message: String)) {
    let bytes = Array(fault.text.utf8)
    for pieces in [[bytes], bytes.map { [$0] }] {
      let error = #expect(throws: JSONElementError.self) {
        try values(.document, pieces, limit: 8)
      }
      #expect(error?.description == fault.message)
    }
  }

  @Test func `reading can end early, and a value knows where it stands`() throws {
    var elements = JSONElements(.document)
    var places: [Int] = []
    let bytes = Array("[10, 20, 30]".utf8)
    let isWanted = try bytes.withUnsafeBufferPointer {
      try elements.feed($0) { element in
        places += [element.number, element.offset]
        return element.number < 2
      }
    }
    #expect(!isWanted && places == [1, 1, 2, 5])
  }
}

private func values(
  _ layout: JSONElements.Layout, _ pieces: [[UInt8]], limit: Int = 1 << 20
) throws(JSONElementError) -> [String] {
  var elements = JSONElements(layout, limit: limit)
  var values: [String] = []
  func take(_ element: JSONElements.Element) -> Bool {
    values.append(String(decoding: element.bytes, as: UTF8.self))
    return true
  }
  for piece in pieces {
    _ = try piece.withUnsafeBufferPointer { bytes throws(JSONElementError) in
      try elements.feed(bytes, take)
    }
  }
  _ = try elements.finish(take)
  return values
}
