/// The order in which the rows of a report stand.
///
/// The rows of one group stand together, groups in the order in which they first come unless the
/// first key is the group's own column. Rows that the keys do not tell apart keep their order.
package struct RowOrder: Sendable {
  /// A column that rows are told apart by.
  package struct Key: Sendable, Hashable {
    package let column: Int
    package let kind: ValueKind
    package let isDescending: Bool

    package init(column: Int, kind: ValueKind = .text, isDescending: Bool = false) {
      (self.column, self.kind, self.isDescending) = (column, kind, isDescending)
    }
  }

  /// More groups than this are no groups.
  static let groups = 100_000

  let keys: [Key]
  private let formats: [ValueFormat]
  private let group: (column: Int, format: ValueFormat)?
  /// In which order the groups came first, where that counts.
  private(set) var ranks: [String: Int] = [:]

  package init(_ keys: [Key], group: (column: Int, format: ValueFormat)? = nil) {
    self.keys = keys
    formats = keys.map { ValueFormat($0.kind) }
    self.group = keys.first?.column == group?.column ? nil : group
  }

  /// Gives a group that has not come yet the next rank.
  mutating func note(_ row: [String]) throws(ReportError) {
    guard let name = groupName(row), ranks[name] == nil else { return }
    guard ranks.count < Self.groups else {
      throw ReportError(
        "too-many-groups", "the rows make more than \(Self.groups) groups",
        hint: "group by another column, or not at all")
    }
    ranks[name] = ranks.count
  }

  private func groupName(_ row: [String]) -> String? {
    guard let group else { return nil }
    let raw = group.column < row.count ? row[group.column] : ""
    return group.format.text(raw, group.format.number(raw))
  }

  /// Returns what a row is told from others by.
  func values(of row: [String]) -> [SortValue] {
    var values: [SortValue] = []
    if let name = groupName(row) {
      values.append(.number(ReportNumber(Int128(ranks[name] ?? Self.groups))))
    }
    for (key, format) in zip(keys, formats) {
      let raw = key.column < row.count ? row[key.column] : ""
      values.append(SortValue(raw, format))
    }
    return values
  }

  /// Whether values come before others; equal ones do not.
  func isBefore(_ lhs: [SortValue], _ rhs: [SortValue]) -> Bool {
    let first = lhs.count - keys.count
    for (index, (left, right)) in zip(lhs, rhs).enumerated() where left != right {
      let isDescending = index >= first && keys[index - first].isDescending
      return left.isBefore(right, isDescending: isDescending)
    }
    return false
  }
}

/// What a cell is sorted by: numbers first, then texts whatever their case, then nothing.
enum SortValue: Hashable {
  case number(ReportNumber)
  case text(folded: String, String)
  case empty

  init(_ raw: String, _ format: ValueFormat) {
    if raw.isEmpty {
      self = .empty
    } else if let number = format.number(raw) {
      self = .number(number)
    } else {
      self = .text(folded: raw.lowercased(), raw)
    }
  }

  func isBefore(_ other: SortValue, isDescending: Bool) -> Bool {
    switch (self, other) {
    case (.empty, _): false
    case (_, .empty): true
    case (.number(let left), .number(let right)): isDescending ? left > right : left < right
    case (.number, .text): !isDescending
    case (.text, .number): isDescending
    case (.text(let left, let rawLeft), .text(let right, let rawRight)):
      left == right
        ? (isDescending ? rawLeft > rawRight : rawLeft < rawRight)
        : (isDescending ? left > right : left < right)
    }
  }
}
