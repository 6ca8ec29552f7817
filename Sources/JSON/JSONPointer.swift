/// A path to a value inside a document, as RFC 6901 defines it.
package struct JSONPointer: Sendable, Hashable {
  package var tokens: [String]

  package static let root = JSONPointer([])

  package init(_ tokens: [String]) {
    self.tokens = tokens
  }

  /// Parses the text form; nil where it is neither empty nor starts with `/`, or escapes wrongly.
  package init?(parsing text: String) {
    let scalars = text.unicodeScalars
    guard scalars.isEmpty || scalars.first == "/" else { return nil }
    var tokens: [String] = []
    for part in scalars.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
      guard let token = Self.unescaped(Substring(part)) else { return nil }
      tokens.append(token)
    }
    self.init(tokens)
  }

  package func appending(_ token: String) -> JSONPointer { JSONPointer(tokens + [token]) }
  package func appending(_ index: Int) -> JSONPointer { appending(String(index)) }
  package func appending(_ other: JSONPointer) -> JSONPointer {
    JSONPointer(tokens + other.tokens)
  }

  package var parent: JSONPointer? {
    tokens.isEmpty ? nil : JSONPointer(Array(tokens.dropLast()))
  }

  package func hasPrefix(_ other: JSONPointer) -> Bool { tokens.starts(with: other.tokens) }

  private static func unescaped(_ part: Substring) -> String? {
    guard part.utf8.contains(UInt8(ascii: "~")) else { return String(part) }
    var result = ""
    var scalars = part.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      guard scalar == "~" else {
        result.unicodeScalars.append(scalar)
        continue
      }
      switch scalars.next() {
      case "0": result.append("~")
      case "1": result.append("/")
      default: return nil
      }
    }
    return result
  }

  fileprivate static func escaped(_ token: String) -> String {
    guard token.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") })
    else { return token }
    var result = ""
    for scalar in token.unicodeScalars {
      switch scalar {
      case "~": result += "~0"
      case "/": result += "~1"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension JSONPointer: CustomStringConvertible {
  package var description: String { tokens.map { "/" + Self.escaped($0) }.joined() }
}

extension JSONPointer: Comparable {
  package static func < (lhs: JSONPointer, rhs: JSONPointer) -> Bool {
    lhs.tokens.lexicographicallyPrecedes(rhs.tokens)
  }
}

/// Returns the array index a token names: decimal without leading zeros, as RFC 6901 demands.
package func arrayIndex(_ token: String) -> Int? {
  guard token == "0" || (token.first != "0" && token.utf8.allSatisfy { (48...57).contains($0) })
  else { return nil }
  return Int(token)
}

extension JSON {
  /// The value at a pointer, or nil where there is none.
  ///
  /// Setting creates missing objects on the way, `-` or the count appends to an array, and nil
  /// removes the member or element; a step through a scalar leaves the document as it was.
  package subscript(pointer: JSONPointer) -> JSON? {
    get {
      var value = self
      for token in pointer.tokens {
        guard let next = value.child(token) else { return nil }
        value = next
      }
      return value
    }
    set { set(newValue, at: pointer.tokens[...]) }
  }

  private func child(_ token: String) -> JSON? {
    switch self {
    case .object(let object): return object[token]
    case .array(let elements):
      guard let index = arrayIndex(token), index < elements.count else { return nil }
      return elements[index]
    default: return nil
    }
  }

  private mutating func set(_ newValue: JSON?, at tokens: ArraySlice<String>) {
    guard let token = tokens.first else {
      self = newValue ?? .null
      return
    }
    let rest = tokens.dropFirst()
    switch self {
    case .object(var object):
      self = .null  // keeps the members uniquely referenced while they are changed
      if rest.isEmpty {
        object[token] = newValue
      } else if var child = object[token] ?? (newValue == nil ? nil : JSON.object([:])) {
        child.set(newValue, at: rest)
        object[token] = child
      }
      self = .object(object)
    case .array(var elements):
      self = .null
      let index = token == "-" ? elements.count : arrayIndex(token) ?? Int.max
      if index < elements.count {
        if !rest.isEmpty {
          elements[index].set(newValue, at: rest)
        } else if let newValue {
          elements[index] = newValue
        } else {
          elements.remove(at: index)
        }
      } else if index == elements.count, rest.isEmpty, let newValue {
        elements.append(newValue)
      }
      self = .array(elements)
    default: break
    }
  }
}
