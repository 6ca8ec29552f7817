/// A column: what it is called, what its cells hold, and how they stand.
package struct ReportColumn: Sendable, Hashable {
  package enum Alignment: String, Sendable, CaseIterable {
    case left, center, right
  }

  package enum Width: Sendable, Hashable {
    /// As wide as the cells and the room allow.
    case automatic
    case points(Double)
    /// A part of the table's width, 0...1.
    case share(Double)
  }

  package var label: String
  package var kind: ValueKind
  package var alignment: Alignment
  package var width: Width
  /// What stands under the column at the end of each group and of the table.
  package var total: Total?
  /// Makes a cell that is an http or https address lead there.
  package var isLink: Bool

  package init(
    _ label: String, _ kind: ValueKind = .text, alignment: Alignment? = nil,
    width: Width = .automatic, total: Total? = nil, isLink: Bool = false
  ) {
    self.label = label
    self.kind = kind
    self.alignment = alignment ?? (kind.isNumeric ? .right : .left)
    self.width = width
    self.total = total
    self.isLink = isLink
  }
}

/// What the cells of a column hold, and how that is written.
package enum ValueKind: Sendable, Hashable {
  case text
  /// A number; nil keeps the decimals that each cell has, which then stand below one another.
  case number(decimals: Int? = nil, unit: String = "")
  /// A length of time, given as a number of units or as `h:mm:ss`.
  case duration(from: DurationUnit = .milliseconds, as: DurationStyle = .clock)
  /// An ISO 8601 date or time in a pattern of `yyyy MM dd HH mm ss`; its zone is not changed.
  case date(pattern: String = "yyyy-MM-dd HH:mm")
  /// A share of one, or where it is given so already, a number of hundredths.
  case percent(decimals: Int = 1, isHundredths: Bool = false)

  package var isNumeric: Bool {
    switch self {
    case .text, .date: false
    case .number, .duration, .percent: true
    }
  }
}

package enum DurationUnit: String, Sendable, CaseIterable {
  case milliseconds, seconds, minutes
}

package enum DurationStyle: String, Sendable, CaseIterable {
  /// `1:02:03`
  case clock
  /// `1 h 2 min`, `2 min 3 s`
  case words
}

/// What is told of all values of a column together.
package enum Total: String, Sendable, CaseIterable {
  case sum, average, count, minimum, maximum
}
