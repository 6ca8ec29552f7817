import JSON

/// The types of JSON a schema allows.
struct TypeSet: OptionSet, Sendable, Hashable {
  let rawValue: UInt8

  static let null = TypeSet(rawValue: 1)
  static let boolean = TypeSet(rawValue: 2)
  static let number = TypeSet(rawValue: 4)
  static let string = TypeSet(rawValue: 8)
  static let array = TypeSet(rawValue: 16)
  static let object = TypeSet(rawValue: 32)
  static let integer = TypeSet(rawValue: 64)
  /// An integer to draft-04, which goes by how the number is written: 1.0 is none.
  static let plainInteger = TypeSet(rawValue: 128)

  private static let names: [(name: String, noun: String, type: TypeSet)] = [
    ("string", "a string", .string), ("integer", "a whole number", .integer),
    ("integer", "a whole number", .plainInteger),
    ("number", "a number", .number), ("boolean", "true or false", .boolean),
    ("array", "a list", .array), ("object", "an object", .object), ("null", "null", .null),
  ]

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The type of that name in a draft of JSON Schema, or nil.
  init?(name: String, draft: Dialect.Draft) {
    guard let entry = Self.names.first(where: { $0.name == name }) else { return nil }
    self = entry.type == .integer && draft == .four ? .plainInteger : entry.type
  }

  /// What a person calls the types, such as `a string`, in a fixed order.
  var nouns: [String] {
    Self.names.compactMap { contains($0.type) ? $0.noun : nil }
  }

  func allows(_ value: JSON) -> Bool {
    switch value {
    case .null: contains(.null)
    case .bool: contains(.boolean)
    case .string: contains(.string)
    case .array: contains(.array)
    case .object: contains(.object)
    case .number(let number):
      contains(.number) || (contains(.integer) && number.isWhole)
        || (contains(.plainInteger) && number.isPlain)
    }
  }

  /// What a person calls the type of a value, such as `a string`.
  static func noun(of value: JSON) -> String {
    switch value {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

extension JSONNumber {
  /// Whether the value is a whole number, found without arithmetic for plain digits.
  var isWhole: Bool { isPlain || isInteger }

  /// Whether it is written without fraction and exponent.
  var isPlain: Bool {
    text.utf8.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: "-") }
  }
}
