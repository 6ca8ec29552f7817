import Diagnostics
import JSON

extension StateMachineLint {
  /// Checks values of which some are taken from data, in the way of the state's language.
  mutating func checkTemplate(_ node: LocatedJSON, language: QueryLanguage) {
    switch language {
    case .jsonPath: checkPathTemplate(node)
    case .jsonata: checkExpressions(in: node)
    }
  }

  private mutating func checkPathTemplate(_ node: LocatedJSON) {
    switch node.content {
    case .array(let elements): for element in elements { checkPathTemplate(element) }
    case .object(let members):
      var places: [String: SourceLocation] = [:]
      for member in members {
        let isQuery = member.key.hasSuffix(".$")
        let name = isQuery ? String(member.key.dropLast(2)) : member.key
        if let first = places[name] {
          error(
            "asl-payload-template", "\"\(name)\" and \"\(name).$\" become the same field",
            at: member.keyLocation, notes: [.init("the other is here", at: first)],
            hint: "keep one of them")
        }
        places[name] = member.keyLocation
        if isQuery {
          checkQuery(member.value, member.key)
        } else {
          warnOfUnreadPath(member)
          checkPathTemplate(member.value)
        }
      }
    default: break
    }
  }

  /// Warns of a text that looks like a path and stays a text.
  private mutating func warnOfUnreadPath(_ member: LocatedJSON.Member) {
    guard let text = member.value.string,
      text.hasPrefix("$.") || text.hasPrefix("$$.") || IntrinsicFunction.isCall(text)
    else { return }
    warn(
      "asl-path-not-read", "the value looks like a path or function, but stays a text as it is",
      at: member.value.location,
      hint: "name the field \"\(member.key).$\" for it to be read")
  }

  /// Checks every expression in JSONata that stands in a value.
  mutating func checkExpressions(in node: LocatedJSON) {
    switch node.content {
    case .array(let elements): for element in elements { checkExpressions(in: element) }
    case .object(let members): for member in members { checkExpressions(in: member.value) }
    case .string(let text) where text.looksLikeExpression: checkExpression(text, in: node)
    case .string(let text) where text.contains("{%") && text.contains("%}"):
      warn(
        "asl-jsonata-embedded", "an expression inside a text stays as it is", at: node.location,
        hint: "make the whole text one expression, and join texts with &")
    default: break
    }
  }

  /// Checks a text that must be an expression from its first character to its last.
  mutating func checkWholeExpression(_ node: LocatedJSON, _ name: String) {
    guard let text = node.string, text.looksLikeExpression else {
      error(
        "asl-jsonata", "\(name) is no expression in JSONata", at: node.location,
        hint: "write it as in \"{% $n %}\"")
      return
    }
    checkExpression(text, in: node)
  }

  private mutating func checkExpression(_ text: String, in node: LocatedJSON) {
    guard text.hasPrefix("{%"), text.hasSuffix("%}"), text.utf8.count >= 4 else {
      error(
        "asl-jsonata", "the text starts or ends an expression, but is not one as a whole",
        at: node.location, hint: "write it as in \"{% $states.input %}\", with nothing around it")
      return
    }
    let source = Array(text.unicodeScalars).dropFirst(2).dropLast(2)
    if !source.isSpaced {
      error(
        "asl-jsonata", "a blank stands on each side of an expression",
        at: node.location, hint: "write it as in \"{% $states.input %}\", or on lines of its own")
      return
    }
    do throws(JSONataError) {
      var parser = JSONataParser(source.reduce(into: "") { $0.unicodeScalars.append($1) })
      try parser.checkExpression()
      let known = parser.bound.union(JSONataFunctions.names)
      for use in parser.used {
        checkVariable(use.name, at: location(of: use.offset + 2, in: node), known: known)
      }
      if let unsupported = parser.unsupported {
        warn(
          "asl-jsonata-unsupported", "Step Functions does not have $\(unsupported.name)",
          at: location(of: unsupported.offset + 2, in: node),
          hint: unsupported.name == "eval" ? "use $parse for texts in JSON" : nil)
      }
    } catch {
      self.error(
        "asl-jsonata", "this is no JSONata: \(error.message)",
        at: location(of: error.offset + 2, in: node), hint: error.remedy)
    }
  }
}

extension IntrinsicFunction {
  fileprivate static func isCall(_ text: String) -> Bool {
    signatures.keys.contains { text.hasPrefix($0 + "(") }
  }
}

extension ArraySlice<Unicode.Scalar> {
  /// Whether blanks stand at both ends, and a line break at the start only as the first of them.
  fileprivate var isSpaced: Bool {
    let blanks = prefix { $0.properties.isWhitespace }
    guard !blanks.isEmpty, blanks.count < count, last?.properties.isWhitespace == true else {
      return false
    }
    return blanks.first == "\n" || !blanks.contains("\n")
  }
}
