import Diagnostics
import JSON

/// A comparison in a rule of a Choice: what it compares, and with what.
enum ChoiceOperator {
  case text, number, boolean, timestamp, pattern, path, isIt

  static let all: [String: ChoiceOperator] = {
    var all: [String: ChoiceOperator] = [
      "BooleanEquals": .boolean, "BooleanEqualsPath": .path, "StringMatches": .pattern,
    ]
    let orders = [
      "Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals",
    ]
    let kinds: [(String, ChoiceOperator)] = [
      ("String", .text), ("Numeric", .number), ("Timestamp", .timestamp),
    ]
    for (kind, content) in kinds {
      for order in orders {
        all[kind + order] = content
        all[kind + order + "Path"] = .path
      }
    }
    for test in ["Null", "Present", "Numeric", "String", "Boolean", "Timestamp"] {
      all["Is" + test] = .isIt
    }
    return all
  }()
}

extension StateMachineLint {
  /// Checks the rules of a Choice and returns the ways they lead.
  mutating func choices(
    _ node: LocatedJSON, _ siblings: Set<String>, _ language: QueryLanguage,
    at location: SourceLocation
  ) -> [Transition] {
    var transitions: [Transition] = []
    if let target = node["Default"] {
      checkTarget(target, "Default", of: "the state", at: location, siblings: siblings)
      if let name = target.string {
        transitions.append(.init(target: name, location: target.location, cause: .otherwise))
      }
    }
    guard let rules = node["Choices"] else {
      error("asl-missing-field", "the Choice state lacks its Choices", at: location)
      return transitions
    }
    guard let elements = rules.array, !elements.isEmpty else {
      error("asl-type", "Choices is a list of at least one rule", at: rules.location)
      return transitions
    }
    for rule in elements {
      checkRule(rule, language, isOuter: true)
      guard rule.members != nil else { continue }
      checkTarget(rule["Next"], "Next", of: "the rule", at: rule.location, siblings: siblings)
      if let next = rule["Next"], let name = next.string {
        transitions.append(.init(target: name, location: next.location, cause: .choice(rule)))
      }
    }
    if node["Default"] == nil, !elements.contains(where: { $0["Condition"]?.value == true }) {
      warn(
        "asl-no-default", "where no rule holds, the execution fails with States.NoChoiceMatched",
        at: location, hint: "add a Default, be it a Fail state that says so")
    }
    return transitions
  }

  private mutating func checkRule(
    _ rule: LocatedJSON, _ language: QueryLanguage, isOuter: Bool
  ) {
    guard let members = rule.members else {
      error("asl-type", "a rule of a Choice is an object", at: rule.location)
      return
    }
    checkText(rule["Comment"], "Comment")
    var known = ["Comment"]
    if isOuter { known += ["Next", "Assign"] }
    if let assign = rule.member("Assign"), isOuter {
      check(assign, StateField(.variables), language: language)
    }
    switch language {
    case .jsonata:
      known += ["Condition"] + (isOuter ? ["Output"] : [])
      if let output = rule["Output"], isOuter { checkExpressions(in: output) }
      checkCondition(rule, at: rule.location)
    case .jsonPath:
      known += ["And", "Or", "Not", "Variable"] + ChoiceOperator.all.keys
      checkComparison(rule, members)
    }
    refuseUnknown(members, known: known, of: isOuter ? "a rule" : "a rule inside another")
  }

  private mutating func checkCondition(_ rule: LocatedJSON, at location: SourceLocation) {
    guard let condition = rule["Condition"] else {
      error(
        "asl-choice", "the rule lacks its Condition", at: location,
        hint: "write it as in \"{% $n > 1 %}\"")
      return
    }
    if case .bool = condition.content { return }
    checkWholeExpression(condition, "Condition")
  }

  private mutating func checkComparison(_ rule: LocatedJSON, _ members: [LocatedJSON.Member]) {
    let operators = members.filter {
      ["And", "Or", "Not"].contains($0.key) || ChoiceOperator.all[$0.key] != nil
    }
    guard let first = operators.first else {
      let near = members.lazy.compactMap {
        nearestName(to: $0.key, in: ChoiceOperator.all.keys.sorted())
      }
      .first
      error(
        "asl-choice", "the rule compares nothing", at: rule.location,
        hint: near.map { "did you mean \($0)?" } ?? "add a comparison, as in \"NumericEquals\": 1")
      return
    }
    if operators.count > 1 {
      error(
        "asl-choice", "the rule has more than one comparison", at: operators[1].keyLocation,
        hint: "join them with And")
    }
    switch first.key {
    case "And", "Or":
      refuseVariable(rule, first.key)
      guard let elements = first.value.array, !elements.isEmpty else {
        error("asl-type", "\(first.key) is a list of at least one rule", at: first.value.location)
        return
      }
      for element in elements { checkRule(element, .jsonPath, isOuter: false) }
    case "Not":
      refuseVariable(rule, first.key)
      checkRule(first.value, .jsonPath, isOuter: false)
    default:
      if let variable = rule["Variable"] {
        checkPath(variable, "Variable", nullable: false)
      } else {
        error(
          "asl-choice", "the rule does not say what it compares", at: rule.location,
          hint: "add a Variable, as in \"$.name\"")
      }
      if let content = ChoiceOperator.all[first.key] { checkOperand(first, content) }
    }
  }

  private mutating func refuseVariable(_ rule: LocatedJSON, _ name: String) {
    guard let variable = rule.member("Variable") else { return }
    error(
      "asl-choice", "a rule with \(name) has no Variable of its own", at: variable.keyLocation,
      hint: "put it into the rules inside")
  }

  private mutating func checkOperand(_ member: LocatedJSON.Member, _ content: ChoiceOperator) {
    let (name, value) = (member.key, member.value)
    let wanted: String
    switch (content, value.content) {
    case (.path, _): return checkValue(value, name, allowsFunctions: false)
    case (.text, .string), (.number, .number), (.boolean, .bool), (.isIt, .bool): return
    case (.timestamp, .string(let text)) where text.isTimestamp: return
    case (.pattern, .string(let text)):
      guard text.hasStrayEscape else { return }
      wanted = "a pattern in which only * and \\ follow a backslash"
    case (.text, _), (.pattern, _): wanted = "a text"
    case (.number, _): wanted = "a number"
    case (.boolean, _), (.isIt, _): wanted = "true or false"
    case (.timestamp, _): wanted = "a time as in 2026-01-31T23:59:00Z"
    }
    error(
      "asl-type", "\(name) compares with \(wanted)", at: value.location,
      hint: content == .isIt ? nil : "\(name)Path compares with a value of the input")
  }
}

extension String {
  /// Whether a backslash of a pattern stands before what it does not escape.
  fileprivate var hasStrayEscape: Bool {
    var scalars = unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      guard scalar == "\\" else { continue }
      let escaped = scalars.next()
      if escaped != "*", escaped != "\\" { return true }
    }
    return false
  }
}
