import Diagnostics
import JSON
import Testing
import YAML

@Suite struct YAMLFormattingTests {
  private func formatted(_ text: String) throws -> String {
    let file = try YAML.formatted(SourceFile(name: "m.yaml", text: text))
    return String(decoding: file.bytes, as: UTF8.self)
  }

  private func check(_ text: String, _ result: String) throws {
    #expect(try formatted(text) == result)
    #expect(try formatted(result) == result)
  }

  @Test(arguments: [
    ("a:\n    b:\n        c: 1\n    d: 2\n", "a:\n  b:\n    c: 1\n  d: 2\n"),
    ("a:\n- 1\n-   b: 2\n    c: 3\n", "a:\n  - 1\n  - b: 2\n    c: 3\n"),
    ("- - 1\n  - 2\n-\n    - 3\n", "- - 1\n  - 2\n-\n  - 3\n"),
    ("a:    1\nb :  2\n", "a: 1\nb: 2\n"),
    ("a:\n      x\nb:\n   'y'\n", "a:\n  x\nb:\n  'y'\n"),
    ("- a:\n  - b\n  c: 1\n", "- a:\n    - b\n  c: 1\n"),
    ("a:   &x   !!map\n     b: 1\nc:   *x\n", "a: &x !!map\n  b: 1\nc: *x\n"),
    ("&k a:  1\nb: {*k  :  2}\n*k  :\n   c: 3\n", "&k a: 1\nb: {*k : 2}\n*k :\n  c: 3\n"),
    ("a: 1   \n\n\n\nb: 2\n \n", "a: 1\n\nb: 2\n"),
    ("\n\n\na: 1", "a: 1\n"),
    ("a: 1\r\nb:\r\n   c: 2\r\n", "a: 1\nb:\n  c: 2\n"),
    ("\u{FEFF}a:   1\nb:\n   c: é\n", "\u{FEFF}a: 1\nb:\n  c: é\n"),
    (
      "---\na: 1\n---   \n\n\n---\n- x\n...\n...\n b: 1\n",
      "---\na: 1\n---\n\n---\n- x\n...\n...\nb: 1\n"
    ),
    ("---   'x'   # c\n", "--- 'x'   # c\n"),
    ("", ""), ("\n\n", ""), ("# c", "# c\n"), ("  # c\n\n\n# d\n", "# c\n\n# d\n"),
  ])
  func `lines are indented by two, with as little space as can be`(
    text: String, result: String
  ) throws {
    try check(text, result)
  }

  @Test(arguments: [
    (
      "a: 1     # c\nb: 2 #c\nc: 3 #!x\nd: 4 ## x\n",
      "a: 1     # c\nb: 2 # c\nc: 3 #!x\nd: 4 ## x\n"
    ),
    (
      "#!x\n# yaml-language-server: $schema=x\n#own\na: 1\n",
      "#!x\n# yaml-language-server: $schema=x\n#own\na: 1\n"
    ),
    (
      "a:\n    # b\n    b: 1\n    # end of a\n# c\nc: 1\n  # d\n",
      "a:\n  # b\n  b: 1\n  # end of a\n# c\nc: 1\n# d\n"
    ),
    ("a: # x\n# y\n- 1\n# z\n- 2\n# b\nb: 1\n", "a: # x\n  # y\n  - 1\n  # z\n  - 2\n# b\nb: 1\n"),
    (
      "a:\n    - b: 1\n      # in b\n    # in a\n      # in b\n",
      "a:\n  - b: 1\n    # in b\n  # in a\n    # in b\n"
    ),
    ("a: 1\n--- # x\nb: 1\n# y\n...   #z\n# w\n", "a: 1\n--- # x\nb: 1\n# y\n... # z\n# w\n"),
    ("a: 1\n\n\n# x\n\n\n# y\n\nb: 1\n", "a: 1\n\n# x\n\n# y\n\nb: 1\n"),
  ])
  func `comments stay with what they are about`(text: String, result: String) throws {
    try check(text, result)
  }

