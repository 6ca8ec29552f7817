import HTTP
import Server
import Testing

@Suite struct FormTextTests {
  @Test(arguments: [
    ("", []), ("a=1&b=2", [URL.QueryItem("a", "1"), URL.QueryItem("b", "2")]),
    ("a", [URL.QueryItem("a", "")]), ("a=b=c", [URL.QueryItem("a", "b=c")]),
    ("%61%2b=%2B+", [URL.QueryItem("a+", "+ ")]), ("a=%", [URL.QueryItem("a", "%")]),
    ("a=%4", [URL.QueryItem("a", "%4")]), ("a=%zz", [URL.QueryItem("a", "%zz")]),
    ("a=%ff", [URL.QueryItem("a", "\u{FFFD}")]), ("&&a=1&", [URL.QueryItem("a", "1")]),
  ])
  func `a form is read item by item`(text: String, items: [URL.QueryItem]) {
    #expect(FormText.items(text) == items)
  }
}
