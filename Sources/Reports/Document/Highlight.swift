/// A rule that makes cells stand out.
package struct Highlight: Sendable, Hashable {
  package enum Condition: Sendable, Hashable {
    case above(ReportNumber)
    case below(ReportNumber)
    case between(ReportNumber, ReportNumber)
    case equals(String)
    case contains(String)
    case isEmpty
  }

  package enum Tone: String, Sendable, CaseIterable {
    case good, warning, bad, accent
  }

  /// The place of the column whose cell is looked at.
  package var column: Int
  package var condition: Condition
  package var tone: Tone
  /// Whether the whole row stands out, and not the cell alone.
  package var coversRow: Bool

  package init(
    column: Int, _ condition: Condition, tone: Tone, coversRow: Bool = false
  ) {
    self.column = column
    self.condition = condition
    self.tone = tone
    self.coversRow = coversRow
  }

  /// Whether a cell fulfils the condition, given as written in the export and as its number.
  package func matches(_ text: String, _ number: ReportNumber?) -> Bool {
    switch condition {
    case .above(let limit): number.map { $0 > limit } ?? false
    case .below(let limit): number.map { $0 < limit } ?? false
    case .between(let low, let high): number.map { $0 >= low && $0 <= high } ?? false
    case .equals(let value): text == value
    case .contains(let value): text.contains(value)
    case .isEmpty: text.isEmpty
    }
  }
}

extension Palette {
  func colour(_ tone: Highlight.Tone) -> Colour {
    switch tone {
    case .good: good
    case .warning: warning
    case .bad: bad
    case .accent: accent
    }
  }
}
