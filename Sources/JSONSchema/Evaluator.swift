import JSON

/// Checks one value against a program, either only for a verdict or collecting all violations.
///
/// All state is on the stack of nested calls and here; the number of nested calls is bounded.
struct Evaluator {
  /// A step of the path from the root of the value.
  enum Step {
    case key(String)
    case index(Int)

    var token: String {
      switch self {
      case .key(let key): key
      case .index(let index): String(index)
      }
    }
  }

  /// How deep schemas may apply each other, which also bounds the nesting of values.
  static let depthLimit = 512

  let program: Program
  /// Whether every violation is wanted, and not only the verdict.
  var collects: Bool
  var violations: [SchemaViolation] = []
  var path: [Step] = []
  /// Why the check had to be given up, if it had to; then no verdict counts.
  var fault: SchemaViolation?
  private var depth = 0
  private var scope: [Int] = []

  init(_ program: Program, collects: Bool) {
    self.program = program
    self.collects = collects
  }

  /// Returns whether a value is valid against a schema, noting what the schema has looked at.
  mutating func check(_ number: Int, _ value: JSON, _ coverage: inout Coverage) -> Bool {
    guard fault == nil else { return false }
    guard depth < Self.depthLimit else { return giveUpOnDepth() }
    depth += 1
    defer { depth -= 1 }
    guard !program.dynamicAnchors.isEmpty else {
      guard let node = program.target(of: number) else { return giveUpOnDepth() }
      return checkKeywords(node, value, &coverage)
    }
    let node = program.nodes[number]
    guard scope.last != node.resource else { return checkKeywords(node, value, &coverage) }
    scope.append(node.resource)
    defer { scope.removeLast() }
    return checkKeywords(node, value, &coverage)
  }

  /// Returns whether a member or element is valid against a schema.
  mutating func check(_ number: Int, _ value: JSON, at step: Step) -> Bool {
    path.append(step)
    defer { path.removeLast() }
    var coverage = Coverage.ignored
    return check(number, value, &coverage)
  }

  private mutating func checkKeywords(
    _ node: SchemaNode, _ value: JSON, _ coverage: inout Coverage
  ) -> Bool {
    if let verdict = node.verdict { return verdict || reject(node) }
    if let alias = node.alias { return check(alias, value, &coverage) }
    guard node.tracks else { return checkAdjacent(node, value, &coverage) }
    var own = Coverage.empty
    var isValid = checkAdjacent(node, value, &own)
    if isValid || collects { isValid = checkUnevaluated(node, value, &own) && isValid }
    coverage.merge(own)
    return isValid
  }

  private mutating func checkAdjacent(
    _ node: SchemaNode, _ value: JSON, _ coverage: inout Coverage
  ) -> Bool {
    if let types = node.types, !types.allows(value) {
      guard collects else { return false }
      return reject(node, type: types, value)
    }
    var isValid = checkValues(node, value)
    guard isValid || collects else { return false }
    isValid = checkRules(node, value, &coverage) && isValid
    guard isValid || collects else { return false }
    for reference in node.references {
      let target = reference.dynamicName.map { dynamicTarget($0, reference) } ?? reference.target
      isValid = check(target, value, &coverage) && isValid
      guard isValid || collects else { return false }
    }
    guard let combined = node.combined else { return isValid }
    return checkCombination(node, combined, value, &coverage) && isValid
  }

  private mutating func checkRules(
    _ node: SchemaNode, _ value: JSON, _ coverage: inout Coverage
  ) -> Bool {
    switch value {
    case .number(let number): node.number.map { check($0, number, node) } ?? true
    case .string(let text): node.string.map { check($0, text, node) } ?? true
    case .array(let elements): node.array.map { check($0, elements, node, &coverage) } ?? true
    case .object(let object): node.object.map { check($0, object, node, &coverage) } ?? true
    case .null, .bool: true
    }
  }

  private func dynamicTarget(_ name: String, _ reference: Reference) -> Int {
    for resource in scope {
      if let target = program.dynamicAnchors[resource][name] { return target }
    }
    return reference.target
  }
}

extension Evaluator {
  /// Runs a check for its verdict alone.
  mutating func quietly(_ body: (inout Evaluator) -> Bool) -> Bool {
    let outer = collects
    collects = false
    defer { collects = outer }
    return body(&self)
  }

  /// Runs a check collecting its violations apart from the others.
  mutating func collecting(_ body: (inout Evaluator) -> Bool) -> [SchemaViolation] {
    let outer = violations
    violations = []
    _ = body(&self)
    defer { violations = outer }
    return violations
  }

  var pointer: JSONPointer { JSONPointer(path.map(\.token)) }

  private mutating func giveUpOnDepth() -> Bool {
    fault = SchemaViolation(
      instance: JSONPointer(path.prefix(16).map(\.token)), keyword: "$ref", schemaPath: "",
      code: "nested-too-deeply",
      message: "is nested too deeply to be checked, or its schema refers to itself without end",
      hint: nil, isAboutKey: false, expected: nil)
    return false
  }
}
