import JSONPath

/// Says what is wrong with a path or function of a state, and where in its text.
struct StatePathError: Error {
  let message: String
  let offset: Int
  let remedy: String
}

/// A path into what a state can see.
struct StatePath {
  enum Root: Hashable {
    case input
    case context
    case variable(String)
  }

  let root: Root
  /// The steps below the root where the path is made of names and indexes alone.
  let steps: [JSONPath.Step]?
  /// Whether it leads to one value, be it by a function at its end.
  let isSingle: Bool

  /// Reads a path as AWS takes it: Jayway's, with a context, variables and functions at its end.
  init(_ text: String) throws(StatePathError) {
    guard text.hasPrefix("$") else {
      throw StatePathError(
        message: "it does not start with $", offset: 0, remedy: "write it as in $.name")
    }
    var rest = text.unicodeScalars.dropFirst()
    if rest.first == "$" {
      root = .context
      rest = rest.dropFirst()
    } else if let first = rest.first, first.properties.isXIDStart || first == "_" {
      let name = rest.prefix { $0.properties.isXIDContinue }
      root = .variable(String(name))
      rest = rest[name.endIndex...]
    } else {
      root = .input
    }
    let skipped = text.unicodeScalars.count - rest.count
    var path = "$" + String(Substring(rest))
    let function = Self.functions.first { path.hasSuffix(".\($0)()") }
    if let function { path.removeLast(function.count + 3) }
    do throws(JSONPathError) {
      let parsed = try JSONPath(path, dialect: .jayway)
      steps = function == nil ? parsed.steps : nil
      isSingle = function != nil || parsed.isDefinite
    } catch {
      // Jayway's filters and scripts know more than the standard's; only their frame is checked.
      guard path.contains("[?") || path.contains("[("), Self.isBalanced(path) else {
        throw StatePathError(
          message: error.message, offset: max(0, error.offset - 1 + skipped),
          remedy: error.remedy)
      }
      (steps, isSingle) = (nil, false)
    }
  }

  private static let functions = [
    "length", "size", "min", "max", "avg", "sum", "stddev", "keys", "first", "last",
  ]

  private static func isBalanced(_ text: String) -> Bool {
    var open: [Unicode.Scalar] = []
    var quote: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if let closing = quote {
        if scalar == closing { quote = nil }
        continue
      }
      switch scalar {
      case "'", "\"": quote = scalar
      case "[": open.append("]")
      case "(": open.append(")")
      case "]", ")": guard open.popLast() == scalar else { return false }
      default: break
      }
    }
    return open.isEmpty && quote == nil
  }
}
