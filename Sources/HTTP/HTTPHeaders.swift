/// The header fields of a message in their order, names compared without regard to case.
package struct HTTPHeaders: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  package struct Field: Sendable, Hashable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  package private(set) var fields: [Field]

  package init(_ fields: [Field] = []) {
    self.fields = fields
  }

  package init(dictionaryLiteral elements: (String, String)...) {
    self.init(elements.map { Field(name: $0, value: $1) })
  }

  /// The first value of that name; setting replaces all of them, nil removes them.
  package subscript(_ name: String) -> String? {
    get { fields.first { sameName($0.name, name) }?.value }
    set {
      if fields.contains(where: { sameName($0.name, name) }) {
        fields.removeAll { sameName($0.name, name) }
      }
      if let newValue { fields.append(Field(name: name, value: newValue)) }
    }
  }

  package mutating func add(_ name: String, _ value: String) {
    fields.append(Field(name: name, value: value))
  }

  package func all(_ name: String) -> [String] {
    fields.filter { sameName($0.name, name) }.map(\.value)
  }
}

/// Compares two field names as RFC 9110 does: ASCII letters without regard to case.
private func sameName(_ lhs: String, _ rhs: String) -> Bool {
  lhs.utf8.count == rhs.utf8.count
    && zip(lhs.utf8, rhs.utf8).allSatisfy { $0 == $1 || ($0 | 32 == $1 | 32 && isLetter($0)) }
}

private func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 32) }
