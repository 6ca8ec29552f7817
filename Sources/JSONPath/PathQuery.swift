import JSON

/// A query as it was understood; what the standard's types forbid cannot be said with it.
struct PathQuery: Sendable, Hashable {
  /// Whether it starts at the value a filter looks at, and not at the root.
  var isRelative: Bool
  var segments: [PathSegment]

  var isSingular: Bool { segments.allSatisfy { $0.step != nil } }

  var steps: [JSONPath.Step]? {
    let steps = segments.compactMap(\.step)
    return steps.count == segments.count ? steps : nil
  }
}

/// What selects among the children of each value, or among all that stand below it.
struct PathSegment: Sendable, Hashable {
  var isDescendant: Bool
  var selectors: [PathSelector]

  /// The step it takes, where it can lead to one value at most.
  var step: JSONPath.Step? {
    guard !isDescendant, selectors.count == 1 else { return nil }
    switch selectors[0] {
    case .name(let name): return .name(name)
    case .index(let index): return .index(index)
    default: return nil
    }
  }
}

enum PathSelector: Sendable, Hashable {
  case name(String)
  case wildcard
  /// An element, counted from the end where the number is negative.
  case index(Int)
  case slice(PathSlice)
  case filter(PathFilter)
}

/// A condition on a value.
indirect enum PathFilter: Sendable, Hashable {
  case any([PathFilter])
  case all([PathFilter])
  case not(PathFilter)
  /// Whether a query selects anything.
  case exists(PathQuery)
  case comparison(PathOperand, PathComparison, PathOperand)
  /// Whether the text is matched by the expression, as a whole or anywhere in it.
  case match(PathOperand, PathPattern, whole: Bool)
}

/// What yields one value, or nothing.
indirect enum PathOperand: Sendable, Hashable {
  case literal(JSON)
  /// A singular query.
  case query(PathQuery)
  case length(PathOperand)
  case count(PathQuery)
  /// The value of the only node a query selects.
  case value(PathQuery)
}

/// A regular expression that is known beforehand, or comes from the document.
enum PathPattern: Sendable, Hashable {
  /// The expression, or nil where the text is none: then nothing matches.
  case fixed(IRegexp?)
  case operand(PathOperand)
}

enum PathComparison: String, Sendable, Hashable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
}

/// Elements at regular distances, read backwards where the step is negative.
struct PathSlice: Sendable, Hashable {
  var start: Int?
  var end: Int?
  var step: Int

  /// Returns the indexes it stands for in an array of so many elements.
  func indexes(in count: Int) -> StrideTo<Int> {
    func absolute(_ index: Int) -> Int { index < 0 ? index + count : index }
    if step > 0 {
      let lower = min(max(start.map(absolute) ?? 0, 0), count)
      let upper = min(max(end.map(absolute) ?? count, 0), count)
      return stride(from: lower, to: upper, by: step)
    }
    guard step < 0 else { return stride(from: 0, to: 0, by: 1) }
    let upper = min(max(start.map(absolute) ?? count - 1, -1), count - 1)
    let lower = min(max(end.map(absolute) ?? -1, -1), count - 1)
    return stride(from: upper, to: lower, by: step)
  }
}
