/// Reads a path, its segments and its selectors.
struct PathParser {
  /// How many filters, parentheses and calls may stand inside each other.
  static let maximumDepth = 100

  var scanner: PathScanner
  let dialect: JSONPath.Dialect
  var depth = 0

  init(_ text: String, dialect: JSONPath.Dialect) {
    scanner = PathScanner(text)
    self.dialect = dialect
  }

  /// Reads the whole text as one path that starts at the root.
  mutating func path() throws(JSONPathError) -> PathQuery {
    var segments: [PathSegment] = []
    if !scanner.take("$") {
      guard dialect == .jayway, let first = scanner.peek, first != ".", !first.isPathBlank else {
        throw scanner.unexpected("\"$\"", remedy: "start the path at the root, as in $.name")
      }
      if first != "[" {
        segments.append(.init(isDescendant: false, selectors: [try shorthand()]))
      }
    }
    segments += try self.segments()
    guard scanner.peek == nil else {
      throw scanner.unexpected(
        "\".\", \"[\" or the end of the path",
        remedy: "names with other characters are written in quotes, as in $['a b']")
    }
    return PathQuery(isRelative: false, segments: segments)
  }

  mutating func segments() throws(JSONPathError) -> [PathSegment] {
    var segments: [PathSegment] = []
    while true {
      let start = scanner.position
      scanner.skipBlanks()
      switch scanner.peek {
      case "[": segments.append(.init(isDescendant: false, selectors: try bracketed()))
      case "." where scanner.peek(1) == ".":
        scanner.position += 2
        segments.append(.init(isDescendant: true, selectors: try afterDots()))
      case ".":
        scanner.position += 1
        let isBracket = scanner.peek == "[" && dialect == .jayway
        segments.append(
          .init(isDescendant: false, selectors: isBracket ? try bracketed() : [try shorthand()]))
      default:
        scanner.position = start
        return segments
      }
    }
  }

  private mutating func afterDots() throws(JSONPathError) -> [PathSelector] {
    scanner.peek == "[" ? try bracketed() : [try shorthand()]
  }

  private mutating func shorthand() throws(JSONPathError) -> PathSelector {
    if scanner.take("*") { return .wildcard }
    let name =
      switch dialect {
      case .standard:
        scanner.peek?.startsName == true
          ? scanner.takeWhile { $0.startsName || $0.isDigit } : ""
      case .jayway: scanner.takeWhile { !$0.endsJaywayName }
      }
    guard !name.isEmpty else {
      throw scanner.unexpected(
        "a name or \"*\"", remedy: "other names are written in quotes, as in ['a b']")
    }
    return .name(name)
  }

  private mutating func bracketed() throws(JSONPathError) -> [PathSelector] {
    let start = scanner.position
    scanner.position += 1
    var selectors: [PathSelector] = []
    repeat {
      scanner.skipBlanks()
      selectors.append(try selector())
    } while scanner.takePastBlanks(",")
    guard scanner.takePastBlanks("]") else {
      scanner.skipBlanks()
      throw scanner.unexpected(
        "\",\" or \"]\"", remedy: "close the bracket opened at character \(start + 1)")
    }
    return selectors
  }

  private mutating func selector() throws(JSONPathError) -> PathSelector {
    switch scanner.peek {
    case "*":
      scanner.position += 1
      return .wildcard
    case "?":
      scanner.position += 1
      scanner.skipBlanks()
      return .filter(try filter())
    case "'", "\"": return .name(try scanner.quotedText())
    case ":": return try slice(from: nil)
    case let scalar? where scalar == "-" || scalar.isDigit:
      let number = try scanner.integer()
      let end = scanner.position
      scanner.skipBlanks()
      if scanner.peek == ":" { return try slice(from: number) }
      scanner.position = end
      return .index(number)
    default:
      throw scanner.unexpected(
        "a name in quotes, an index, a slice, \"*\" or \"?\"",
        remedy: "names in brackets are written in quotes, as in ['name']")
    }
  }

  private mutating func slice(from start: Int?) throws(JSONPathError) -> PathSelector {
    scanner.position += 1
    let end = try bound()
    let step = scanner.takePastBlanks(":") ? try bound() : nil
    return .slice(PathSlice(start: start, end: end, step: step ?? 1))
  }

  private mutating func bound() throws(JSONPathError) -> Int? {
    let start = scanner.position
    scanner.skipBlanks()
    if let scalar = scanner.peek, scalar == "-" || scalar.isDigit { return try scanner.integer() }
    scanner.position = start
    return nil
  }
}

extension Unicode.Scalar {
  fileprivate var endsJaywayName: Bool {
    isPathBlank || ".[]()'\",*?<>=!&|".unicodeScalars.contains(self)
  }
}
