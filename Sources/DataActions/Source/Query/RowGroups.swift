internal import JSON

/// Figures over rows, one set for each group.
struct RowGroups {
  private let groupBy: [ColumnPlace]
  private let figures: [(figure: RowQuery.Figure, place: ColumnPlace?)]
  private let limit: Int
  private var index: [[UInt8]: Int] = [:]
  private var groups: [Group] = []
  private var key: [UInt8] = []
  /// Whether rows were left out because they would have made one group too many.
  private(set) var isTruncated = false
  /// How many values were left out because they are no numbers.
  private(set) var failures = 0

  private struct Group {
    let names: [JSON]
    var tallies: [Tally]
  }

  init(
    _ aggregate: RowQuery.Aggregate, limit: Int,
    _ place: (String) throws(SourceFailure) -> ColumnPlace
  ) throws(SourceFailure) {
    self.limit = limit
    groupBy = try aggregate.groupBy.map { name throws(SourceFailure) in try place(name) }
    var figures: [(figure: RowQuery.Figure, place: ColumnPlace?)] = []
    for figure in aggregate.figures {
      figures.append(
        (figure, try figure.column.map { name throws(SourceFailure) in try place(name) }))
    }
    self.figures = figures
    // Without groups there is one result, also of no rows.
    if groupBy.isEmpty { groups.append(Group(names: [], tallies: figures.map { _ in Tally() })) }
  }

  mutating func add(_ row: some RowCells) {
    guard let group = groupBy.isEmpty ? 0 : group(of: row) else {
      isTruncated = true
      return
    }
    for (number, (figure, place)) in figures.enumerated() {
      guard let place else {
        groups[group].tallies[number].count += 1
        continue
      }
      let cell = row.cell(place)
      if case .null = cell { continue }
      guard groups[group].tallies[number].add(cell, for: figure.function) else {
        failures += 1
        continue
      }
    }
  }

  /// Returns which group a row belongs to; nil where that would be one too many.
  private mutating func group(of row: some RowCells) -> Int? {
    key.removeAll(keepingCapacity: true)
    for place in groupBy { append(row.cell(place)) }
    if let known = index[key] { return known }
    guard groups.count < limit else { return nil }
    index[key] = groups.count
    groups.append(
      Group(names: groupBy.map { row.cell($0).plain }, tallies: figures.map { _ in Tally() }))
    return groups.count - 1
  }

  /// Writes a value so that no two rows of different groups are written alike.
  private mutating func append(_ cell: Cell) {
    let isText =
      cell.withText { text -> Bool in
        withUnsafeBytes(of: text.count) { key.append(contentsOf: $0) }
        key.append(contentsOf: text)
        return true
      } ?? false
    guard !isText else { return }
    let text = cell.plain.canonicalBytes
    withUnsafeBytes(of: -text.count) { key.append(contentsOf: $0) }
    key.append(contentsOf: text)
  }

  /// Every group's values and figures, the group met first coming first.
  var rows: [[JSON]] {
    groups.map { group in
      group.names + zip(figures, group.tallies).map { $1.value(of: $0.figure.function) }
    }
  }
}

/// What is known of the values of one column in one group.
private struct Tally {
  var count = 0
  private var sum: ExactDecimal? = ExactDecimal(0)
  private var least: ExactDecimal?
  private var most: ExactDecimal?

  /// Takes a value; returns false where it is no number and must be one.
  mutating func add(_ cell: Cell, for function: RowQuery.Figure.Function) -> Bool {
    guard function != .count else {
      count += 1
      return true
    }
    guard let number = cell.number else { return false }
    count += 1
    switch function {
    case .sum, .avg: sum = sum?.adding(number)
    case .min: least = least.map { min($0, number) } ?? number
    case .max: most = most.map { max($0, number) } ?? number
    case .count: break
    }
    return true
  }

  /// The figure; null where there was no number, or the sum has more than 38 digits.
  func value(of function: RowQuery.Figure.Function) -> JSON {
    let number: ExactDecimal? =
      switch function {
      case .count: ExactDecimal(count)
      case .sum: count == 0 ? nil : sum
      case .avg: sum?.divided(by: count)
      case .min: least
      case .max: most
      }
    return number.map { .number(JSONNumber(validated: $0.text)) } ?? .null
  }
}
