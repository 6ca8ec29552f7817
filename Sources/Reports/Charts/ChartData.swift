/// Gathers what a chart shows, one row after the other, and holds no more than a bounded number of labels.
package struct ChartData: Sendable {
  package struct Point: Sendable, Hashable {
    package let label: String
    package let value: ReportNumber
  }

  package static let labels = 2000

  private var order: [String] = []
  private var values: [String: TotalAccumulator] = [:]
  /// What came after there were too many labels.
  private var rest = TotalAccumulator()
  private let chart: ReportChart
  /// What stands for an empty label, and for all that is beyond the limit.
  private let words: ReportWords

  package init(_ chart: ReportChart, words: ReportWords = ReportWords()) {
    self.chart = chart
    self.words = words
  }

  package mutating func add(_ label: String, _ text: String, _ number: ReportNumber?) {
    if values[label]?.add(text, number) != nil { return }
    guard order.count < Self.labels else {
      rest.add(text, number)
      return
    }
    order.append(label)
    var value = TotalAccumulator()
    value.add(text, number)
    values[label] = value
  }

  /// Whether some rows have a label beyond those that are told apart.
  package var isCut: Bool { rest.cells > 0 }

  /// What is drawn: lines in the order of the rows, the others by size and up to the chart's limit.
  package var points: [Point] {
    let all = order.compactMap { label in
      values[label]?.value(chart.total).map {
        Point(label: label.isEmpty ? words.unnamed : label, value: $0)
      }
    }
    switch chart.kind {
    case .line, .sparkline: return all
    case .bar, .donut: return largest(all)
    }
  }

  private func largest(_ all: [Point]) -> [Point] {
    let sorted = all.enumerated().sorted {
      $0.element.value == $1.element.value
        ? $0.offset < $1.offset : $0.element.value > $1.element.value
    }.map(\.element)
    guard sorted.count > chart.limit || isCut else { return sorted }
    guard chart.total == .sum || chart.total == .count else {
      return Array(sorted.prefix(chart.limit))
    }
    let named = sorted.prefix(max(1, chart.limit - 1))
    let rest = sorted.dropFirst(named.count).reduce(self.rest.value(chart.total) ?? .zero) {
      $0 + $1.value
    }
    return named + [Point(label: words.other, value: rest)]
  }
}
