import Diagnostics
import JSON

/// Where a machine stands.
enum MachineRole {
  case top
  case branch
  case processor

  var fields: [String] {
    switch self {
    case .top: ["Comment", "QueryLanguage", "StartAt", "States", "TimeoutSeconds", "Version"]
    case .branch: ["Comment", "StartAt", "States"]
    case .processor: ["Comment", "ProcessorConfig", "StartAt", "States"]
    }
  }
}

extension StateMachineLint {
  /// Checks a machine and those inside it; returns nil where there is too little of it to go on.
  mutating func machine(
    _ node: LocatedJSON, role: MachineRole, language: QueryLanguage
  ) -> StateMachineModel? {
    guard let members = node.members else {
      error(
        "asl-type", "a state machine is an object", at: node.location,
        hint: #"write {"StartAt": …, "States": {…}}"#)
      return nil
    }
    refuseUnknown(members, known: role.fields, of: "a state machine")
    checkText(node["Comment"], "Comment")
    let language = queryLanguage(of: node) ?? language
    if let version = node["Version"], version.string != "1.0" {
      error("asl-version", "the Version is \"1.0\" and no other", at: version.location)
    }
    if let timeout = node["TimeoutSeconds"] {
      checkNumber(timeout, "TimeoutSeconds", in: 1...99_999_999, language: .jsonPath)
    }
    guard let states = node["States"] else {
      error(
        "asl-missing-field", "the state machine lacks its States", at: node.location,
        hint: "declare at least one state")
      return nil
    }
    guard let members = states.members, !members.isEmpty else {
      error(
        "asl-type", "States is an object with at least one state", at: states.location,
        hint: "declare each state under its name")
      return nil
    }
    let names = Set(members.map(\.key))
    let models = members.compactMap { state($0, siblings: names, language: language) }
    let start = node["StartAt"]
    checkTarget(start, "StartAt", of: "the state machine", at: node.location, siblings: names)
    return StateMachineModel(start: start?.string, states: models)
  }

  /// Returns what a field QueryLanguage says, if it is there.
  mutating func queryLanguage(of node: LocatedJSON) -> QueryLanguage? {
    guard let field = node["QueryLanguage"] else { return nil }
    if let language = field.string.flatMap(QueryLanguage.init) { return language }
    error(
      "asl-value", "the QueryLanguage is JSONPath or JSONata", at: field.location,
      hint: "leave it out for JSONPath")
    return nil
  }

  /// Checks that a field names a state of the same machine.
  mutating func checkTarget(
    _ node: LocatedJSON?, _ field: String, of owner: String, at location: SourceLocation,
    siblings: Set<String>
  ) {
    guard let node else {
      error(
        "asl-missing-field", "\(owner) lacks \(field)", at: location,
        hint: "name the state to go on with")
      return
    }
    guard let name = node.string else {
      error("asl-type", "\(field) is the name of a state", at: node.location)
      return
    }
    guard !siblings.contains(name) else { return }
    // Among very many names the nearest is not worth the time to look for it.
    let near = siblings.count > 500 ? nil : nearestName(to: name, in: siblings.sorted())
    error(
      "asl-unknown-state", "\(field) names \"\(name)\", which is no state of this machine",
      at: node.location,
      hint: near.map { "did you mean \"\($0)\"?" }
        ?? "a state can go on only with one that stands in the same States")
  }

  /// Refuses members that mean nothing to AWS.
  mutating func refuseUnknown(
    _ members: [LocatedJSON.Member], known: some Collection<String>, of owner: String
  ) {
    for member in members where !known.contains(member.key) {
      let near = nearestName(to: member.key, in: known.sorted())
      error(
        "asl-unknown-field", "\(owner) has no field \"\(member.key)\"", at: member.keyLocation,
        hint: near.map { "did you mean \"\($0)\"?" }
          ?? "there are \(known.sorted().joined(separator: ", "))")
    }
  }
}
