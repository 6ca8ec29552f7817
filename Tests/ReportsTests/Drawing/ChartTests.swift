import Reports
import Testing

@Suite struct ChartTests {
  private func data(_ chart: ReportChart, _ rows: [(String, String)]) -> ChartData {
    var data = ChartData(chart)
    for (label, value) in rows { data.add(label, value, ReportNumber(value)) }
    return data
  }

  private let rows = [("a", "1"), ("b", "5"), ("a", "2"), ("c", "4"), ("d", "1")]

  @Test func `bars are of totals, the longest first, and what is beyond the limit is one`() {
    let chart = ReportChart(.bar, "", label: 0, value: 1, limit: 3)
    let points = data(chart, rows).points
    #expect(points.map(\.label) == ["b", "c", "Other"])
    #expect(points.map(\.value) == [5, 4, 4].map { ReportNumber($0) })
  }

  @Test func `averages are not put together`() {
    let chart = ReportChart(.bar, "", label: 0, value: 1, total: .average, limit: 2)
    #expect(data(chart, rows).points.map(\.label) == ["b", "c"])
  }

  @Test func `a line has the order of the rows`() {
    let points = data(ReportChart(.line, "", label: 0, value: 1), rows).points
    #expect(points.map(\.label) == ["a", "b", "c", "d"])
  }

  @Test func `labels without end are put together, and none of their value is lost`() {
    let many = (0..<ChartData.labels + 500).map { ("label \($0)", "2") }
    let gathered = data(ReportChart(.bar, "", label: 0, value: 1), many)
    #expect(gathered.isCut)
    #expect(gathered.points.count == 6)
    #expect(gathered.points.reduce(ReportNumber.zero) { $0 + $1.value } == ReportNumber(5000))
  }

  @Test(arguments: [
    ([0.0, 87.0], [0.0, 50, 100]), ([3, 9], [0, 5, 10]), ([], [0, 0.5]),
    ([-20, 35], [-20, 0, 20, 40]), ([0.012], [0, 0.005, 0.01, 0.015]),
  ])
  func `an axis has round numbers around zero and the values`(values: [Double], ticks: [Double]) {
    let scale = ChartScale(values)
    #expect(scale.ticks.count == ticks.count, "\(scale.ticks)")
    for (one, other) in zip(scale.ticks, ticks) {
      #expect(abs(one - other) < 1e-9, "\(scale.ticks)")
    }
    for value in values { #expect((0...1).contains(scale.place(value))) }
  }
}
