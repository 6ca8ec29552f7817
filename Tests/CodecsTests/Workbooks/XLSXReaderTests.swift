import Codecs
import Testing

/// What rows a workbook has, and which workbooks are refused.
@Suite struct XLSXReaderTests {
  @Test(arguments: [
    ("<c><v>1</v></c>", ["1"]),
    ("<c r='B1'><v>1</v></c><c r='D1'><v>2</v></c>", ["", "1", "", "2"]),
    ("<c r='AB1'><v>7</v></c>", [String](repeating: "", count: 27) + ["7"]),
    ("<c t='b'><v>1</v></c><c t='b'><v>0</v></c>", ["TRUE", "FALSE"]),
    ("<c t='e'><v>#N/A</v></c>", ["#N/A"]),
    ("<c t='str'><f>A1&amp;\"x\"</f><v>a&lt;b &#x41;&#233;</v></c>", ["a<b Aé"]),
    ("<c t='inlineStr'><is><t>a</t></is></c>", ["a"]),
    (
      "<c t='inlineStr'><is><r><rPr><b/></rPr><t xml:space='preserve'>a </t></r><r><t>b</t></r></is></c>",
      ["a b"]
    ),
    ("<c t='inlineStr'><is><t>漢字</t><rPh sb='0' eb='2'><t>かんじ</t></rPh></is></c>", ["漢字"]),
    ("<c t='inlineStr'><is><t>a_x000D_b _x005F_x0041_ _xyz_</t></is></c>", ["a\rb _x0041_ _xyz_"]),
    ("<c t='inlineStr'><is><t><![CDATA[<&>]]></t></is></c>", ["<&>"]),
    ("<c t='d'><v>2026-11-28T09:30:00</v></c>", ["2026-11-28T09:30:00"]),
    (
      "<c><v>0.10000000000000001</v></c><c><v>1E-3</v></c><c><v>1.5E+20</v></c>",
      ["0.1", "0.001", "150000000000000000000"]
    ),
    ("<c><v>-0.0</v></c><c><v>1e-7</v></c><c><v>-12.50</v></c>", ["0", "0.0000001", "-12.5"]),
    ("<!-- c --><c><?x y?><v>3</v></c><c a='>'><v>4</v></c>", ["3", "4"]),
    ("<c><f>1+1</f><v>2</v></c>", ["2"]),
  ])
  func `a cell is read as what it is`(cells: String, expected: [String]) throws {
    #expect(
      try Workbooks.rows(Workbooks.workbook("<row r='1'>\(cells)</row>".prefixed)) == [expected])
  }

  @Test(arguments: [
    ("14", "45258", "2023-11-28"), ("14", "0.5", "1899-12-31T12:00:00"),
    ("22", "45258.5", "2023-11-28T12:00:00"),
    ("22", "45258.395833333336", "2023-11-28T09:30:00"), ("14", "60", "1900-02-29"),
    ("14", "61", "1900-03-01"), ("14", "59", "1900-02-28"), ("14", "1", "1900-01-01"),
    ("14", "2958465", "9999-12-31"), ("14", "2958466", "2958466"), ("14", "-5", "-5"),
    ("22", "45258.999999999", "2023-11-29T00:00:00"), ("21", "0.25", "6:00:00"),
    ("46", "1.25", "30:00:00"), ("10", "0.5", "0.5"), ("2", "0.5", "0.5"),
    ("164", "45258", "2023-11-28"), ("165", "45258.5", "2023-11-28T12:00:00"),
    ("166", "1.5", "36:00:00"), ("167", "5", "5"), ("168", "45258", "2023-11-28"),
    ("169", "5", "5"),
    ("170", "5", "5"),
  ])
  func `a number is a date where its style says so`(
    format: String, number: String, expected: String
  ) throws {
    let codes = [
      "dd/mm/yyyy;@", "yyyy\\-mm\\-dd\\ hh:mm", "[h]:mm:ss", "[Red]#,##0.00&quot; days&quot;",
      "mmmm",
      "_-* #,##0.00 _€_-", "General",
    ].enumerated().map { "<numFmt numFmtId='\(164 + $0)' formatCode='\($1)'/>" }.joined()
    let styles =
      "<numFmts>\(codes)</numFmts><cellXfs><xf numFmtId='0'/><xf numFmtId='\(format)'/></cellXfs>"
    let rows = "<x:row><x:c s='1'><x:v>\(number)</x:v></x:c></x:row>"
    #expect(try Workbooks.rows(Workbooks.workbook(rows, styles: styles)) == [[expected]])
  }

  @Test func `days of a workbook that begins in 1904 are counted from there`() throws {
    let bytes = Workbooks.workbook(
      "<x:row><x:c s='0'><x:v>43796</x:v></x:c></x:row>",
      styles: "<cellXfs><xf numFmtId='14'/></cellXfs>", properties: "<workbookPr date1904='1'/>")
    #expect(try Workbooks.rows(bytes) == [["2023-11-28"]])
  }

  @Test func `shared texts are found by their number, and empty rows are left out`() throws {
    let bytes = Workbooks.workbook(
      "<x:row r='2'><x:c t='s'><x:v>1</x:v></x:c><x:c t='s'><x:v>0</x:v></x:c></x:row><x:row r='3'/>"
        + "<x:row r='4'><x:c s='0'/></x:row><x:row r='9'><x:c t='s'><x:v>2</x:v></x:c></x:row>",
      shared: "<si><t>a</t></si><si><r><t>b</t></r><r><t>c</t></r></si><si><t/></si>")
    #expect(try Workbooks.rows(bytes) == [["bc", "a"]])
  }

  @Test(arguments: [
    (
      "<x:c t='s'><x:v>5</x:v></x:c>",
      "sheet \"S\", row 1: A1 names a text that the workbook has not"
    ),
    (
      "<x:c r='C1'><x:f>SUM(A1)</x:f></x:c>",
      "sheet \"S\", row 1: C1 is a formula whose value was not saved"
    ),
    ("<x:c r='XFE1'><x:v>1</x:v></x:c>", "sheet \"S\", row 1: the row has more than 16384 cells"),
    ("<x:c r='7'><x:v>1</x:v></x:c>", "sheet \"S\", row 1: \"7\" is no cell"),
    ("<x:c><x:v>1</x:c>", "sheet \"S\", row 1: an end tag ends what is not open"),
    ("<!DOCTYPE x>", "sheet \"S\", row 1: a document type or declaration is not accepted"),
    (
      "<x:c><x:v>\(String(repeating: "x", count: 2 << 20))</x:v></x:c>",
      "sheet \"S\", row 1: A1 is larger than 1048576 bytes"
    ),
    (
      "<x:c><x:v>\(String(repeating: "x", count: 5 << 20))</x:v></x:c>",
      "sheet \"S\", row 1: a tag or text is longer than 4 MiB"
    ),
    (String(repeating: "<a>", count: 70), "sheet \"S\", row 1: elements are nested deeper than 64"),
  ])
  func `a sheet that is broken fails with the place`(cells: String, message: String) {
    let error = #expect(throws: XLSXError.self) {
      try Workbooks.rows(Workbooks.workbook("<x:row r='1'>\(cells)</x:row>"))
    }
    #expect(error?.message == message)
  }

  @Test func `an archive that is cut off or changed is refused`() throws {
    let rows = (0..<300).map { "<x:row><x:c><x:v>\($0 &* 7919 % 1000)</x:v></x:c></x:row>" }
      .joined()
    let bytes = Workbooks.workbook(rows)
    for count in stride(from: 0, to: bytes.count, by: 7) {
      #expect(throws: XLSXError.self) { try Workbooks.rows(Array(bytes[..<count])) }
    }
    var refused = 0
    for place in stride(from: 0, to: bytes.count, by: 11) {
      var changed = bytes
      changed[place] ^= 0x55
      if (try? Workbooks.rows(changed)) == nil { refused += 1 }
    }
    #expect(refused > 50)
  }

  @Test func `what unpacks to more than the limit is refused while it is read`() {
    let rows = String(repeating: "<x:row/>", count: 300_000)
    let error = #expect(throws: XLSXError.self) {
      try Workbooks.rows(Workbooks.workbook(rows), limits: XLSXLimits(sheetBytes: 1 << 20))
    }
    #expect(error?.message.contains("xl/s.xml is larger than 1 MiB when it is unpacked") == true)
    let texts = String(repeating: "<si><t>abc</t></si>", count: 100_000)
    let other = #expect(throws: XLSXError.self) {
      try Workbooks.rows(
        Workbooks.workbook("", shared: texts), limits: XLSXLimits(sharedBytes: 1 << 20))
    }
    #expect(other?.message.contains("larger than 1 MiB") == true)
  }

  @Test func `an archive that is no workbook, and a sheet that is not there, are told`() {
    let other = #expect(throws: XLSXError.self) {
      try Workbooks.rows(Workbooks.archive([("a.txt", "hello")]))
    }
    #expect(other?.message == "the ZIP archive is no workbook")
    let sheet = #expect(throws: XLSXError.self) {
      try Workbooks.rows(Workbooks.workbook(""), sheet: "T")
    }
    #expect(sheet?.description == "the workbook has no sheet \"T\"; it has \"S\"")
  }
}

extension String {
  /// The tags of a sheet with the prefix that the workbooks of these tests have.
  fileprivate var prefixed: String {
    var result = self
    for name in ["row", "c", "v", "f", "is", "t", "r", "rPr", "b", "rPh"] {
      result = result.replacing("</\(name)>", with: "</x:\(name)>")
        .replacing("<\(name)>", with: "<x:\(name)>").replacing("<\(name) ", with: "<x:\(name) ")
        .replacing("<\(name)/>", with: "<x:\(name)/>")
    }
    return result
  }
}
