/// What is known of a request beside who asks for what; keys are the same in any case.
package struct PolicyContext: Sendable {
  /// What a request says of one key.
  package enum Value: Sendable, Hashable {
    case values([String])
    /// The request surely does not have it.
    case absent
  }

  private var values: [String: Value] = [:]

  package init() {}

  /// What is said of a key; nil where that is not known.
  package subscript(_ key: String) -> Value? {
    get { values[key] ?? values[key.lowercased()] }
    set { values[key.lowercased()] = newValue }
  }

  /// Says what a key has in the request.
  package mutating func set(_ key: String, _ values: String...) {
    self[key] = .values(values)
  }
}

extension PolicyContext: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, Value)...) {
    for (key, value) in elements { self[key] = value }
  }
}

extension PolicyContext.Value: ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
  package init(stringLiteral value: String) { self = .values([value]) }
  package init(arrayLiteral elements: String...) { self = .values(elements) }
}
