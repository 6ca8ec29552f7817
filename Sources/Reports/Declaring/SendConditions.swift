/// What must be so that a report is sent.
package struct SendConditions: Sendable, Hashable {
  /// A total that must be beyond a limit.
  package struct Condition: Sendable, Hashable {
    /// As the export calls it.
    package let column: String
    package let total: Total
    package let above: ReportNumber?
    package let below: ReportNumber?

    package init(column: String, total: Total, above: ReportNumber?, below: ReportNumber?) {
      (self.column, self.total, self.above, self.below) = (column, total, above, below)
    }
  }

  package let minimumRows: Int
  /// One of them must be met; empty where there is none to meet.
  package let any: [Condition]

  package init(minimumRows: Int = 0, any: [Condition] = []) {
    (self.minimumRows, self.any) = (minimumRows, any)
  }
}

extension SendConditions {
  /// Says why rows are not to be sent; nil where they are.
  package func objection(
    to rows: some ReportRows, header: [String]
  ) throws(ReportError) -> String? {
    guard minimumRows > 0 || !any.isEmpty else { return nil }
    var places: [Int] = []
    for condition in any {
      guard let place = header.firstIndex(of: condition.column) else {
        throw ReportError(
          "column-unknown", "sendIf names a column \"\(condition.column)\" that the export lacks",
          hint: "it has \(header.joined(separator: ", "))")
      }
      places.append(place)
    }
    var totals = any.map { _ in TotalAccumulator() }
    var reader = try rows.read()
    var count = 0
    while let row = try reader.next() {
      count += 1
      for (index, place) in places.enumerated() where place < row.count {
        totals[index].add(row[place], ReportNumber(row[place]))
      }
    }
    if count < minimumRows {
      return "there are \(count) rows, fewer than \(minimumRows)"
    }
    guard !any.isEmpty else { return nil }
    let isMet = zip(any, totals).contains { $0.isMet(by: $1.value($0.total)) }
    return isMet ? nil : "none of its conditions is met"
  }
}

extension SendConditions.Condition {
  fileprivate func isMet(by value: ReportNumber?) -> Bool {
    guard let value else { return false }
    return above.map { value > $0 } ?? true && below.map { value < $0 } ?? true
  }
}
