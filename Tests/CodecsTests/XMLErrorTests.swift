import Codecs
import Testing

/// What is refused, and where the error points.
struct XMLErrorTests {
  static let malformed: [(document: String, place: String)] = [
    ("", "1:1"), (" \n ", "2:2"), ("a", "1:1"), ("<", "1:2"), ("<>", "1:2"), ("< a/>", "1:2"),
    ("<1/>", "1:2"), ("<-a/>", "1:2"), ("<:a/>", "1:2"), ("<a:/>", "1:2"), ("<a:b:c/>", "1:2"),
    ("<a", "1:3"), ("<a b", "1:5"), ("<a b=", "1:6"), ("<a b=c/>", "1:6"), ("<a b='c/>", "1:7"),
    ("<a b='1' b='2'/>", "1:10"), ("<a b='1'c='2'/>", "1:9"), ("<a b='<'/>", "1:7"),
    ("<a b='&'/>", "1:7"), ("<a / >", "1:4"), ("<a>", "1:4"), ("<a></b>", "1:6"),
    ("<a></a", "1:7"), ("<a></a b='c'>", "1:8"), ("</a>", "1:3"), ("<a/></a>", "1:7"),
    ("<a/><b/>", "1:5"), ("<a/>b", "1:5"), ("b<a/>", "1:1"), ("<a/>&amp;", "1:5"),
    ("<a/><![CDATA[b]]>", "1:14"), ("<a><b></a></b>", "1:9"),
    ("<a>]]></a>", "1:4"), ("<a>&</a>", "1:4"), ("<a>& b;</a>", "1:5"), ("<a>&b;</a>", "1:5"),
    ("<a>&nbsp;</a>", "1:5"), ("<a>&AMP;</a>", "1:5"), ("<a>&#;</a>", "1:5"),
    ("<a>&#x;</a>", "1:5"), ("<a>&#+65;</a>", "1:5"), ("<a>&#-1;</a>", "1:5"),
    ("<a>&#X41;</a>", "1:5"), ("<a>&#4A;</a>", "1:5"), ("<a>&#0;</a>", "1:5"),
    ("<a>&#1;</a>", "1:5"), ("<a>&#xD800;</a>", "1:5"), ("<a>&#xFFFE;</a>", "1:5"),
    ("<a>&#x110000;</a>", "1:5"), ("<a>&#99999999999999999999;</a>", "1:5"),
    ("<a>\u{1}</a>", "1:4"), ("<a>\0</a>", "1:4"), ("<a>\u{FFFF}</a>", "1:4"),
    ("<a><!-- b", "1:8"), ("<a><!-- b -- c --></a>", "1:13"), ("<a><!-- b ---></a>", "1:13"),
    ("<a><![CDATA[b</a>", "1:13"), ("<a><![cdata[b]]></a>", "1:4"), ("<a><?b</a>", "1:7"),
    ("<a><? b?></a>", "1:6"), ("<a><?xml version='1.0'?></a>", "1:6"), ("<a><?XML b?></a>", "1:6"),
    (" <?xml version='1.0'?><a/>", "1:4"), ("<?xml?><a/>", "1:3"),
    ("<?xml version='1.1'?><a/>", "1:1"), ("<?xml encoding='UTF-8'?><a/>", "1:1"),
    ("<?xml version='1.0' encoding='UTF-16'?><a/>", "1:1"),
    ("<?xml version='1.0' standalone='no' encoding='UTF-8'?><a/>", "1:1"),
    ("<?xml version='1.0' standalone='perhaps'?><a/>", "1:1"),
    ("<?xml version='1.0' b='c'?><a/>", "1:1"), ("<?xml version='1.0'><a/>", "1:1"),
    ("<a>\n  ü<b>\n</a>", "3:3"), ("<a>üü&b;</a>", "1:7"),
  ]

  @Test(arguments: malformed)
  func `a malformed document is refused where it goes wrong`(
    document: String, place: String
  ) throws {
    let error = #expect(throws: XMLError.self) { try parse(document) }
    #expect(error.map { "\($0.line):\($0.column)" } == place, "\(error?.description ?? "")")
    #expect(error?.message.isEmpty == false)
  }

  static let doctypes = [
    "<!DOCTYPE a><a/>",
    "<!DOCTYPE a SYSTEM 'http://127.0.0.1/a.dtd'><a/>",
    "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
    "<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;'>]><a>&d;</a>",
    "<!doctype a><a/>",
    "<a><!ENTITY b 'c'></a>",
  ]

  @Test(arguments: doctypes)
  func `a document type is refused, and no entity is ever defined`(document: String) throws {
    let error = #expect(throws: XMLError.self) { try parse(document) }
    #expect(error?.message == "a document type or declaration is not accepted")
  }

  static let badBytes: [[UInt8]] = [
    [0xFF, 0xFE, 0x3C, 0x00], [0x3C, 0x61, 0xC3, 0x3E], [0x3C, 0x61, 0x3E, 0xC0, 0x80],
    [0x3C, 0x61, 0x3E, 0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF],
  ]

  @Test(arguments: badBytes)
  func `bytes that are not UTF-8 text are refused`(bytes: [UInt8]) {
    #expect(throws: XMLError.self) { try XMLElement.parse(bytes) }
  }

  @Test func `nesting ends at the limit`() throws {
    let limits = XMLLimits(depth: 5)
    #expect(throws: Never.self) { try parse(nested(5), limits: limits) }
    let error = #expect(throws: XMLError.self) { try parse(nested(6), limits: limits) }
    #expect(error?.message == "elements are nested deeper than 5")
    #expect(throws: XMLError.self) { try parse(String(repeating: "<a>", count: 1_000_000)) }
  }

  @Test func `size, elements and attributes end at their limits`() throws {
    let document = "<a b='1' c='2'><d/><d/></a>"
    let fits = XMLLimits(bytes: 27, elements: 3, attributesPerElement: 2)
    #expect(throws: Never.self) { try parse(document, limits: fits) }
    for limits in [
      XMLLimits(bytes: 26), XMLLimits(elements: 2), XMLLimits(attributesPerElement: 1),
    ] {
      #expect(throws: XMLError.self) { try parse(document, limits: limits) }
    }
  }

  @Test func `every cut of a document is refused and none crashes`() throws {
    let document = Array(
      "<?xml version='1.0'?><!--b--><a c='&#65;'>ü&amp;<![CDATA[d]]><e/><?f g?></a>".utf8)
    #expect(try XMLElement.parse(document).text == "ü&d")
    for length in document.indices {
      #expect(throws: XMLError.self, "\(length)") {
        try XMLElement.parse(Array(document.prefix(length)))
      }
    }
  }
}

private func nested(_ depth: Int) -> String {
  String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
}
