package import JSON

/// A value that a path selected, and where in the document it stands.
package struct JSONPathNode: Sendable {
  package let value: JSON
  let trail: PathTrail?

  /// The steps that lead to the value from the root.
  package var steps: [JSONPath.Step] {
    var steps: [JSONPath.Step] = []
    var next = trail
    while let trail = next {
      steps.append(trail.step)
      next = trail.parent
    }
    return steps.reversed()
  }

  /// Where the value stands, as the one normalized path that leads there.
  package var path: String { "$" + steps.map(\.description).joined() }

  /// Where the value stands, as a JSON Pointer.
  package var pointer: JSONPointer {
    JSONPointer(
      steps.map {
        switch $0 {
        case .name(let name): name
        case .index(let index): String(index)
        }
      })
  }
}

/// A way from the root down to a value, which shares its beginning with others.
final class PathTrail: Sendable {
  let parent: PathTrail?
  let step: JSONPath.Step

  init(_ step: JSONPath.Step, below parent: PathTrail?) {
    self.parent = parent
    self.step = step
  }
}

extension JSONPath {
  /// One step down: to the member of an object, or to the element of an array.
  package enum Step: Sendable, Hashable {
    case name(String)
    case index(Int)
  }
}

extension JSONPath.Step: CustomStringConvertible {
  /// The step in the form it has in normalized paths.
  package var description: String {
    switch self {
    case .index(let index): "[\(index)]"
    case .name(let name): "['\(name.unicodeScalars.map(Self.escaped).joined())']"
    }
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\u{8}": return "\\b"
    case "\t": return "\\t"
    case "\n": return "\\n"
    case "\u{C}": return "\\f"
    case "\r": return "\\r"
    case "'": return "\\'"
    case "\\": return "\\\\"
    case "\u{0}"..<" ":
      let digits = String(scalar.value, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: return String(scalar)
    }
  }
}
