/// Reads the runs of a spool as one, the row that comes first in the order at a time.
package final class RowMerge: ReportRowReader {
  private struct Head {
    let values: [SortValue]
    let row: [String]
    let run: Int
  }

  private let order: RowOrder
  private var runs: [RowRun]
  /// The next row of each run; none comes before the one at half its place.
  private var heap: [Head] = []

  init(_ spool: RowSpool) throws(ReportError) {
    order = spool.order
    runs = spool.runs.map { RowRun(spool, $0) }
    for run in runs.indices { try advance(run) }
  }

  package func next() throws(ReportError) -> [String]? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      sink()
    }
    try advance(first.run)
    return first.row
  }

  private func advance(_ run: Int) throws(ReportError) {
    guard let row = try runs[run].next() else { return }
    heap.append(Head(values: order.values(of: row), row: row, run: run))
    var place = heap.count - 1
    while place > 0, isBefore(heap[place], heap[(place - 1) / 2]) {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  /// Moves the first row down to where it belongs.
  private func sink() {
    var place = 0
    while true {
      let children = [2 * place + 1, 2 * place + 2].filter { $0 < heap.count }
      guard let child = children.min(by: { isBefore(heap[$0], heap[$1]) }),
        isBefore(heap[child], heap[place])
      else { return }
      heap.swapAt(place, child)
      place = child
    }
  }

  /// Rows that the order does not tell apart come in the order of their runs.
  private func isBefore(_ lhs: Head, _ rhs: Head) -> Bool {
    if order.isBefore(lhs.values, rhs.values) { return true }
    return !order.isBefore(rhs.values, lhs.values) && lhs.run < rhs.run
  }
}
