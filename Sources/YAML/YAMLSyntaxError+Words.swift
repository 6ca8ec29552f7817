import Diagnostics

extension YAMLSyntaxError {
  /// Returns the error in words for the person who wrote the file.
  func diagnostic(in file: SourceFile) -> Diagnostic {
    let mark = place
    let place = SourceLocation(file: file, line: mark.line, column: mark.column)
    var notes: [Diagnostic.Note] = []
    if let contextMark, contextMark != mark, let context {
      let start = SourceLocation(file: file, line: contextMark.line, column: contextMark.column)
      notes.append(.init(Self.words(forContext: context), at: start))
    }
    return .error(
      "yaml-syntax", Self.words(forProblem: problem), at: place, notes: notes,
      hint: hint(in: SourceText(file: file, mark: mark)))
  }

  /// Where the person must look: for a key without a colon that is the key, not what is behind it.
  private var place: YAMLMark {
    problem == Self.missingColon ? contextMark ?? mark : mark
  }

  private func hint(in text: SourceText) -> String? {
    if text.isVariableInFlow {
      return "put the value in quotes: inside { } and [ ] a text like \"${name}\" needs them"
    }
    if text.hasTabIndentation { return "indent with spaces: YAML allows no tab there" }
    switch (text.next, problem) {
    case ("@", Self.cannotStart), ("`", Self.cannotStart), ("%", Self.cannotStart):
      return "put the value in quotes: a plain text cannot start with this character"
    case (_, "mapping values are not allowed in this context"):
      return "put the value in quotes if it has \": \" in it, or check the indentation"
    case (_, Self.missingColon):
      return "a key needs a colon behind it, and a text of several lines needs indentation"
    case (_, "did not find expected key"), (_, "did not find expected '-' indicator"):
      return "check the indentation of this line"
    case (_, "found unknown escape character"):
      return "write \\\\ for a backslash, or use single quotes"
    default: return nil
    }
  }

  private static let cannotStart = "found character that cannot start any token"

  private static let missingColon = "could not find expected ':'"

  /// Libyaml's words with ours beside them; what is not listed is plain enough as it is.
  private static let problems: [String: String] = [
    cannotStart: "no value can start with this character",
    "mapping values are not allowed in this context": "a mapping cannot start here",
    "mapping keys are not allowed in this context": "a key cannot stand here",
    "block sequence entries are not allowed in this context": "a list entry cannot stand here",
    missingColon: "the key has no colon behind it",
    "did not find expected key": "a key of the mapping, or its end, must stand here",
    "did not find expected '-' indicator": "an entry of the list, or its end, must stand here",
    "did not find expected ',' or ']'": "\",\" or \"]\" must stand here",
    "did not find expected ',' or '}'": "\",\" or \"}\" must stand here",
    "did not find expected node content": "a value must stand here",
    "did not find expected <document start>": "\"---\" must stand before another document",
    "found unexpected end of stream": "the file ends inside a quoted text",
    "found unexpected document indicator": "the document ends inside a quoted text",
    "found unknown escape character": "this escape does not exist",
    "found undefined tag handle": "the tag starts with a handle that no %TAG declares",
    "found incompatible YAML document": "only YAML 1.1 and 1.2 can be read",
  ]

  private static func words(forProblem problem: String) -> String {
    problems[problem] ?? problem
  }

  /// Turns "while parsing a block mapping" into "the block mapping starts here".
  private static func words(forContext context: String) -> String {
    for start in ["while parsing a ", "while scanning a ", "while scanning an "]
    where context.hasPrefix(start) {
      return "the \(context.dropFirst(start.utf8.count)) starts here"
    }
    return context
  }
}

/// What stands around the place of an error.
private struct SourceText {
  private let line: [Unicode.Scalar]
  private let index: Int

  init(file: SourceFile, mark: YAMLMark) {
    line = Array((file.line(mark.line) ?? "").unicodeScalars)
    index = mark.column - 1
  }

  var next: Unicode.Scalar? { line.indices.contains(index) ? line[index] : nil }

  var hasTabIndentation: Bool { line.prefix { $0 == " " || $0 == "\t" }.contains("\t") }

  /// Whether the error is at the braces of a `${name}`, or at the first thing behind them.
  var isVariableInFlow: Bool {
    zip(line, line.dropFirst()).enumerated().contains { offset, pair in
      pair == ("$", "{") && (offset...(offset + 2)).contains(index)
    }
  }
}
