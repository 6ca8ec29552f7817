import HTTP
import Testing

@Suite struct URLResolvingTests {
  // The examples of RFC 3986, section 5.4, but for those this type of URL cannot hold.
  static let examples: [(reference: String, target: String?)] = [
    ("g", "/b/c/g"), ("./g", "/b/c/g"), ("g/", "/b/c/g/"), ("/g", "/g"), ("?y", "/b/c/d;p?y="),
    ("g?y", "/b/c/g?y="), ("#s", "/b/c/d;p?q=1"), ("g#s", "/b/c/g"), (";x", "/b/c/;x"),
    ("", "/b/c/d;p?q=1"), (".", "/b/c/"), ("./", "/b/c/"), ("..", "/b/"), ("../g", "/b/g"),
    ("../..", "/"), ("../../../g", "/g"), ("/./g", "/g"), ("/../g", "/g"), ("g.", "/b/c/g."),
    ("..g", "/b/c/..g"), ("./g/.", "/b/c/g/"), ("g;x=1/../y", "/b/c/y"),
    ("g?y/../x", "/b/c/g?y%2F..%2Fx="),
    ("a b", nil), ("%zz", nil),
  ]

  @Test(arguments: examples)
  func `a relative reference keeps the origin`(reference: String, target: String?) throws {
    let base = try #require(URL(parsing: "https://a.example:8443/b/c/d;p?q=1"))
    #expect(
      base.resolving(location: reference)?.text == target.map { "https://a.example:8443\($0)" })
  }

  @Test func `a reference with an authority names another server`() throws {
    let base = try #require(URL(parsing: "https://a.example/b?q=1"))
    #expect(base.resolving(location: "//b.example/x")?.text == "https://b.example/x")
    #expect(base.resolving(location: "http://a.example/x#y")?.text == "http://a.example/x")
    #expect(base.resolving(location: "HTTPS://A.example:443")?.origin == base.origin)
    for text in [
      "ftp://a.example/", "file:///etc/passwd", "mailto:x", "//u:p@a.example/", "https:/x",
    ] {
      #expect(base.resolving(location: text) == nil, "\(text)")
    }
  }
}
