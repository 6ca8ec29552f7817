import JSON

/// What may stand on a side of a comparison or as an argument, before its type is looked at.
enum PathTerm {
  case query(PathQuery)
  case operand(PathOperand)
  case condition(PathFilter)
}

extension PathParser {
  /// Reads a query, a literal or the call of a function.
  mutating func term() throws(JSONPathError) -> PathTerm {
    switch scanner.peek {
    case "@", "$":
      let isRelative = scanner.peek == "@"
      scanner.position += 1
      return .query(PathQuery(isRelative: isRelative, segments: try segments()))
    case "'", "\"": return .operand(.literal(.string(try scanner.quotedText())))
    case let scalar? where scalar == "-" || scalar.isDigit:
      return .operand(.literal(try scanner.number()))
    case let scalar? where ("a"..."z").contains(scalar): return try word()
    default:
      throw scanner.unexpected(
        "a query, a value or a function",
        remedy: "queries start with @ or $, texts stand in quotes")
    }
  }

  private mutating func word() throws(JSONPathError) -> PathTerm {
    let start = scanner.position
    let name = scanner.takeWhile { ("a"..."z").contains($0) || $0.isDigit || $0 == "_" }
    if scanner.peek == "(" { return try call(name, at: start) }
    switch name {
    case "true": return .operand(.literal(true))
    case "false": return .operand(.literal(false))
    case "null": return .operand(.literal(.null))
    default:
      throw scanner.failure(
        "\"\(name)\" is no value", at: start,
        remedy: "texts stand in quotes, members are written @.\(name)")
    }
  }

  private mutating func call(_ name: String, at start: Int) throws(JSONPathError) -> PathTerm {
    try enter()
    defer { depth -= 1 }
    scanner.position += 1
    var arguments: [(term: PathTerm, offset: Int)] = []
    scanner.skipBlanks()
    if !scanner.take(")") {
      repeat {
        scanner.skipBlanks()
        let offset = scanner.position
        arguments.append((try term(), offset))
      } while scanner.takePastBlanks(",")
      guard scanner.takePastBlanks(")") else {
        scanner.skipBlanks()
        throw scanner.unexpected("\",\" or \")\"", remedy: "arguments are queries and values alone")
      }
    }
    let needed = name == "match" || name == "search" ? 2 : 1
    guard ["length", "count", "value", "match", "search"].contains(name) else {
      throw scanner.failure(
        "there is no function \(name)()", at: start,
        remedy: "there are length(), count(), value(), match() and search()")
    }
    guard arguments.count == needed else {
      throw scanner.failure(
        "\(name)() has \(arguments.count) arguments", at: start, remedy: "give it \(needed)")
    }
    let first = arguments[0]
    switch name {
    case "length": return .operand(.length(try operand(first.term, at: first.offset)))
    case "count": return .operand(.count(try query(first.term, at: first.offset)))
    case "value": return .operand(.value(try query(first.term, at: first.offset)))
    default:
      let text = try operand(first.term, at: first.offset)
      let pattern = try operand(arguments[1].term, at: arguments[1].offset)
      return .condition(.match(text, PathPattern(pattern), whole: name == "match"))
    }
  }

  private func query(_ term: PathTerm, at offset: Int) throws(JSONPathError) -> PathQuery {
    if case .query(let query) = term { return query }
    throw scanner.failure(
      "the function takes a query here", at: offset, remedy: "give it one that starts with @ or $")
  }
}

extension PathPattern {
  fileprivate init(_ operand: PathOperand) {
    if case .literal(let value) = operand {
      self = .fixed(value.string.flatMap { IRegexp($0) })
    } else {
      self = .operand(operand)
    }
  }
}
