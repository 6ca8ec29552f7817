package import Diagnostics

/// A JSON value of which every node knows where it was written, and what has been laid over it since.
package struct LocatedJSON: Sendable {
  package enum Content: Sendable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([LocatedJSON])
    case object([Member])
  }

  package struct Member: Sendable {
    package var key: String
    package var keyLocation: SourceLocation
    package var value: LocatedJSON

    package init(key: String, keyLocation: SourceLocation, value: LocatedJSON) {
      self.key = key
      self.keyLocation = keyLocation
      self.value = value
    }
  }

  /// A step by which a value came to be what it is, apart from being written where it stands.
  package enum Step: Sendable, Hashable {
    /// An overlay replaced what the base said there.
    case replaced(SourceLocation)
    /// A variable declared there was put in.
    case variable(name: String, declared: SourceLocation)
    /// An overlay took a member of the object out, which the base may have had.
    case removed(name: String, by: SourceLocation, was: SourceLocation?)
  }

  package var content: Content
  package var location: SourceLocation
  /// How the value came to be, oldest step first; empty where it simply stands in one file.
  package var steps: [Step]

  package init(_ content: Content, at location: SourceLocation, steps: [Step] = []) {
    self.content = content
    self.location = location
    self.steps = steps
  }
}

extension LocatedJSON {
  /// The value without its places.
  package var value: JSON {
    switch content {
    case .null: .null
    case .bool(let value): .bool(value)
    case .number(let value): .number(value)
    case .string(let value): .string(value)
    case .array(let elements): .array(elements.map(\.value))
    case .object(let members):
      .object(JSONObject(distinct: members.map { .init(key: $0.key, value: $0.value.value) }))
    }
  }

  package var string: String? {
    if case .string(let value) = content { value } else { nil }
  }

  package var array: [LocatedJSON]? {
    if case .array(let elements) = content { elements } else { nil }
  }

  package var members: [Member]? {
    if case .object(let members) = content { members } else { nil }
  }

  package func member(_ key: String) -> Member? { members?.first { isSame($0.key, key) } }

  package subscript(_ key: String) -> LocatedJSON? { member(key)?.value }

  package subscript(pointer: JSONPointer) -> LocatedJSON? {
    var node = self
    for token in pointer.tokens {
      switch node.content {
      case .object:
        guard let next = node[token] else { return nil }
        node = next
      case .array(let elements):
        guard let index = arrayIndex(token), index < elements.count else { return nil }
        node = elements[index]
      default: return nil
      }
    }
    return node
  }

  /// Returns where a pointer's value stands, or where the nearest container that exists stands.
  package func location(of pointer: JSONPointer) -> SourceLocation {
    var pointer = pointer
    while true {
      if let node = self[pointer] { return node.location }
      guard let parent = pointer.parent else { return location }
      pointer = parent
    }
  }

  /// Returns where the name of the member a pointer leads to stands.
  package func keyLocation(of pointer: JSONPointer) -> SourceLocation? {
    guard let parent = pointer.parent, let key = pointer.tokens.last else { return nil }
    return self[parent]?.member(key)?.keyLocation
  }
}
