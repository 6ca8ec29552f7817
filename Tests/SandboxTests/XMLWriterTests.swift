import Codecs
import Testing

@Suite struct XMLWriterTests {
  @Test func `text and attributes are escaped and elements nest`() {
    var writer = XMLWriter()
    writer.element("a", attributes: ["x": "<\"&\n"]) { a in
      a.element("b", "1 < 2 & \"3\" > \r\u{1}")
      a.element("c") { $0.text("é") }
    }
    #expect(
      String(decoding: writer.bytes, as: UTF8.self)
        == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a x=\"&lt;&quot;&amp;&#10;\">"
        + "<b>1 &lt; 2 &amp; \"3\" &gt; &#13;\u{FFFD}</b><c>é</c></a>")
  }
}
