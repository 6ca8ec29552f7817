package import Diagnostics
package import JSON

/// Finds what Genesys takes without a word and what then fails, or gives nothing, in a call.
package struct ActionLint {
  let action: DataAction
  /// Whether a flow learns of a failure by the HTTP status alone, as on the platform.
  let isPlatform: Bool
  private(set) var problems: [ActionProblem] = []

  private init(_ action: DataAction, isPlatform: Bool) {
    (self.action, self.isPlatform) = (action, isPlatform)
    problems = action.remarks
  }

  /// Returns what is wrong with the spec of a manifest, each problem where it stands in the document.
  ///
  /// `spec` has what follows from the document's own spec besides; problems of that are not the author's.
  package static func problems(
    in document: LocatedJSON, spec: JSON, named name: String, isPlatform: Bool, address: String
  ) -> [Diagnostic] {
    let parent = JSONPointer(["spec"])
    let hasRequest = document[JSONPointer(["spec", "config", "request"])] != nil
    return problems(in: spec, named: name, isPlatform: isPlatform)
      .filter { hasRequest || $0.pointer.tokens.first != "config" }
      .map { $0.diagnostic(in: document, below: parent, address: address) }
  }

  /// Returns what is wrong with a spec.
  package static func problems(
    in spec: JSON, named name: String, isPlatform: Bool
  ) -> [ActionProblem] {
    // The guide profile registers actions of which it knows no more than who answers them.
    guard ["contract", "source", "tests", "reads"].contains(where: { spec[$0] != nil }) else {
      return []
    }
    switch DataAction.read(spec, named: name) {
    case .failure(let problems): return problems.problems
    case .success(let action):
      var lint = ActionLint(action, isPlatform: isPlatform)
      lint.checkContract()
      lint.checkRequest()
      lint.checkResponse()
      lint.checkSource(spec)
      lint.checkTests(spec)
      lint.checkReads(spec)
      return lint.problems
    }
  }

  mutating func error(
    _ code: String, at pointer: JSONPointer, _ message: String, hint: String? = nil
  ) {
    problems.append(ActionProblem(.error, code, at: pointer, message, hint: hint))
  }

  mutating func warn(
    _ code: String, at pointer: JSONPointer, _ message: String, hint: String? = nil
  ) {
    problems.append(ActionProblem(.warning, code, at: pointer, message, hint: hint))
  }

  mutating func report(_ problem: ActionProblem) { problems.append(problem) }
}

extension ActionLint {
  static let input = JSONPointer(["contract", "input", "inputSchema"])
  static let output = JSONPointer(["contract", "output", "successSchema"])

  private mutating func checkContract() {
    for (place, side) in [
      (Self.input, action.contract.input), (Self.output, action.contract.output),
    ] {
      for problem in ContractRules.laterWords(in: side.document) { report(problem.below(place)) }
      if side.document["required"]?.array?.isEmpty == true {
        warn(
          "contract-required", at: place.appending("required"), "the list is empty",
          hint: "draft-04 wants one name at least; leave it out")
      }
      for name in side.required where !side.properties.contains(name) {
        warn(
          "contract-required", at: place.appending("required"),
          "\"\(name)\" is required and has no schema",
          hint: nearestName(to: name, in: side.properties.keys).map { "did you mean \"\($0)\"?" }
            ?? "flows cannot set or read what properties does not name")
      }
    }
  }

  /// Checks what flows read of the output, as `<user.name>`.
  private mutating func checkReads(_ spec: JSON) {
    for (index, text) in (spec["reads"]?.array ?? []).enumerated() {
      let place = JSONPointer(["reads"]).appending(index)
      let names = (text.string ?? "").trimming("<>").split(separator: ".").map(String.init)
      guard names.count > 1 else {
        error(
          "flow-reference", at: place, "it names nothing of the output",
          hint: "write the flow's variable and a member, as in <user.name>")
        continue
      }
      if let wrong = action.contract.output.firstUnknown(of: names.dropFirst()) {
        error(
          "flow-reference", at: place, "the output has no \"\(wrong.name)\"",
          hint: nearestName(to: wrong.name, in: wrong.known).map { "did you mean \"\($0)\"?" }
            ?? "there are \(wrong.known.joined(separator: ", "))")
      }
    }
  }
}

extension ContractSchema {
  /// Returns the first of several names, each a member of the one before, that the schema lacks.
  func firstUnknown(of names: some Sequence<String>) -> (name: String, known: [String])? {
    var schema = document
    for name in names {
      // Lists are read through their elements, as flows index them.
      while let items = schema["items"], schema["properties"] == nil { schema = items }
      guard let properties = schema["properties"]?.object else { return nil }
      guard let next = properties[name] else { return (name, properties.keys) }
      schema = next
    }
    return nil
  }

  /// The types that the schema of a property allows; nil where it allows any.
  func types(of names: some Sequence<String>) -> Set<String>? {
    var schema = document
    for name in names {
      guard let next = schema["properties"]?[name] else { return nil }
      schema = next
    }
    if let type = schema["type"]?.string { return [type] }
    if let types = schema["type"]?.array { return Set(types.compactMap(\.string)) }
    return schema["enum"]?.array.map { Set($0.map(\.typeName)) }
  }
}

extension String {
  /// Returns the text without some characters at both ends.
  fileprivate func trimming(_ characters: String) -> Substring {
    var rest = self[...]
    while let first = rest.first, characters.contains(first) { rest.removeFirst() }
    while let last = rest.last, characters.contains(last) { rest.removeLast() }
    return rest
  }
}
