import JSON
import JSONPath
import Testing

@Suite struct JSONPathTests {
  private let store: JSON = [
    "book": [
      ["title": "A", "price": 8, "tags": ["x", "y"]], ["title": "B", "price": 12],
      ["title": "C", "price": .number(JSONNumber(validated: "8.0"))],
    ],
    "limit": 10,
  ]

  @Test(
    arguments: [
      ("$.book[?@.price < $.limit].title", ["A", "C"]),
      ("$.book[?@.price == 8].title", ["A", "C"]),
      ("$.book[-1:].title", ["C"]),
      ("$.book[::-2].title", ["C", "A"]),
      ("$.book[5:0:-1].title", ["C", "B"]),
      ("$.book[?count(@.tags[*]) == 2].title", ["A"]),
      ("$.book[?value(@..title) == 'B'].title", ["B"]),
      ("$.book[?!(@.tags || @.price == 12)].title", ["C"]),
      ("$.book[?@.nothing == @.neither].title", ["A", "B", "C"]),
      ("$.book[?@.nothing < @.neither].title", []),
      ("$.book[?@.title >= 'B' && @.title <= \"B\"].title", ["B"]),
      ("$.book[?@[ 'title' ] == 'B'].title", ["B"]),
      ("$..title", ["A", "B", "C"]),
      ("$.book[0]['title','title']", ["A", "A"]),
      ("$ .book [ 0 , 1 ] . title", nil),
      ("$.book [ 0 , 1 ]\n.title", ["A", "B"]),
    ] as [(String, [String]?)])
  func `a path selects what the standard says`(_ path: String, _ titles: [String]?) throws {
    guard let titles else {
      #expect(throws: JSONPathError.self) { try JSONPath(path) }
      return
    }
    let values = try JSONPath(path).values(in: store)
    #expect(values == titles.map { .string($0) }, "\(path)")
  }

  @Test func `texts are compared by code point and not by what looks alike`() throws {
    let document: JSON = ["\u{E9}", "e\u{301}", "\u{10000}", "\u{FFFF}"]
    #expect(try JSONPath("$[?@ == '\\u00e9']").values(in: document) == ["\u{E9}"])
    #expect(try JSONPath("$[?@ > '\u{FFFE}']").values(in: document) == ["\u{10000}", "\u{FFFF}"])
    #expect(try JSONPath("$[?length(@) == 2]").values(in: document) == ["e\u{301}"])
  }

  @Test func `a place is written as its normalized path`() throws {
    let document: JSON = ["a'b\\\n\u{1}": [["é": 1]]]
    let nodes = try JSONPath("$..*").nodes(in: document)
    #expect(nodes.last?.path == "$['a\\'b\\\\\\n\\u0001'][0]['é']")
    #expect(nodes.last?.pointer.description == "/a'b\\\n\u{1}/0/é")
  }

  @Test(arguments: [
    ("book", 0, "start the path at the root"),
    ("$.", 2, "names are written in quotes"),
    ("$[01]", 2, "without"),
    ("$[9007199254740992]", 2, "2^53"),
    ("$['a]", 2, "close it with '"),
    ("$['\\ud800']", 3, "both halves"),
    ("$[0", 3, "opened at character 2"),
    ("$[?@.a]x", 7, "in quotes"),
    ("$[?@.* == 1]", 3, "value() or count()"),
    ("$[?length(@.*) == 1]", 10, "value() or count()"),
    ("$[?length(@.a)]", 3, "compare it"),
    ("$[?match(@.a, 'a') == true]", 3, "without comparing"),
    ("$[?count('a') == 1]", 9, "starts with @ or $"),
    ("$[?size(@.a) == 1]", 3, "length(), count()"),
    ("$[?match(@.a) ]", 3, "give it 2"),
    ("$[?abc == @.a]", 3, "@.abc"),
    ("$[?(@.a == 1]", 12, "opened at character 4"),
  ])
  func `what is no path is refused with the place and what to do`(
    _ path: String, _ offset: Int, _ remedy: String
  ) throws {
    let error = try #require(throws: JSONPathError.self) { try JSONPath(path) }
    #expect(error.offset == offset, "\(path): \(error)")
    #expect(error.remedy.contains(remedy), "\(path): \(error)")
  }

  @Test func `hostile paths cost neither the stack nor the memory`() throws {
    let parentheses = String(repeating: "(", count: 100_000)
    #expect(throws: JSONPathError.self) { try JSONPath("$[?\(parentheses)@.a") }
    #expect(throws: JSONPathError.self) {
      try JSONPath("$[?" + String(repeating: "length(", count: 100_000))
    }
    #expect(throws: JSONPathError.self) {
      try JSONPath(String(repeating: "$[?@", count: 100_000))
    }
    let doubling = try JSONPath("$" + String(repeating: "['a','a']", count: 64))
    var document: JSON = 1
    for _ in 0..<64 { document = ["a": document] }
    #expect(throws: JSONPathError.self) {
      try doubling.values(in: document, limits: .init(visits: 100_000))
    }
    let deep = try JSONPath("$" + String(repeating: ".a", count: 64))
    #expect(try deep.values(in: document) == [1])
  }
}
