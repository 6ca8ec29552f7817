import Diagnostics
import JSON

extension StateMachineLint {
  /// Checks the value of a field against what the table of fields says.
  mutating func check(
    _ member: LocatedJSON.Member, _ field: StateField, language: QueryLanguage
  ) {
    let (name, value) = (member.key, member.value)
    if let wanted = field.language, wanted != language {
      error(
        "asl-query-language",
        "\(name) belongs to \(wanted.rawValue), and the state uses "
          + language.rawValue, at: member.keyLocation, hint: Self.replacement(of: name))
      return
    }
    switch field.content {
    case .structure, .anything: break
    case .text:
      if language == .jsonata, name != "Comment" { checkExpressions(in: value) }
      checkText(value, name)
    case .path(let nullable): checkPath(value, name, nullable: nullable)
    case .place: checkPlace(value, name)
    case .value: checkValue(value, name, allowsFunctions: false)
    case .valueOrFunction: checkValue(value, name, allowsFunctions: true)
    case .number(let range): checkNumber(value, name, in: range, language: language)
    case .timestamp: checkTimestamp(value, name, language: language)
    case .template: checkTemplate(value, language: language)
    case .variables: checkVariables(value, language: language)
    }
    if name == "Parameters" || name == "Result" { checkPayload(value, name) }
  }

  private static func replacement(of field: String) -> String {
    switch field {
    case "InputPath": "name what is needed in Arguments, with $states.input"
    case "OutputPath", "ResultPath", "ResultSelector", "Result": "use Output"
    case "Parameters": "use Arguments, or ItemSelector in a Map"
    case "ItemsPath": "use Items"
    case "Arguments": "use Parameters, or say \"QueryLanguage\": \"JSONata\""
    case "Output": "use ResultSelector and ResultPath, or say \"QueryLanguage\": \"JSONata\""
    case "Items": "use ItemsPath, or say \"QueryLanguage\": \"JSONata\""
    case _ where field.hasSuffix("Path"): "use \(field.dropLast(4)) with an expression"
    default: "say the QueryLanguage it belongs to"
    }
  }

  mutating func checkText(_ node: LocatedJSON?, _ name: String) {
    guard let node, node.string == nil else { return }
    error("asl-type", "\(name) is a text", at: node.location)
  }

  mutating func checkNumber(
    _ node: LocatedJSON, _ name: String, in range: ClosedRange<Int>, language: QueryLanguage
  ) {
    if let number = node.value.int {
      guard !range.contains(number) else { return }
      error(
        "asl-range", "\(name) must be between \(range.lowerBound) and \(range.upperBound)",
        at: node.location)
    } else if language == .jsonata, node.string != nil {
      checkWholeExpression(node, name)
    } else {
      error(
        "asl-type", "\(name) is a whole number", at: node.location,
        hint: language == .jsonata ? "or an expression, as in \"{% $n %}\"" : nil)
    }
  }

  private mutating func checkTimestamp(
    _ node: LocatedJSON, _ name: String, language: QueryLanguage
  ) {
    guard let text = node.string else { return checkText(node, name) }
    if language == .jsonata, text.looksLikeExpression { return checkExpressions(in: node) }
    if !text.isTimestamp {
      error(
        "asl-value", "\(name) is no time as RFC 3339 writes it, with T and Z as capitals",
        at: node.location, hint: "write it as in 2026-01-31T23:59:00Z")
    }
  }

  /// Warns of a constant that alone is more than may pass between states.
  private mutating func checkPayload(_ node: LocatedJSON, _ name: String) {
    let size = node.value.text.utf8.count
    guard size > Self.maximumPayload else { return }
    warn(
      "asl-payload",
      "\(name) has \(size) bytes, and \(Self.maximumPayload) may pass between states",
      at: node.location, hint: "keep it in S3 and pass where it is")
  }

  private mutating func checkVariables(_ node: LocatedJSON, language: QueryLanguage) {
    guard let members = node.members else {
      error("asl-type", "Assign is an object of variables", at: node.location)
      return
    }
    for member in members {
      var name = member.key
      if language == .jsonPath, name.hasSuffix(".$") { name.removeLast(2) }
      let isName =
        name.unicodeScalars.first.map { $0.properties.isXIDStart } == true
        && name.unicodeScalars.allSatisfy { $0.properties.isXIDContinue }
      if !isName || name.unicodeScalars.count > 80 || name == "states" {
        error(
          "asl-variable", "\"\(name)\" can be no variable", at: member.keyLocation,
          hint: "use letters, digits and _, at most 80, and not the name states")
      }
    }
    checkTemplate(node, language: language)
  }

  /// Returns where a character of a text stands, where the text is written without escapes.
  func location(of offset: Int, in node: LocatedJSON) -> SourceLocation {
    let start = node.location
    guard let text = node.string, let line = start.file.line(start.line) else { return start }
    var rest = Array(line.unicodeScalars.dropFirst(start.column - 1))
    let isQuoted = rest.first == "\"" || rest.first == "'"
    if isQuoted { rest.removeFirst() }
    guard rest.starts(with: text.unicodeScalars.prefix(offset)) else { return start }
    return SourceLocation(
      file: start.file, line: start.line, column: start.column + offset + (isQuoted ? 1 : 0))
  }
}

extension String {
  /// Whether it is meant as JSONata, well or badly marked.
  var looksLikeExpression: Bool {
    let blank: (Unicode.Scalar) -> Bool = { $0.properties.isWhitespace }
    let scalars = unicodeScalars.drop(while: blank)
    return scalars.starts(with: "{%".unicodeScalars)
      || Array(scalars.reversed().drop(while: blank).prefix(2)) == ["}", "%"]
  }

  /// Whether it is a time in the profile of RFC 3339 that AWS takes.
  var isTimestamp: Bool {
    wholeMatch(
      of: /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})/.asciiOnlyDigits()) != nil
  }
}
