import JSON

/// A path of member names in which `*` stands for every member or element, `forQueues.*.id`.
struct JSONPath: Sendable, Hashable, ExpressibleByStringLiteral {
  let tokens: [String]

  init(_ text: String) {
    tokens = text.split(separator: ".").map(String.init)
  }

  init(stringLiteral text: String) {
    self.init(text)
  }
}

extension JSON {
  /// Returns where the values are that a path leads to.
  func pointers(to path: JSONPath) -> [JSONPointer] {
    pointers(to: path.tokens[...], from: .root)
  }

  func pointers(to tokens: ArraySlice<String>, from pointer: JSONPointer) -> [JSONPointer] {
    guard let token = tokens.first else { return [pointer] }
    let rest = tokens.dropFirst()
    guard token == "*" else {
      guard let child = self[JSONPointer([token])] else { return [] }
      return child.pointers(to: rest, from: pointer.appending(token))
    }
    if let array {
      return array.enumerated().flatMap {
        $0.element.pointers(to: rest, from: pointer.appending($0.offset))
      }
    }
    return (object ?? [:]).flatMap {
      $0.value.pointers(to: rest, from: pointer.appending($0.key))
    }
  }
}
