internal import Glibc

/// The names an object has so far; looks through them one by one until there are many.
package struct NameSet {
  private var positions: [ExactString: Int]?
  private static let indexedFrom = 17

  package init() {}

  /// Adds the name of the next member, or returns where the same name stands already.
  package mutating func insert(_ name: String, count: Int, nameAt: (Int) -> String) -> Int? {
    guard count >= Self.indexedFrom else {
      return (0..<count).first { isSame(nameAt($0), name) }
    }
    var positions =
      self.positions
      ?? Dictionary(uniqueKeysWithValues: (0..<count).map { (ExactString(nameAt($0)), $0) })
    self.positions = nil
    let found = positions[ExactString(name)]
    if found == nil { positions[ExactString(name)] = count }
    self.positions = positions
    return found
  }
}

/// A text that equals another only where both have the same Unicode scalars.
///
/// `String` holds two ways of composing a letter for equal; JSON does not.
struct ExactString: Hashable {
  let text: String

  init(_ text: String) {
    self.text = text
  }

  static func == (lhs: ExactString, rhs: ExactString) -> Bool { isSame(lhs.text, rhs.text) }
}

/// Whether two texts have the same Unicode scalars.
func isSame(_ lhs: String, _ rhs: String) -> Bool {
  let (left, right) = (lhs.utf8, rhs.utf8)
  let count = left.count
  guard count == right.count else { return false }
  let isSame = left.withContiguousStorageIfAvailable { left in
    right.withContiguousStorageIfAvailable { right in
      guard let left = left.baseAddress, let right = right.baseAddress else { return true }
      return memcmp(left, right, count) == 0
    }
  }
  return (isSame ?? nil) ?? left.elementsEqual(right)
}
