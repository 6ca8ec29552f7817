internal import JSON

/// Which rows are wanted.
package indirect enum Condition: Sendable, Hashable {
  case all([Condition])
  case any([Condition])
  case not(Condition)
  case test(column: String, Comparison)
}

/// What must hold for a cell.
package enum Comparison: Sendable, Hashable {
  package enum Order: String, Sendable, CaseIterable {
    case lessThan, atMost, greaterThan, atLeast
  }

  package enum Place: String, Sendable, CaseIterable {
    case contains, startsWith, endsWith
  }

  case equals(Operand)
  case oneOf([Operand])
  case order(Order, Operand)
  case text(Place, Operand)
  case isNull
}

/// What a cell is compared with; it decides how the cell is read.
package enum Operand: Sendable, Hashable {
  case null
  case text([UInt8])
  case number(ExactDecimal)
  case bool(Bool)
  /// What the invocation gives there, as in `${input.queue}`.
  case input(InputPath)

  /// Nil for a list or an object, and for a number with more digits than can be compared.
  init?(_ value: JSON) {
    switch value {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .number(let number):
      guard let number = ExactDecimal(number.text) else { return nil }
      self = .number(number)
    case .string(let text):
      self = InputPath(placeholder: text).map(Operand.input) ?? .text(Array(text.utf8))
    case .array, .object: return nil
    }
  }

  func bound(to input: JSON) throws(SourceFailure) -> Operand {
    guard case .input(let path) = self else { return self }
    let value = try path.value(in: input)
    switch value {
    // What an invocation gives is never looked through for further placeholders.
    case .string(let text): return .text(Array(text.utf8))
    default:
      guard let operand = Operand(value) else {
        throw SourceFailure(.input, "\(path.text) is \(value.typeName), where a scalar is needed")
      }
      return operand
    }
  }
}

extension Condition {
  /// Every column that is looked at.
  var columns: [String] {
    switch self {
    case .all(let parts), .any(let parts): parts.flatMap(\.columns)
    case .not(let part): part.columns
    case .test(let column, _): [column]
    }
  }

  /// Every input that is needed.
  package var inputs: [InputPath] {
    switch self {
    case .all(let parts), .any(let parts): parts.flatMap(\.inputs)
    case .not(let part): part.inputs
    case .test(_, let comparison): comparison.operands.compactMap(\.path)
    }
  }

  func bound(to input: JSON) throws(SourceFailure) -> Condition {
    switch self {
    case .all(let parts):
      .all(try parts.map { part throws(SourceFailure) in try part.bound(to: input) })
    case .any(let parts):
      .any(try parts.map { part throws(SourceFailure) in try part.bound(to: input) })
    case .not(let part): .not(try part.bound(to: input))
    case .test(let column, let comparison): .test(column: column, try comparison.bound(to: input))
    }
  }
}

extension Comparison {
  fileprivate var operands: [Operand] {
    switch self {
    case .equals(let operand), .order(_, let operand), .text(_, let operand): [operand]
    case .oneOf(let operands): operands
    case .isNull: []
    }
  }

  fileprivate func bound(to input: JSON) throws(SourceFailure) -> Comparison {
    switch self {
    case .equals(let operand): return .equals(try operand.bound(to: input))
    case .oneOf(let operands):
      return .oneOf(try operands.map { one throws(SourceFailure) in try one.bound(to: input) })
    case .order(let order, let operand): return .order(order, try operand.bound(to: input))
    case .text(let place, let operand):
      let bound = try operand.bound(to: input)
      guard case .text = bound else {
        throw SourceFailure(.input, "\(place.rawValue) needs a text, and the input is none")
      }
      return .text(place, bound)
    case .isNull: return .isNull
    }
  }
}

extension Operand {
  fileprivate var path: InputPath? {
    if case .input(let path) = self { path } else { nil }
  }
}
