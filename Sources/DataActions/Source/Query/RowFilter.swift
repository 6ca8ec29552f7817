internal import Glibc
internal import JSON

/// A condition whose columns are found, ready for many rows.
indirect enum RowFilter {
  case all([RowFilter])
  case any([RowFilter])
  case not(RowFilter)
  case test(ColumnPlace, Comparison)

  init(_ condition: Condition, _ place: (String) throws(SourceFailure) -> ColumnPlace)
    throws(SourceFailure)
  {
    switch condition {
    case .all(let parts):
      self = .all(
        try parts.map { part throws(SourceFailure) in try RowFilter(part, place) })
    case .any(let parts):
      self = .any(
        try parts.map { part throws(SourceFailure) in try RowFilter(part, place) })
    case .not(let part): self = .not(try RowFilter(part, place))
    case .test(let column, let comparison): self = .test(try place(column), comparison)
    }
  }

  func matches(_ row: some RowCells) -> Bool {
    switch self {
    case .all(let parts): parts.allSatisfy { $0.matches(row) }
    case .any(let parts): parts.contains { $0.matches(row) }
    case .not(let part): !part.matches(row)
    case .test(let place, let comparison): comparison.holds(for: row.cell(place))
    }
  }
}

extension Comparison {
  /// Whether it holds; of a value that is null or of another type only `isNull` and `equals` null do.
  @inline(__always)
  func holds(for cell: Cell) -> Bool {
    switch self {
    case .equals(let operand): return operand.equals(cell)
    case .oneOf(let operands): return operands.contains { $0.equals(cell) }
    case .order(let order, .number(let bound)):
      guard let number = cell.number else { return false }
      return order.holds(isLess: number < bound, isMore: bound < number)
    case .order(let order, .text(let bound)):
      guard let difference = cell.withText({ compare($0, bound) }) else { return false }
      return order.holds(isLess: difference < 0, isMore: difference > 0)
    case .text(let place, .text(let part)):
      return cell.withText { place.holds(part, in: $0) } ?? false
    case .isNull:
      guard case .null = cell else { return false }
      return true
    case .order, .text: return false
    }
  }
}

extension Operand {
  fileprivate func equals(_ cell: Cell) -> Bool {
    switch self {
    case .text(let text): return cell.withText { compare($0, text) == 0 } ?? false
    case .number(let number): return cell.number == number
    case .bool(let value): return cell.bool == value
    case .null:
      guard case .null = cell else { return false }
      return true
    case .input: return false
    }
  }
}

extension Comparison.Order {
  fileprivate func holds(isLess: Bool, isMore: Bool) -> Bool {
    switch self {
    case .lessThan: isLess
    case .atMost: !isMore
    case .greaterThan: isMore
    case .atLeast: !isLess
    }
  }
}

extension Comparison.Place {
  fileprivate func holds(_ part: [UInt8], in text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = part.first else { return true }
    guard let base = text.baseAddress, text.count >= part.count else { return false }
    let last = text.count - part.count
    switch self {
    case .startsWith: return memcmp(base, part, part.count) == 0
    case .endsWith: return memcmp(base + last, part, part.count) == 0
    case .contains:
      var place = 0
      while place <= last, let found = memchr(base + place, CInt(first), last - place + 1) {
        if memcmp(found, part, part.count) == 0 { return true }
        place = UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
      }
      return false
    }
  }
}

/// Compares texts by their UTF-8 bytes, which is the order of their scalars (`memcmp`).
private func compare(_ text: UnsafeBufferPointer<UInt8>, _ other: [UInt8]) -> Int {
  let shared = min(text.count, other.count)
  let difference = text.baseAddress.map { Int(memcmp($0, other, shared)) } ?? 0
  return difference != 0 ? difference : text.count - other.count
}
