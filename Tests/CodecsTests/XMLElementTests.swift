import Codecs
import Testing

/// What well-formed documents read as.
struct XMLElementTests {
  @Test func `an S3 listing reads as a tree, whatever its namespace`() throws {
    let root = try parse(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
        <Name>bucket</Name><IsTruncated>false</IsTruncated>
        <Contents><Key>a&amp;b/ü.json</Key><ETag>&quot;9b2&quot;</ETag></Contents>
        <Contents><Key><![CDATA[<c>&amp;]]></Key><Size>0</Size></Contents>
      </ListBucketResult>
      """)
    #expect(root.name.local == "ListBucketResult")
    #expect(root["Name"]?.text == "bucket")
    #expect(root.children(named: "Contents").map { $0["Key"]?.text } == ["a&b/ü.json", "<c>&amp;"])
    #expect(root["Contents"]?["ETag"]?.text == "\"9b2\"")
    #expect(root["Missing"]?["Key"] == nil)
  }

  @Test func `prefixes are set aside and attributes read`() throws {
    let root = try parse(
      #"<s:a xmlns:s="urn:s" xsi:type='Canonical "User"' empty=""><s:b/></s:a>"#)
    #expect(root.name.qualified == "s:a")
    #expect(root.name.local == "a")
    #expect(root.attribute("type") == "Canonical \"User\"")
    #expect(root.attribute("empty") == "")
    #expect(root.attribute("other") == nil)
    #expect(root["b"]?.text == "")
  }

  static let texts: [(document: String, text: String)] = [
    ("<a>&lt;&gt;&amp;&quot;&apos;</a>", "<>&\"'"),
    ("<a>&#65;&#x41;&#x1F600;&#xe9;</a>", "AA😀é"),
    ("<a>&#13;&#10;&#9;</a>", "\r\n\t"),
    ("<a>&amp;lt;</a>", "&lt;"),
    ("<a>one<!-- two - three -->four<?five six?>seven</a>", "onefourseven"),
    ("<a>one<![CDATA[ ]] > ]]>two</a>", "one ]] > two"),
    ("<a><![CDATA[]]]]><![CDATA[>]]></a>", "]]>"),
    ("<a>b\r\nc\rd\n</a>", "b\nc\nd\n"),
    ("<a> b </a>", " b "),
    ("<a>b<c>d</c>e</a>", "be"),
    ("<a></a>", ""), ("<a/>", ""), ("<a />", ""), ("<a\n></a\t>", ""),
    ("\u{FEFF}<a>b</a>", "b"),
    ("<!-- b --><?c?>\n<a>d</a>\n<!-- e --><?f g?>\n", "d"),
    ("<?xml version='1.0' encoding='utf-8' standalone='yes' ?><a>b</a>", "b"),
    ("<a>></a>", ">"), ("<a>]]</a>", "]]"),
    ("<Ü-1.b>c</Ü-1.b>", "c"),
  ]

  @Test(arguments: texts)
  func `text reads with its references, sections and line ends resolved`(
    document: String, text: String
  ) throws {
    #expect(try parse(document).text == text)
  }

  @Test func `white space in an attribute is a space unless it was referred to`() throws {
    let root = try parse("<a b='1\t2\r\n3&#10;4'/>")
    #expect(root.attribute("b") == "1 2 3\n4")
  }

  @Test func `the parser gives the pieces in their order`() throws {
    var parser = try XMLPullParser(Array("<a>b<c d='e'/></a>".utf8))
    var pieces: [String] = []
    while let event = try parser.next() {
      switch event {
      case .start(let name, let attributes): pieces.append("<\(name.local) \(attributes.count)")
      case .text(let text): pieces.append(text)
      case .end(let name): pieces.append("</\(name.local)")
      }
    }
    #expect(pieces == ["<a 0", "b", "<c 1", "</c", "</a"])
    #expect(try parser.next() == nil)
  }
}

func parse(_ document: String, limits: XMLLimits = XMLLimits()) throws -> XMLElement {
  try XMLElement.parse(Array(document.utf8), limits: limits)
}
