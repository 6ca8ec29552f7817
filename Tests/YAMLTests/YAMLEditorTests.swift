import Diagnostics
import JSON
import TestSupport
import Testing
import YAML

@Suite struct YAMLEditorTests {
  private func editor(_ text: String) throws -> YAMLEditor {
    try YAMLEditor(SourceFile(name: "m.yaml", text: text))
  }

  private func set(_ text: String, _ pointer: String, _ value: String) throws -> String {
    var editor = try editor(text)
    let pointer = try #require(JSONPointer(parsing: pointer))
    try editor.set(pointer, to: JSON.parse(value), inDocument: 0)
    return editor.text
  }

  private func remove(_ text: String, _ pointer: String) throws -> String {
    var editor = try editor(text)
    try editor.remove(try #require(JSONPointer(parsing: pointer)), inDocument: 0)
    return editor.text
  }

  @Test(arguments: [
    ("a: 1  # one\nb:   x\n", "/a", "2", "a: 2  # one\nb:   x\n"),
    ("a: x\n", "/a", "true", "a: true\n"),
    ("a: 0x10\n", "/a", "16", "a: 0x10\n"),
    ("a: 'x' # c\n", "/a", #""it's""#, "a: 'it''s' # c\n"),
    ("a: 'x'\n", "/a", "5", "a: 5\n"),
    ("a: 'x'\n", "/a", #""y\nz""#, "a: \"y\\nz\"\n"),
    ("a: \"x\"\n", "/a", #""y""#, "a: \"y\"\n"),
    ("a: x\n", "/a", #""12""#, "a: \"12\"\n"),
    ("a: x\n", "/a", #""yes""#, "a: \"yes\"\n"),
    ("a: x # c\nb: 1\n", "/a", #""l\nm\n""#, "a: | # c\n  l\n  m\nb: 1\n"),
    ("a: | # c\n  l\n  m\n\n# d\nb: 1\n", "/a", #""x""#, "a: x # c\n\n# d\nb: 1\n"),
    ("a: x\n  # c\nb: 1\n", "/a", #""l\nm""#, "a: \"l\\nm\"\n  # c\nb: 1\n"),
    ("a: >-\n  l\n  m\nb: 1\n", "/a", "null", "a: null\nb: 1\n"),
    ("a: |+\n  l\n\nb: 1\n", "/a", #""k\n""#, "a: |\n  k\nb: 1\n"),
    ("a: l\n  m\n  n # c\nb: 1\n", "/a", "1", "a: 1 # c\nb: 1\n"),
    ("a: \"l\n  m\" # c\nb: 1\n", "/a", #""n""#, "a: \"n\" # c\nb: 1\n"),
    ("a:\nb: 1\n", "/a", #""x""#, "a: x\nb: 1\n"),
    ("a: # c\nb: 1\n", "/a", #""x""#, "a: x # c\nb: 1\n"),
    ("a:\n  # c\n  x # d\nb: 1\n", "/a", "2", "a:\n  # c\n  2 # d\nb: 1\n"),
    ("- 1\n-\n- 3\n", "/1", "2", "- 1\n- 2\n- 3\n"),
    ("{a: 1, b: x}\n", "/b", #""y, z""#, "{a: 1, b: \"y, z\"}\n"),
    ("{a: 1, b}\n", "/b", "2", "{a: 1, b: 2}\n"),
    ("{a: 1, b: }\n", "/b", "2", "{a: 1, b: 2 }\n"),
    ("a: 1\r\nb: 'x'\r\n", "/a", #""l\nm\n""#, "a: |\r\n  l\r\n  m\r\nb: 'x'\r\n"),
    ("\u{FEFF}a: é\nb: 1\n", "/b", "2", "\u{FEFF}a: é\nb: 2\n"),
    ("a: 1", "/a", #""l\nm\n""#, "a: |\n  l\n  m\n"),
    ("a: !!str 1\n", "/a", "2", "a: 2\n"),
    ("a: &x 1\n", "/a", "2", "a: &x 2\n"),
    ("--- x # c\n", "", "1", "--- 1 # c\n"),
    ("--- x # c\n", "", #"{"a":1}"#, "--- # c\na: 1\n"),
  ])
  func `a scalar is replaced where it stands`(
    text: String, pointer: String, value: String, result: String
  ) throws {
    #expect(try set(text, pointer, value) == result)
  }

  @Test(arguments: [
    ("a: 1 # c\nb: 1\n", "/a", #"{"x":1,"z":[2]}"#, "a: # c\n  x: 1\n  z:\n    - 2\nb: 1\n"),
    ("a: # c\n  x: 1 # d\n  # e\n  z: 2\nb: 1\n", "/a", "5", "a: 5 # c\nb: 1\n"),
    ("- 1 # c\n- 2\n", "/0", #"{"x":1,"z":2}"#, "- x: 1 # c\n  z: 2\n- 2\n"),
    ("- x: 1\n  z: 2\n- 2\n", "/0", "1", "- 1\n- 2\n"),
    ("- &a 1\n- 2\n", "/0", #"{"x":1,"z":2}"#, "- &a\n  x: 1\n  z: 2\n- 2\n"),
    ("a: {x: 1} # c\n", "/a", "1", "a: 1 # c\n"),
    ("a: [x] # c\n", "/a", #"["z",1]"#, "a: [z, 1] # c\n"),
    ("a: [x: 1]\n", "/a/0", #"["z",{"b":[]}]"#, "a: [[z, {b: []}]]\n"),
    ("a: {} # c\n", "/a", #"{"x":1}"#, "a: # c\n  x: 1\n"),
    ("a:\n- 1\n- 2\nb: 1\n", "/a", #"[3]"#, "a:\n  - 3\nb: 1\n"),
    ("a: 1\n# c\n", "", "[1]", "- 1\n# c\n"),
    ("? a\n? b\n: 1\n", "/a", "2", "? a\n: 2\n? b\n: 1\n"),
  ])
  func `a scalar becomes a collection, and a collection a scalar`(
    text: String, pointer: String, value: String, result: String
  ) throws {
    #expect(try set(text, pointer, value) == result)
  }

  @Test(arguments: [
    ("a: 1 # c\n# d\n", "/b", "2", "a: 1 # c\nb: 2\n# d\n"),
    (
      "a:\n    b: 1\n    # - x\nc: 1\n", "/a/d", #"{"e":1}"#,
      "a:\n    b: 1\n    d:\n      e: 1\n    # - x\nc: 1\n"
    ),
    ("a:\n  b: 1\n  # e\n\n\n# f\n", "/c", "2", "a:\n  b: 1\n  # e\nc: 2\n\n\n# f\n"),
    ("a: 1", "/b", "2", "a: 1\nb: 2"),
    ("a: |\n  x", "/b", "2", "a: |-\n  x\nb: 2"),
    ("a: |+\n  x\n\n\nb: 1\n", "/c", "2", "a: |+\n  x\n\n\nb: 1\nc: 2\n"),
    ("a: {b: 1}\n", "/a/c", #""x y""#, "a: {b: 1, c: x y}\n"),
    ("a: {b: 1,}\n", "/a/c", "2", "a: {b: 1, c: 2,}\n"),
    ("a: {\n  b: 1 # x\n}\n", "/a/c", "2", "a: {\n  b: 1, # x\n  c: 2\n}\n"),
    ("a: [\n  1, # x\n]\n", "/a/-", "2", "a: [\n  1, # x\n  2,\n]\n"),
    ("a: {}\n", "/a/b/c", "2", "a:\n  b:\n    c: 2\n"),
    ("a: {b: {}}\n", "/a/b/c", "2", "a: {b: {c: 2}}\n"),
    ("a:\nb: 1\n", "/a/c", "2", "a:\n  c: 2\nb: 1\n"),
    (
      "a:\n- 1\n- b: 2\n  c: 3 # x\nd: 1\n", "/a/2", "[4]",
      "a:\n- 1\n- b: 2\n  c: 3 # x\n- - 4\nd: 1\n"
    ),
    ("- 1\n- 2\n", "/-", #"{"a":1,"b":2}"#, "- 1\n- 2\n- a: 1\n  b: 2\n"),
    ("- a: 1\n- 2\n", "/0/b", #""l\nm""#, "- a: 1\n  b: |-\n    l\n    m\n- 2\n"),
    ("a: 1\r\n", "/b/c", "2", "a: 1\r\nb:\r\n  c: 2\r\n"),
    ("[a: 1]\n", "/0/b", "2", "[{a: 1, b: 2}]\n"),
    ("a: 1\n", "/yes", "2", "a: 1\n\"yes\": 2\n"),
  ])
  func `what is missing is added behind the last`(
    text: String, pointer: String, value: String, result: String
  ) throws {
    #expect(try set(text, pointer, value) == result)
  }

  @Test(arguments: [
    ("a: &x {b: 1}\nc: *x # d\n", "/c", "1", "a: &x {b: 1}\nc: 1 # d\n"),
    ("a: &x {b: 1}\nc: *x # d\n", "/c/b", "2", "a: &x {b: 1}\nc: # d\n  b: 2\n"),
    (
      "a: &x {b: {d: 1}}\nc: {<<: *x}\n", "/c/b/d", "2",
      "a: &x {b: {d: 1}}\nc: {<<: *x, b: {d: 2}}\n"
    ),
    ("a: &x {b: 1}\nc:\n  <<: *x\n", "/c/b", "2", "a: &x {b: 1}\nc:\n  <<: *x\n  b: 2\n"),
    ("a: &x 1\nb: [*x, *x]\n", "/b/0", "2", "a: &x 1\nb: [2, *x]\n"),
    ("a: &x 1\nb: &x 2\nc: *x\n", "/a", "3", "a: &x 3\nb: &x 2\nc: *x\n"),
  ])
  func `a value that an alias provides becomes the place's own`(
    text: String, pointer: String, value: String, result: String
  ) throws {
    #expect(try set(text, pointer, value) == result)
  }

  @Test(arguments: [
    ("a: 1\n# c\nb: 2 # d\n# e\nc: 3\n", "/b", "a: 1\n# e\nc: 3\n"),
    ("# top\n\n# c\n# d\na: 1\nb: 2\n", "/a", "# top\n\nb: 2\n"),
    ("a:\n  b: 1\n  # x\nc: 1\n", "/a", "c: 1\n"),
    ("# yaml-language-server: x\n# a\na: 1\nb: 2\n", "/a", "# yaml-language-server: x\nb: 2\n"),
    ("a: 1\nb: |\n  x\n\n\n# c\n", "/b", "a: 1\n\n\n# c\n"),
    ("a:\n  b: 1 # c\nd: 1\n", "/a/b", "a: {}\nd: 1\n"),
    ("a: # c\n  - b\n", "/a/0", "a: [] # c\n"),
    ("a: 1\n", "/a", "{}\n"),
    ("- a: 1 # c\n  b: 2\n", "/0/a", "- b: 2\n"),
    ("- a: 1\n  # c\n  b: 2\n", "/0/a", "- \n  # c\n  b: 2\n"),
    ("- - 1\n  - 2\n", "/0/0", "- - 2\n"),
    ("- a: 1\n- 2\n", "/0", "- 2\n"),
    ("{a: 1, b: 2, c: 3}\n", "/a", "{b: 2, c: 3}\n"),
    ("{a: 1, b: 2, c: 3}\n", "/b", "{a: 1, c: 3}\n"),
    ("{a: 1, b: 2, c: 3 }\n", "/c", "{a: 1, b: 2 }\n"),
    ("{a: 1 }\n", "/a", "{}\n"),
    ("[a, b,]\n", "/1", "[a,]\n"),
    ("x: [\n  # a\n  a, # c\n  b # d\n]\n", "/x/0", "x: [\n  b # d\n]\n"),
    ("x: [\n  a, # c\n  b # d\n]\n", "/x/1", "x: [\n  a # c\n]\n"),
    ("a: &x {b: 1, c: 2}\nd: *x\n", "/d/b", "a: &x {b: 1, c: 2}\nd:\n  c: 2\n"),
    ("a: 1\r\nb: 2\r\nc: 3\r\n", "/b", "a: 1\r\nc: 3\r\n"),
    ("a: 1\nb: 2", "/b", "a: 1\n"),
  ])
  func `a removed member takes its comments with it`(
    text: String, pointer: String, result: String
  ) throws {
    #expect(try remove(text, pointer) == result)
  }

  @Test(arguments: [
    ("a: 1\n", "a: 1\n---\nb: 2\n"), ("a: 1", "a: 1\n---\nb: 2\n"), ("", "b: 2\n"),
    ("# c\n", "# c\nb: 2\n"), ("a: |\n  x", "a: |-\n  x\n---\nb: 2\n"),
    ("a: 1\n...\n", "a: 1\n...\n---\nb: 2\n"), ("a: 1\r\n", "a: 1\r\n---\r\nb: 2\r\n"),
  ])
  func `a document is added at the end`(text: String, result: String) throws {
    var editor = try editor(text)
    try editor.append(document: ["b": 2])
    #expect(editor.text == result)
  }

  @Test(arguments: [
    ("edit-anchored", "a: 1️⃣&x {b: 1}\nc: *x\n", "/a"),
    ("edit-anchored", "a: &x {b: 1️⃣1}\nc: *x\n", "/a/b"),
    ("edit-anchored", "a: 1️⃣&x {b: 1}\nc: *x\n", "/a/d"),
    ("edit-anchored", "a: 1️⃣{b: &x 1}\nc: *x\n", "/a"),
    ("edit-anchored", "a: 1️⃣&x {b: 1}\nc: {<<: *x}\n", "/a"),
    ("edit-not-possible", "a: 1️⃣1\n", "/a/b"),
    ("edit-not-possible", "a: 1️⃣[1]\n", "/a/3"),
    ("edit-not-possible", "a: 1️⃣[1]\n", "/a/b"),
  ])
  func `what cannot be set is refused and nothing changes`(
    code: String, text: String, pointer: String
  ) throws {
    let text = MarkedText(text)
    var editor = try YAMLEditor(text.file)
    let pointer = try #require(JSONPointer(parsing: pointer))
    let error = try #require(throws: DiagnosticsError.self) {
      try editor.set(pointer, to: 5, inDocument: 0)
    }
    #expect(error.diagnostics.map(\.code) == [code])
    let places = error.diagnostics.compactMap(\.location).map { "\($0.line):\($0.column)" }
    #expect(places == text.places)
    #expect(editor.bytes == text.file.bytes)
  }

  @Test(arguments: [
    ("a: &x {b: 1}\nc: {<<: *x, d: 1}\n", "/c/b"), ("a: &x {b: 1}\nc: {<<: *x, b: 2}\n", "/c/b"),
    ("a: &x {b: 1}\nc: *x\n", "/a/b"), ("a: 1\n", "/b"), ("a: 1\n", ""), ("a: [1]\n", "/a/1"),
  ])
  func `what cannot be removed is refused and nothing changes`(text: String, pointer: String) throws
  {
    var editor = try editor(text)
    let pointer = try #require(JSONPointer(parsing: pointer))
    #expect(throws: DiagnosticsError.self) { try editor.remove(pointer, inDocument: 0) }
    #expect(editor.text == text)
  }

  @Test func `a document that is not there, and a file that cannot be read, are refused`() throws {
    var editor = try editor("a: 1\n---\n---\nb: 1\n")
    #expect(throws: DiagnosticsError.self) { try editor.set(["a"], 2, 2) }
    try editor.set(["b"], 2, 1)
    #expect(editor.text == "a: 1\n---\n---\nb: 2\n")
    #expect(throws: DiagnosticsError.self) { try self.editor("a: [\n") }
    #expect(throws: DiagnosticsError.self) { try self.editor("a: 1\na: 2\n") }
  }

  @Test func `edits follow each other`() throws {
    var editor = try editor("# top\na: 1 # one\nb: [x]\n")
    try editor.set(["a"], ["c": 1], 0)
    try editor.set(["a", "d"], [], 0)
    try editor.set(["b", "-"], "z", 0)
    try editor.remove(JSONPointer(["a", "c"]), inDocument: 0)
    #expect(editor.text == "# top\na: # one\n  d: []\nb: [x, z]\n")
  }
}

extension YAMLEditor {
  fileprivate mutating func set(_ path: [String], _ value: JSON, _ index: Int) throws {
    try set(JSONPointer(path), to: value, inDocument: index)
  }
}
