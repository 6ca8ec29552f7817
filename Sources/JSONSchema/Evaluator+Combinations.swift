import JSON

extension Evaluator {
  mutating func checkCombination(
    _ node: SchemaNode, _ combined: Combination, _ value: JSON, _ coverage: inout Coverage
  ) -> Bool {
    var isValid = true
    for schema in combined.all {
      isValid = check(schema, value, &coverage) && isValid
      guard isValid || collects else { return false }
    }
    if let schemas = combined.any {
      isValid = checkAny(node, schemas, value, &coverage) && isValid
      guard isValid || collects else { return false }
    }
    if let schemas = combined.one {
      isValid = checkOne(node, schemas, value, &coverage) && isValid
      guard isValid || collects else { return false }
    }
    if let schema = combined.not, holds(schema, value) {
      isValid = reject(node, forbidden: schema)
      guard isValid || collects else { return false }
    }
    guard let condition = combined.condition else { return isValid }
    return checkCondition(condition, combined, value, &coverage) && isValid
  }

  private mutating func holds(_ schema: Int, _ value: JSON) -> Bool {
    var coverage = Coverage.ignored
    return quietly { $0.check(schema, value, &coverage) }
  }

  private mutating func holds(_ schema: Int, _ value: JSON, _ coverage: inout Coverage) -> Bool {
    var branch = coverage.fresh
    guard quietly({ $0.check(schema, value, &branch) }) else { return false }
    coverage.merge(branch)
    return true
  }

  private mutating func checkAny(
    _ node: SchemaNode, _ schemas: [Int], _ value: JSON, _ coverage: inout Coverage
  ) -> Bool {
    var isValid = false
    for schema in schemas {
      isValid = holds(schema, value, &coverage) || isValid
      if isValid, !coverage.isTracked { return true }
    }
    return isValid || rejectBranches(node, "anyOf", schemas, value, &coverage)
  }

  private mutating func checkOne(
    _ node: SchemaNode, _ schemas: [Int], _ value: JSON, _ coverage: inout Coverage
  ) -> Bool {
    var matching: [Int] = []
    for schema in schemas where holds(schema, value, &coverage) {
      matching.append(schema)
      if matching.count > 1, !collects { return false }
    }
    switch matching.count {
    case 1: return true
    case 0: return rejectBranches(node, "oneOf", schemas, value, &coverage)
    default: return reject(node, ambiguous: matching)
    }
  }

  private mutating func checkCondition(
    _ condition: Int, _ combined: Combination, _ value: JSON, _ coverage: inout Coverage
  ) -> Bool {
    let branch = holds(condition, value, &coverage) ? combined.then : combined.otherwise
    guard let branch else { return true }
    return check(branch, value, &coverage)
  }
}

extension Evaluator {
  /// Checks what no keyword beside or below has looked at.
  mutating func checkUnevaluated(
    _ node: SchemaNode, _ value: JSON, _ coverage: inout Coverage
  ) -> Bool {
    switch value {
    case .array(let elements):
      guard let schema = node.unevaluatedItems else { return true }
      defer { coverage.insertAll() }
      return checkUnevaluated(schema, elements, node, coverage)
    case .object(let object):
      guard let schema = node.unevaluatedProperties else { return true }
      defer { coverage.insertAll() }
      var isValid = true
      for (offset, member) in object.members.enumerated() where !coverage.contains(offset) {
        isValid =
          checkAdditional(schema, member, object, node, "unevaluatedProperties") && isValid
        guard isValid || collects else { return false }
      }
      return isValid
    default: return true
    }
  }

  private mutating func checkUnevaluated(
    _ schema: Int, _ elements: [JSON], _ node: SchemaNode, _ coverage: Coverage
  ) -> Bool {
    var isValid = true
    for (offset, element) in elements.enumerated() where !coverage.contains(offset) {
      if program.nodes[schema].verdict == false {
        return rejectSurplus(node, "unevaluatedItems", at: offset, of: offset)
      }
      isValid = check(schema, element, at: .index(offset)) && isValid
      guard isValid || collects else { return false }
    }
    return isValid
  }
}
