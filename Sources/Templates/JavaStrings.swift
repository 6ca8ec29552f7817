extension String {
  /// Returns the text without the scalars at its ends that meet a condition.
  func trimmed(
    start: Bool = true, end: Bool = true, _ condition: (Unicode.Scalar) -> Bool
  ) -> String {
    var scalars = unicodeScalars[...]
    if start { scalars = scalars.drop(while: condition) }
    while end, let last = scalars.last, condition(last) { scalars.removeLast() }
    return String(scalars)
  }

  /// Returns where another text begins, in UTF-8 bytes; the search never takes quadratic memory.
  func range(of other: String) -> Int? {
    Array(utf8).firstRange(of: Array(other.utf8), from: 0)
  }

  /// Java's `indexOf`, counted in UTF-16 code units.
  func index(of other: String, from start: Int) -> Int32 {
    let found = Array(utf16).firstRange(of: Array(other.utf16), from: max(0, start))
    return found.map { Int32(clamping: $0) } ?? -1
  }

  /// Java's `lastIndexOf`, counted in UTF-16 code units.
  func lastIndex(of other: String, from start: Int) -> Int32 {
    let (units, wanted) = (Array(utf16.reversed()), Array(other.utf16.reversed()))
    let skipped =
      start < 0
      ? units.count + 1 : Swift.max(0, units.count - wanted.count - Swift.min(start, units.count))
    guard skipped <= units.count, let found = units.firstRange(of: wanted, from: skipped) else {
      return -1
    }
    return Int32(clamping: units.count - found - wanted.count)
  }

  /// Java's `compareTo`: the first difference of two code units, else of the lengths.
  func compared(to other: String) -> Int32 {
    for (left, right) in zip(utf16, other.utf16) where left != right {
      return Int32(left) - Int32(right)
    }
    return Int32(clamping: utf16.count - other.utf16.count)
  }

  /// The text as comparisons that leave letter case aside see it.
  var foldedText: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map { scalar in
          let upper = scalar.properties.uppercaseMapping.unicodeScalars
          let single = upper.count == 1 ? upper.first ?? scalar : scalar
          let lower = single.properties.lowercaseMapping.unicodeScalars
          return lower.count == 1 ? lower.first ?? single : single
        }))
  }

  var folded: ExactText { ExactText(foldedText) }
}

extension Array where Element: Equatable {
  /// Returns where another array begins in this one, from a position on, in linear time.
  func firstRange(of other: [Element], from start: Int) -> Int? {
    guard !other.isEmpty else { return Swift.min(start, count) }
    guard start + other.count <= count else { return nil }
    // How much of the beginning a partial match of each length keeps (Knuth, Morris and Pratt).
    var kept = [Int](repeating: 0, count: other.count)
    var length = 0
    for index in 1..<Swift.max(1, other.count) {
      while length > 0, other[index] != other[length] { length = kept[length - 1] }
      if other[index] == other[length] { length += 1 }
      kept[index] = length
    }
    length = 0
    for index in start..<count {
      while length > 0, self[index] != other[length] { length = kept[length - 1] }
      if self[index] == other[length] { length += 1 }
      if length == other.count { return index + 1 - length }
    }
    return nil
  }
}

extension Unicode.Scalar {
  /// What Java's `Character.isWhitespace` holds for space.
  var isJavaSpace: Bool {
    switch value {
    case 9...13, 28...31: return true
    case 0xA0, 0x2007, 0x202F: return false
    default: break
    }
    switch properties.generalCategory {
    case .spaceSeparator, .lineSeparator, .paragraphSeparator: return true
    default: return false
    }
  }
}
