import HTTP
import Testing

@Suite struct URLTests {
  @Test(arguments: [
    ("https://api.mypurecloud.com", "https://api.mypurecloud.com/"),
    ("HTTPS://API.MyPureCloud.com:443/", "https://api.mypurecloud.com/"),
    ("http://localhost:80/x", "http://localhost/x"),
    ("https://localhost:80/x", "https://localhost:80/x"),
    ("http://127.0.0.1:9000/a//b/../c", "http://127.0.0.1:9000/a//b/../c"),
    ("http://[::1]:8080/x", "http://[::1]:8080/x"),
    ("http://[FE80::1]", "http://[fe80::1]/"),
    ("http://[::ffff:127.0.0.1]/", "http://[::ffff:127.0.0.1]/"),
    ("https://h/a%2fb?x=%c3%a4&y=1+2&z", "https://h/a%2fb?x=%C3%A4&y=1%202&z="),
    ("https://h?a=b=c&&d=%26", "https://h/?a=b%3Dc&d=%26"),
    ("https://h/p?q=/?:@!$'()*,;", "https://h/p?q=%2F%3F%3A%40%21%24%27%28%29%2A%2C%3B"),
  ])
  func `an absolute URL is read and written back strictly encoded`(text: String, wire: String) {
    #expect(URL(parsing: text)?.text == wire)
  }

  @Test(arguments: [
    "", "api.mypurecloud.com", "//h/x", "/x", "ftp://h/", "mailto:a@b", "https:/h", "https:///x",
    "https://user@h/", "https://user:secret@h/", "https://h:/", "https://h:0/", "https://h:65536/",
    "https://h:8x/", "https://h:-1/", "https://h:+1/", "https://h/#top", "https://h/a b",
    "https://h/%", "https://h/%2", "https://h/%zz", "https://h/ä", "https://h/?a=%ff",
    "https://h/?a=ä", "https://h/?\"", "https://h/\\x", "https://h\\@evil/", "https://ä.de/",
    "https://h%41/", "https://[::1", "https://[::1]x/", "https://[::g]/", "https://[1::2::3]/",
    "https://[1:2:3:4:5:6:7]/", "https://[1:2:3:4:5:6:7:8:9]/", "https://[127.0.0.1]/",
    "https://[:1]/", "https://[::12345]/", "https://::1/", "https://h/\nx", " https://h/",
  ])
  func `what is not exactly such a URL is refused`(text: String) {
    #expect(URL(parsing: text) == nil)
  }

  @Test func `the query is decoded into names and values in their order`() {
    let url = URL(parsing: "https://h/?b=2&a=1&b=%2B+%C3%A9&flag")
    #expect(
      url?.query == [
        URL.QueryItem("b", "2"), URL.QueryItem("a", "1"), URL.QueryItem("b", "+ é"),
        URL.QueryItem("flag", ""),
      ])
  }

  @Test func `only unreserved characters of a query travel as they are`() {
    let url = URL(
      scheme: "https", host: "h", port: nil, path: "/",
      query: [URL.QueryItem("a-Z0._~", "é /+&=%\u{1F600}")])
    #expect(url.text == "https://h/?a-Z0._~=%C3%A9%20%2F%2B%26%3D%25%F0%9F%98%80")
    #expect(URL(parsing: url.text) == url)
  }

  @Test(arguments: [
    ("plain", "plain"), ("a/b", "a%2Fb"), ("..", "%2E%2E"), (".", "%2E"), ("...", "..."),
    ("ä ?#", "%C3%A4%20%3F%23"), ("50%", "50%25"), ("", ""),
  ])
  func `any text can be one path segment`(text: String, encoded: String) {
    #expect(URL.percentEncoded(segment: text) == encoded)
  }

  @Test func `a key keeps its slashes and nothing else`() {
    #expect(URL.percentEncoded(path: "a/../b c/=") == "a/%2E%2E/b%20c/%3D")
  }

  @Test(arguments: [
    ("https://h", "api/v2", "https://h/api/v2"), ("https://h/", "/api", "https://h/api"),
    ("https://h/base/", "x", "https://h/base/x"), ("https://h/base", "/x/", "https://h/base/x/"),
  ])
  func `a path is joined with one slash`(base: String, path: String, joined: String) {
    #expect(URL(parsing: base)?.appending(path: path).text == joined)
  }

  @Test func `a segment and a query item are appended whatever they hold`() {
    let url = URL(parsing: "https://h/a")?.appending(segment: "x/y").appending(query: "n", "&")
    #expect(url?.text == "https://h/a/x%2Fy?n=%26")
  }

  @Test(arguments: [
    ("/api/v2/x?pageNumber=2", "https://h:8443/api/v2/x?pageNumber=2"),
    ("https://other/x", "https://other/x"),
  ])
  func `a reference in an answer is a path on the same origin or a whole URL`(
    reference: String, text: String
  ) {
    #expect(URL(parsing: "https://h:8443/y?z=1")?.resolving(reference)?.text == text)
  }

  @Test(arguments: ["//evil/x", "x", "../x", "", "/a b"])
  func `any other reference is refused`(reference: String) {
    #expect(URL(parsing: "https://h/y")?.resolving(reference) == nil)
  }

  @Test func `a printed URL shows no query`() throws {
    let url = try #require(URL(parsing: "https://h/x?token=hunter2"))
    #expect("\(url)" == "https://h/x")
    #expect(HTTPRequest(.get, url).line == "GET https://h/x")
  }

  @Test func `the authority names the port only where it is not the scheme's own`() {
    #expect(URL(parsing: "https://h:443/")?.authority == "h")
    #expect(URL(parsing: "http://[::1]:9000/")?.authority == "[::1]:9000")
  }
}
