/// An answer that may be out of reach: what is unknown stays so until something settles it.
package enum Certainty: Sendable, Hashable {
  case no, unknown, yes

  init(_ isTrue: Bool) { self = isTrue ? .yes : .no }

  static func && (
    left: Certainty, right: @autoclosure () -> Certainty
  ) -> Certainty {
    if left == .no { return .no }
    let right = right()
    if right == .no { return .no }
    return left == .yes && right == .yes ? .yes : .unknown
  }

  static func || (
    left: Certainty, right: @autoclosure () -> Certainty
  ) -> Certainty {
    if left == .yes { return .yes }
    let right = right()
    if right == .yes { return .yes }
    return left == .no && right == .no ? .no : .unknown
  }

  static prefix func ! (certainty: Certainty) -> Certainty {
    switch certainty {
    case .no: .yes
    case .unknown: .unknown
    case .yes: .no
    }
  }
}

extension Sequence {
  /// Tells whether something holds of any element; what is certain of one settles it.
  func anyCertain(_ holds: (Element) -> Certainty) -> Certainty {
    var result = Certainty.no
    for element in self {
      result = result || holds(element)
      if result == .yes { return .yes }
    }
    return result
  }

  /// Tells whether something holds of all elements; what is certainly not so of one settles it.
  func allCertain(_ holds: (Element) -> Certainty) -> Certainty {
    var result = Certainty.yes
    for element in self {
      result = result && holds(element)
      if result == .no { return .no }
    }
    return result
  }
}
