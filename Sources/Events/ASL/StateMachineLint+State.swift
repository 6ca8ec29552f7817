import Diagnostics
import JSON

extension StateMachineLint {
  /// Checks a state; returns nil where not even its type can be told.
  mutating func state(
    _ member: LocatedJSON.Member, siblings: Set<String>, language: QueryLanguage
  ) -> StateModel? {
    let (name, node) = (member.key, member.value)
    checkName(member)
    guard let members = node.members else {
      error("asl-type", "the state \"\(name)\" is no object", at: node.location)
      return nil
    }
    guard let type = type(of: node, named: name) else { return nil }
    let outer = language
    let language = queryLanguage(of: node) ?? language
    if outer == .jsonata, language == .jsonPath, let field = node["QueryLanguage"] {
      warn(
        "asl-query-language", "the machine uses JSONata, and its states can only do so too",
        at: field.location, hint: "say JSONata in each state instead of the whole machine")
    }
    let fields = StateField.fields(of: type)
    refuseUnknown(members, known: fields.keys, of: "a \(type.rawValue) state")
    for member in members {
      guard let field = fields[member.key] else { continue }
      check(member, field, language: language)
    }
    refuseExclusive(node)
    var transitions: [Transition] = []
    let isTerminal = ways(of: node, type, siblings, &transitions, at: member.keyLocation)
    if [.task, .parallel, .map].contains(type) {
      checkRetriers(node["Retry"])
      transitions += catchers(node["Catch"], siblings: siblings, language: language)
    }
    return StateModel(
      name: name, nameLocation: member.keyLocation, type: type, language: language, node: node,
      transitions: transitions + own(node, type, siblings, language, at: member.keyLocation),
      isTerminal: isTerminal, machines: machines(of: node, type, language: outer, named: member))
  }

  private mutating func checkName(_ member: LocatedJSON.Member) {
    let name = member.key
    if name.isEmpty || name.unicodeScalars.count > 80 {
      error(
        "asl-state-name",
        name.isEmpty
          ? "a state has no name"
          : "the name of the state has \(name.unicodeScalars.count) characters, and may have 80",
        at: member.keyLocation, hint: "give it a short name, and the rest as a Comment")
    }
    if let first = declared[name] {
      error(
        "asl-duplicate-state", "the name \"\(name)\" is taken by another state",
        at: member.keyLocation, notes: [.init("it is declared here", at: first)],
        hint: "names are unique over all machines inside each other")
    } else {
      declared[name] = member.keyLocation
    }
  }

  private mutating func type(of node: LocatedJSON, named name: String) -> StateType? {
    guard let field = node["Type"] else {
      error(
        "asl-missing-field", "the state \"\(name)\" lacks its Type", at: node.location,
        hint: "there are \(StateType.allCases.map(\.rawValue).joined(separator: ", "))")
      return nil
    }
    if let type = field.string.flatMap(StateType.init) { return type }
    let near = nearestName(to: field.string ?? "", in: StateType.allCases.map(\.rawValue))
    error(
      "asl-value", "the Type is none there is", at: field.location,
      hint: near.map { "did you mean \"\($0)\"?" }
        ?? "there are \(StateType.allCases.map(\.rawValue).joined(separator: ", "))")
    return nil
  }

  mutating func refuseExclusive(_ node: LocatedJSON) {
    for (first, second) in StateField.exclusive {
      guard let one = node.member(first), let other = node.member(second) else { continue }
      error(
        "asl-exclusive-fields", "\(first) and \(second) exclude each other",
        at: max(one.keyLocation, other.keyLocation),
        notes: [.init("the other is here", at: min(one.keyLocation, other.keyLocation))],
        hint: "keep one of them")
    }
  }

  /// Checks Next and End; returns whether the execution ends with the state.
  private mutating func ways(
    of node: LocatedJSON, _ type: StateType, _ siblings: Set<String>,
    _ transitions: inout [Transition], at location: SourceLocation
  ) -> Bool {
    guard type != .choice, !type.isTerminal else { return type.isTerminal }
    var ends = false
    if let end = node["End"] {
      if case .bool(let value) = end.content {
        ends = value
      } else {
        error("asl-type", "End is true or left out", at: end.location)
        ends = true
      }
    }
    if let next = node.member("Next") {
      checkTarget(next.value, "Next", of: "the state", at: location, siblings: siblings)
      if ends {
        error(
          "asl-next-and-end", "a state goes on or ends, and cannot do both",
          at: next.keyLocation, hint: "keep Next or \"End\": true")
      }
      if let name = next.value.string {
        transitions.append(.init(target: name, location: next.value.location, cause: .next))
      }
    } else if !ends {
      error(
        "asl-missing-field", "the state neither goes on nor ends", at: location,
        hint: "add Next, or \"End\": true")
    }
    return ends
  }
}
