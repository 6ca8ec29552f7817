import JSON
import JSONPath
import Testing

@Suite struct JaywayPathTests {
  private let document: JSON = ["a-b": 1, "c": [["d": 2, "e": 3], ["d": 4]], "n": .null]

  @Test(
    arguments: [
      ("$.a-b", .scalar(1)), ("a-b", .scalar(1)), ("['a-b']", .scalar(1)),
      ("$.['a-b']", .scalar(1)),
      ("$.c[0].d", .scalar(2)), ("$.c[-1].d", .scalar(4)), ("$.n", .scalar(.null)),
      ("$.c[7]", .missing), ("$.nothing.below", .missing),
      ("$.c[*].d", .list([2, 4])), ("$..d", .list([2, 4])), ("$..nothing", .list([])),
      ("$.c[?(@.d == 4)].d", .list([4])), ("$.c[0:1].d", .list([2])),
      ("$.c[0,1].d", .list([2, 4])),
      ("$.c[0]['d','e']", .scalar(["d": 2, "e": 3])), ("$.c[1]['d','e']", .scalar(["d": 4])),
      ("$.c[1]['x','y']", .missing),
    ] as [(String, JSONPath.Outcome)])
  func `a definite path yields a value, any other a list`(
    _ path: String, _ outcome: JSONPath.Outcome
  ) throws {
    let path = try JSONPath(path, dialect: .jayway)
    #expect(try path.outcome(in: document) == outcome)
    if case .list = outcome { #expect(!path.isDefinite) } else { #expect(path.isDefinite) }
  }

  @Test(arguments: ["", ".a", "$a", "$.", "$.a.", "$.a b", "$[a]", "$.a..", " $"])
  func `what neither spelling allows is refused`(_ path: String) {
    #expect(throws: JSONPathError.self) { try JSONPath(path, dialect: .jayway) }
  }

  @Test(arguments: ["$.a-b", "a", "$.['a']", "$.@x"])
  func `the standard does not take the other spellings`(_ path: String) {
    #expect(throws: JSONPathError.self) { try JSONPath(path) }
  }
}
