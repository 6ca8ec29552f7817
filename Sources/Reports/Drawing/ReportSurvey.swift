/// What was counted while the rows were read.
struct ReportSurvey {
  var rows = 0
  var pages = 1
  var charts: [ChartData]
  var cutCells = 0
  /// How many cells of each column are no number though it has a total.
  var others: [Int: Int] = [:]
  var columns: [ReportColumn]
  var groups = 0
  var links = 0
  var limits: ReportLimits

  var notes: [ReportNote] {
    var notes: [ReportNote] = []
    if cutCells > 0 {
      notes.append(
        ReportNote(
          "cell-cut",
          "\(cutCells) \(cutCells == 1 ? "cell is" : "cells are") cut behind \(limits.cellCharacters) characters"
        ))
    }
    for (column, count) in others.sorted(by: { $0.key < $1.key }) where count > 0 {
      notes.append(
        ReportNote(
          "not-a-number",
          "\(count) \(count == 1 ? "cell" : "cells") of \(columns[column].label) \(count == 1 ? "is no number and is" : "are no numbers and are") not in its totals"
        ))
    }
    if groups > limits.bookmarks {
      notes.append(
        ReportNote(
          "bookmarks-cut", "\(limits.bookmarks) of \(groups) groups have a bookmark"))
    }
    if links > limits.links {
      notes.append(
        ReportNote("links-cut", "\(limits.links) of \(links) addresses can be clicked"))
    }
    for chart in charts where chart.isCut {
      notes.append(
        ReportNote(
          "chart-cut", "a chart tells \(ChartData.labels) labels apart and puts the others together"
        ))
    }
    return notes
  }
}
