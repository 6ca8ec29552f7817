/// A chart above the table, made of the rows as they are counted.
package struct ReportChart: Sendable, Hashable {
  package enum Kind: String, Sendable, CaseIterable {
    /// Horizontal bars, the longest first.
    case bar
    /// A line through the labels in the order in which they come.
    case line
    /// Shares of a whole; for totals that add up.
    case donut
    /// A line without axes, with its last value.
    case sparkline
  }

  package var kind: Kind
  package var title: String
  /// The place of the column whose values are told apart.
  package var label: Int
  /// The place of the column whose values are drawn together for each label.
  package var value: Int
  package var total: Total
  /// How many bars or parts there are at most; what is beyond is drawn as one.
  package var limit: Int

  package init(
    _ kind: Kind, _ title: String, label: Int, value: Int, total: Total = .sum, limit: Int = 6
  ) {
    self.kind = kind
    self.title = title
    self.label = label
    self.value = value
    self.total = total
    self.limit = limit
  }
}
