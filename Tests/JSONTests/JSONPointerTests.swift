import JSON
import Testing

@Suite struct JSONPointerTests {
  private static let document = #"""
    {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6,
     " ": 7, "m~n": 8}
    """#

  @Test(arguments: [
    ("/foo", #"["bar","baz"]"#), ("/foo/0", #""bar""#), ("/", "0"), ("/a~1b", "1"), ("/c%d", "2"),
    ("/e^f", "3"), ("/g|h", "4"), ("/i\\j", "5"), ("/k\"l", "6"), ("/ ", "7"), ("/m~0n", "8"),
  ])
  func `the pointers of RFC 6901 lead to their values`(text: String, value: String) throws {
    let pointer = try #require(JSONPointer(parsing: text))
    #expect(pointer.description == text)
    #expect(try JSON.parse(Self.document)[pointer]?.text == value)
  }

  @Test(arguments: ["foo", "/~", "/~2", "#/foo", " /"])
  func `what is no pointer is refused`(text: String) {
    #expect(JSONPointer(parsing: text) == nil)
  }

  @Test(arguments: ["/foo/2", "/foo/00", "/foo/-", "/foo/+1", "/foo/a", "/nothing", "/foo/0/x"])
  func `a pointer to nothing gives nothing`(text: String) throws {
    let pointer = try #require(JSONPointer(parsing: text))
    #expect(try JSON.parse(Self.document)[pointer] == nil)
  }

  @Test func `a combining mark behind a slash does not hide the slash`() {
    #expect(JSONPointer(parsing: "/\u{301}/a")?.tokens == ["\u{301}", "a"])
  }
}
