import JSON

extension JSON {
  /// Returns whether two values are the same to JSON Schema, which compares texts by code point.
  ///
  /// It works without recursion, so that no depth of nesting is a danger.
  func isSame(as other: JSON) -> Bool {
    var pending = [(self, other)]
    while let (lhs, rhs) = pending.popLast() {
      switch (lhs, rhs) {
      case (.null, .null): continue
      case (.bool(let left), .bool(let right)) where left == right: continue
      case (.number(let left), .number(let right)) where left == right: continue
      case (.string(let left), .string(let right)) where left.utf8.elementsEqual(right.utf8):
        continue
      case (.array(let left), .array(let right)) where left.count == right.count:
        pending += zip(left, right)
      case (.object(let left), .object(let right)) where left.count == right.count:
        for member in left {
          guard let value = right[member.key] else { return false }
          pending.append((member.value, value))
        }
      default: return false
      }
    }
    return true
  }

  /// A hash that agrees with `isSame` and looks only a few levels deep.
  func hashOfSame(depth: Int = 0) -> Int {
    var hasher = Hasher()
    switch self {
    case .null: hasher.combine(0)
    case .bool(let value): hasher.combine(value)
    case .number(let number): hasher.combine(number)
    case .string(let text): hasher.combine(text)
    case .array(let elements):
      hasher.combine(elements.count)
      if depth < 4 {
        for element in elements { hasher.combine(element.hashOfSame(depth: depth + 1)) }
      }
    case .object(let object):
      hasher.combine(object.count)
      guard depth < 4 else { break }
      hasher.combine(
        object.reduce(0) { $0 ^ ($1.key.hashValue &+ $1.value.hashOfSame(depth: depth + 1)) })
    }
    return hasher.finalize()
  }
}

extension [JSON] {
  /// Returns the first element that repeats an earlier one, and which.
  func firstRepetition() -> (later: Int, earlier: Int)? {
    guard count > 1 else { return nil }
    var seen: [Int: [Int]] = [:]
    for (offset, element) in enumerated() {
      let hash = element.hashOfSame()
      if let earlier = seen[hash]?.first(where: { self[$0].isSame(as: element) }) {
        return (offset, earlier)
      }
      seen[hash, default: []].append(offset)
    }
    return nil
  }
}
