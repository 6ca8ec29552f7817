internal import JSON

/// A value of a row as it was read.
enum Cell {
  /// There is none, or it is null.
  case null
  /// Text in the file's own bytes, which hold as long as the row does.
  case bytes(UnsafeBufferPointer<UInt8>)
  case json(JSON)
}

/// A row of whichever format.
protocol RowCells {
  func cell(_ column: ColumnPlace) -> Cell
  /// The whole row, for a query that names no columns.
  var json: JSON? { get }
}

/// Where a column is found in a row: at an index, or under a name.
struct ColumnPlace {
  let name: String
  let index: Int
  /// The names that lead to a member of a member, where there is none of the whole name.
  let path: [String]

  init(_ name: String, index: Int = 0) {
    self.name = name
    self.index = index
    path = name.split(separator: ".").map(String.init)
  }
}

extension Cell {
  /// Runs a closure over the text's bytes; nil where the value is no text.
  @inline(__always)
  func withText<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result? {
    switch self {
    case .bytes(let bytes): return body(bytes)
    case .json(.string(var text)): return text.withUTF8(body)
    case .json, .null: return nil
    }
  }

  /// The number that the value is or that its text reads as.
  var number: ExactDecimal? {
    if case .json(.number(let number)) = self { return ExactDecimal(number.text) }
    return withText { ExactDecimal($0) } ?? nil
  }

  var bool: Bool? {
    if case .json(.bool(let value)) = self { return value }
    return withText { bytes in
      switch bytes.count {
      case 1: bytes[0] == 48 ? false : bytes[0] == 49 ? true : nil
      case 4: isWord(bytes, "true") ? true : nil
      case 5: isWord(bytes, "false") ? false : nil
      default: nil
      }
    } ?? nil
  }

  /// The value as it is, a text of a file as a string.
  var plain: JSON {
    switch self {
    case .null: .null
    case .bytes(let bytes): .string(String(decoding: bytes, as: UTF8.self))
    case .json(let value): value
    }
  }

  /// Returns the value as another type; nil where it is none of that type.
  func cast(to cast: RowQuery.Cast) -> JSON? {
    if case .null = self { return .null }
    switch cast {
    case .string:
      switch self {
      case .json(.number(let number)): return .string(number.text)
      case .json(.bool(let value)): return .string(value ? "true" : "false")
      case .json(.array), .json(.object): return nil
      default: return plain
      }
    case .number: return number.map { .number(JSONNumber(validated: $0.text)) }
    case .integer:
      guard let number, number.isWhole else { return nil }
      let whole = number.units / ExactDecimal.power(number.scale)
      return .number(JSONNumber(validated: String(whole)))
    case .boolean: return bool.map(JSON.bool)
    }
  }
}

/// Whether bytes are an English word, in capitals or not.
private func isWord(_ bytes: UnsafeBufferPointer<UInt8>, _ word: StaticString) -> Bool {
  word.withUTF8Buffer { word in zip(bytes, word).allSatisfy { $0 | 32 == $1 } }
}
