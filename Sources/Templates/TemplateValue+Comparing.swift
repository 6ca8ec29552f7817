import JSON

extension TemplateValue {
  /// Whether two values are equal as Java's `equals` has it, which wants the same type.
  ///
  /// Each comparison is counted; where there are too many the answer means nothing, and the next
  /// thing that is counted ends the rendering.
  func equals(_ other: TemplateValue, _ renderer: TemplateRenderer, depth: Int = 0) -> Bool {
    renderer.steps += 1
    guard depth < Self.maximumDepth, renderer.steps <= renderer.limits.steps else { return false }
    switch (self, other) {
    case (.list(let left), .list(let right)):
      if left === right { return true }
      return left.kind != .array && right.kind != .array
        && left.elements.count == right.elements.count
        && zip(left.elements, right.elements).allSatisfy {
          $0.equals($1, renderer, depth: depth + 1)
        }
    case (.map(let left), .map(let right)):
      return left === right
        || left.count == right.count
          && left.keys.allSatisfy {
            right.contains($0) && left.value($0).equals(right.value($0), renderer, depth: depth + 1)
          }
    case (.entry(let left, let key), .entry(let right, let otherKey)):
      return key.equals(otherKey, renderer, depth: depth + 1)
        && left.value(key).equals(right.value(otherKey), renderer, depth: depth + 1)
    case (.big(let left), .big(let right)): return left == right
    case (.big, _), (_, .big): return false
    default: return ValueKey(self) == ValueKey(other)
    }
  }

  /// Orders two numbers by value; nil where one is none.
  func compare(_ other: TemplateValue) -> Int? {
    if let left = whole, let right = other.whole {
      return left == right ? 0 : left < right ? -1 : 1
    }
    guard isNumber, other.isNumber else { return nil }
    switch (self, other) {
    case (.big, .double), (.double, .big), (.double, _), (_, .double):
      guard let left = double, let right = other.double else { return nil }
      return left == right ? 0 : left < right ? -1 : 1
    default:
      let (left, right) = (decimal, other.decimal)
      return left == right ? 0 : left < right ? -1 : 1
    }
  }

  private var decimal: JSONNumber.Decimal {
    if case .big(let text) = self { return JSONNumber(validated: text).decimal }
    return JSONNumber(Int(whole ?? 0)).decimal
  }

  /// Java's `hashCode`, where it does not depend on the run.
  var hashCode: Int32? {
    switch self {
    case .bool(let value): return value ? 1231 : 1237
    case .int(let value): return value
    case .long(let value): return Self.folded(UInt64(bitPattern: value))
    case .double(let value): return Self.folded(value.bitPattern)
    case .string(let text):
      return text.utf16.reduce(0 as Int32) { $0 &* 31 &+ Int32($1) }
    default: return nil
    }
  }

  private static func folded(_ bits: UInt64) -> Int32 {
    Int32(truncatingIfNeeded: bits ^ bits >> 32)
  }
}
