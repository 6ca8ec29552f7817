extension Style {
  /// Returns a finished text as the reader's terminal, or the runner of a pipeline, takes it: no line
  /// is a command to a runner, none longer than it should be, no letter one that cannot be shown.
  package func finished(_ text: String) -> String {
    var text = WorkflowCommands.disarmed(text)
    if isASCII { text = Self.spelled(text) }
    return folds ? folded(text) : text
  }

  /// Returns a text in ASCII: our own signs by others, and what others wrote as escapes.
  private static func spelled(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    return text.unicodeScalars.reduce(into: "") { result, scalar in
      if scalar.isASCII {
        result.unicodeScalars.append(scalar)
      } else {
        result += signs[scalar] ?? "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      }
    }
  }

  private static let signs: [Unicode.Scalar: String] = [
    "→": "->", "⇒": "=>", "∓": "-/+", "−": "-", "·": "|", "…": "...", "✓": "ok", "✗": "x",
    "✉": "mail", "–": "-", "—": "-", "×": "x", "“": "\"", "”": "\"", "’": "'",
  ]

  /// Breaks lines that are too long at a space, and indents what follows a little more.
  private func folded(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.utf8.count > width ? folded(line: line) : String(line)
    }.joined(separator: "\n")
  }

  private func folded(line: Substring) -> String {
    let indent = String(repeating: " ", count: min(line.prefix { $0 == " " }.count + 4, width / 2))
    var rows: [String] = []
    var row = ""
    var used = 0
    for word in line.split(separator: " ", omittingEmptySubsequences: false) {
      let columns = String(word).columnsWithoutColor
      if used + columns > width, !row.allSatisfy({ $0 == " " }) {
        rows.append(row.trimmedEnd)
        (row, used) = (indent, indent.utf8.count)
      }
      row += "\(word) "
      used += columns + 1
    }
    return (rows + [row.trimmedEnd]).joined(separator: "\n")
  }
}

extension String {
  /// How many columns the text takes where a terminal acts on the codes of colours in it.
  fileprivate var columnsWithoutColor: Int {
    guard contains("\u{1B}") else { return columns }
    return split(separator: "\u{1B}", omittingEmptySubsequences: false).enumerated()
      .reduce(0) { sum, part in
        let shown = part.offset == 0 ? part.element : part.element.drop { $0 != "m" }.dropFirst()
        return sum + String(shown).columns
      }
  }

  fileprivate var trimmedEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
