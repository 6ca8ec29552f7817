/// Gathers what a total tells, one cell after the other.
package struct TotalAccumulator: Sendable, Hashable {
  /// How many cells are not empty.
  package private(set) var cells = 0
  /// How many of them are numbers.
  package private(set) var numbers = 0
  private var sum = ReportNumber.zero
  private var minimum: ReportNumber?
  private var maximum: ReportNumber?

  package init() {}

  package mutating func add(_ text: String, _ number: ReportNumber?) {
    guard !text.isEmpty else { return }
    cells += 1
    guard let number else { return }
    numbers += 1
    sum = sum + number
    minimum = minimum.map { min($0, number) } ?? number
    maximum = maximum.map { max($0, number) } ?? number
  }

  /// How many cells are neither empty nor a number.
  package var others: Int { cells - numbers }

  /// Returns the value of a total, or nil where there is none; a count is one of cells that are not empty.
  package func value(_ total: Total) -> ReportNumber? {
    switch total {
    case .sum: sum
    case .average: numbers > 0 ? sum.divided(by: numbers) : nil
    case .count: ReportNumber(Int128(cells))
    case .minimum: minimum
    case .maximum: maximum
    }
  }
}