  @Test(arguments: [
    ("a:   |\n      x\n       y\n\n\n      z\n\n\nb: 1\n", "a: |\n  x\n   y\n\n\n  z\n\nb: 1\n"),
    (
      "a:\n    - >-   # c\n       x  \n     # d\n    - 1\n",
      "a:\n  - >-   # c\n    x  \n  # d\n  - 1\n"
    ),
    ("a: |+\n    x\n\n\n\nb: 1\n", "a: |+\n  x\n\n\n\nb: 1\n"),
    ("a: |4-\n      x\n    y\nb: 1\n", "a: |2-\n    x\n  y\nb: 1\n"),
    ("a: |\n    x\n        \n    \nb: 1\n", "a: |\n  x\n      \n\nb: 1\n"),
    ("a: |\n    x", "a: |-\n  x\n"),
    ("a: >+\n    x\n    y", "a: >-\n  x\n  y\n"),
    ("a: |\r\n    x\r\n    y\r\n", "a: |\n  x\n  y\n"),
    ("--- |\n    x\n", "--- |\n  x\n"),
    ("a: x\n     y\n\n\n     z\nb: 1\n", "a: x\n     y\n\n\n     z\nb: 1\n"),
    ("a:\n    b: \"x\n        y \\\n        z\"\n", "a:\n  b: \"x\n      y \\\n      z\"\n"),
    ("a:\n    b:  'x  \n\n\n     y'\n", "a:\n  b: 'x\n\n\n   y'\n"),
    ("a:\n    b: [x,\n # c\n     y]\n", "a:\n  b: [x,\n# c\n   y]\n"),
  ])
  func `texts of several lines move with what they belong to`(
    text: String, result: String
  ) throws {
    try check(text, result)
  }

  @Test(arguments: [
    ("a: { b : 1,c: [ x,y , ],  d: {  } }\n", "a: {b: 1, c: [x, y], d: {}}\n"),
    ("a: [ \"x\":1, &b  y, !!map  {z: 1} ]\n", "a: [\"x\": 1, &b y, !!map {z: 1}]\n"),
    ("a: [ 'x,  y', k: v ]\n", "a: ['x,  y', k: v]\n"),
    ("{ a, b: 1 }\n", "{a, b: 1}\n"),
    ("a:  &x  !!map  { b :  1 }\n", "a: &x !!map {b: 1}\n"),
    ("a: { b: , c: 1 }\n", "a: { b: , c: 1 }\n"),
    ("a: {   # c\n   b:   1,\n   c: [ x,y ]   \n}\n", "a: {   # c\n   b:   1,\n   c: [ x,y ]\n}\n"),
    ("a:\n    b: [\n      x,\n      y\n    ]\n", "a:\n  b: [\n    x,\n    y\n  ]\n"),
    ("a:\n- [x,\n   y]\n", "a:\n  - [x,\n     y]\n"),
  ])
  func `flow collections on one line get single spaces, longer ones move`(
    text: String, result: String
  ) throws {
    try check(text, result)
  }

  @Test(arguments: [
    (
      "# file\n\n# about spec\nspec:\n    a: 1 # one\n    # end\n\n# about kind\nkind: K\nx: 1\napiVersion: v1\n\n# meta\nmetadata: {}\n# tail\n",
      "# file\n\napiVersion: v1\n\n# about kind\nkind: K\n\n# meta\nmetadata: {}\n# about spec\nspec:\n  a: 1 # one\n  # end\nx: 1\n# tail\n"
    ),
    (
      "# yaml-language-server: x\n# c\nkind: K\napiVersion: v1\n---\nkind: L\napiVersion: v1\n",
      "# yaml-language-server: x\napiVersion: v1\n# c\nkind: K\n---\napiVersion: v1\nkind: L\n"
    ),
    ("spec: 1\nkind: K\n", "spec: 1\nkind: K\n"),
    ("kind: &k K\napiVersion: *k\n", "kind: &k K\napiVersion: *k\n"),
  ])
  func `a manifest's members stand in their order`(text: String, result: String) throws {
    try check(text, result)
  }

  @Test(arguments: [
    "? a\n:   b\n", "%YAML 1.2\n---\na:   1\n", "a:   1\rb: 2\n",
  ])
  func `what the formatter does not know stays as it is`(text: String) throws {
    try check(text, text)
  }

  @Test(arguments: ["a: [\n", "a: \u{1}\n", "a:\n\tb: 1\n"])
  func `what cannot be read is an error`(text: String) {
    #expect(throws: DiagnosticsError.self) { try formatted(text) }
  }

  @Test func `a file that would say something else is refused`() throws {
    let file = SourceFile(name: "m.yaml", text: " ---\n a\n")
    let error = try #require(throws: DiagnosticsError.self) { try YAML.formatted(file) }
    #expect(error.diagnostics.map(\.code) == ["format-not-possible"])
  }
}
