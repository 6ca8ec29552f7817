internal import Rendering

/// Text for a terminal of some width: paragraphs are filled, tables and code keep their shape.
struct TextLayout: Sendable {
  let width: Int

  init(width: Int) {
    self.width = max(20, width)
  }

  /// Fills a paragraph; the first line begins with one text, those that follow with another.
  func filled(_ text: String, first: String = "", rest: String = "") -> [String] {
    var lines: [String] = []
    var line = first
    var isEmpty = true
    for word in text.split(separator: " ") {
      let length = line.columns + (isEmpty ? 0 : 1) + String(word).columns
      if length > width, !isEmpty {
        lines.append(line)
        line = rest
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return lines + [line]
  }

  /// Lays out terms with what they mean, in two columns where there is room.
  func definitions(_ pairs: [(term: String, text: String)], indent: Int = 2) -> [String] {
    let start = String(repeating: " ", count: indent)
    let longest = pairs.map(\.term.columns).max() ?? 0
    let column = min(longest, width < 60 ? 12 : 30) + indent + 2
    let rest = String(repeating: " ", count: width < 60 ? indent + 4 : column)
    return pairs.flatMap { term, text -> [String] in
      let head = start + term
      if head.columns + 2 > column || width < 60 && longest > 12 {
        return filled(term, first: start, rest: start + "  ")
          + filled(text, first: rest, rest: rest)
      }
      let gap = String(repeating: " ", count: column - head.columns)
      return filled(text, first: head + gap, rest: String(repeating: " ", count: column))
    }
  }

  /// Lays out a text as it stands in the sources: lines of a paragraph are joined, `term   text` is a
  /// definition, an indented line alone is code.
  func laidOut(_ text: String) -> [String] {
    var lines: [String] = []
    var block: [Substring] = []
    let all = text.split(separator: "\n", omittingEmptySubsequences: false) + [Substring()]
    for line in all {
      if line.isEmpty {
        lines += laidOut(block) + [""]
        block = []
      } else {
        block.append(line)
      }
    }
    return Array(lines.dropLast())
  }

  private func laidOut(_ block: [Substring]) -> [String] {
    var lines: [String] = []
    var rest = block[...]
    while let line = rest.popFirst() {
      if line.hasPrefix(" ") {
        lines += code(line)
      } else if let match = line.wholeMatch(of: /(\S+(?: \S+)*) {2,}(\S.*)/) {
        let column = line.distance(from: line.startIndex, to: match.2.startIndex)
        var words = String(match.2)
        while let next = rest.first, next.prefix(while: { $0 == " " }).count == column {
          words += " " + rest.removeFirst().drop { $0 == " " }
        }
        let indent = width < 60 ? "    " : String(repeating: " ", count: column)
        let head =
          width < 60 ? "\(match.1): " : line[..<match.2.startIndex].description
        lines += filled(words, first: head, rest: indent)
      } else {
        var words = String(line)
        while let next = rest.first, !next.hasPrefix(" "), !next.contains("  ") {
          words += " " + rest.removeFirst()
        }
        lines += filled(words)
      }
    }
    return lines
  }

  /// A line of code; one that is too long goes on further in.
  private func code(_ line: Substring) -> [String] {
    let indent = String(line.prefix { $0 == " " })
    return filled(String(line.drop { $0 == " " }), first: indent, rest: indent + "    ")
  }
}
