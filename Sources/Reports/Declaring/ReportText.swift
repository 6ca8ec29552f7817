/// A text of a manifest with words in braces that are filled in for a run.
package struct ReportText: Sendable, Hashable {
  package enum Word: String, Sendable, CaseIterable {
    case title, period, date, time, report, environment
  }

  /// What is wrong with a text.
  package struct Problem: Error, Sendable, Hashable {
    package let message: String
    package let remedy: String
  }

  private enum Piece: Hashable {
    case text(String)
    case word(Word)
  }

  private var pieces: [Piece] = []

  package init(_ text: String) throws(Problem) {
    var rest = text[...]
    while let start = rest.firstIndex(of: "{") {
      guard let end = rest[start...].firstIndex(of: "}") else {
        throw Problem(
          message: "a brace is not closed", remedy: "write {title}, or leave the brace out")
      }
      let name = String(rest[rest.index(after: start)..<end])
      guard let word = Word(rawValue: name) else {
        let names = Word.allCases.map { "{\($0.rawValue)}" }.joined(separator: ", ")
        throw Problem(
          message: "{\(name)} is no word that is filled in", remedy: "there are \(names)")
      }
      if start > rest.startIndex { pieces.append(.text(String(rest[..<start]))) }
      pieces.append(.word(word))
      rest = rest[rest.index(after: end)...]
    }
    if !rest.isEmpty { pieces.append(.text(String(rest))) }
  }

  package var words: Set<Word> {
    pieces.reduce(into: []) { if case .word(let word) = $1 { $0.insert(word) } }
  }

  package func filled(_ value: (Word) -> String) -> String {
    pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .word(let word): value(word)
      }
    }.joined()
  }

  /// Returns the text with what tells a message from the others of its report: when it is from, and
  /// which report it is.
  package var identifying: ReportText {
    var text = self
    if !words.contains(.report) { text.pieces += [.text(" ("), .word(.report), .text(")")] }
    if words.isDisjoint(with: [.date, .time, .period]) {
      text.pieces += [.text(" "), .word(.date)]
    }
    return text
  }
}
