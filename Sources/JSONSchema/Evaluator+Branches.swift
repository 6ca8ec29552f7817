import JSON

extension Evaluator {
  /// Reports why no branch of an `anyOf` or `oneOf` holds, in the words of the branch that was meant.
  mutating func rejectBranches(
    _ node: SchemaNode, _ keyword: String, _ schemas: [Int], _ value: JSON,
    _ coverage: inout Coverage
  ) -> Bool {
    guard collects else { return false }
    var branches: [[SchemaViolation]] = []
    for schema in schemas {
      var branch = coverage.fresh
      branches.append(collecting { $0.check(schema, value, &branch) })
      coverage.merge(branch)
    }
    let depth = path.count
    if branches.allSatisfy({ $0.contains { isMismatch($0, depth) } }) {
      return rejectAll(node, keyword, schemas, branches, value)
    }
    // A text that is none of some words was meant as one of them, and not as a form that texts may have.
    let isOfWords = branches.allSatisfy { branch in
      branch.contains { isMismatch($0, depth) } || branch.allSatisfy { isPattern($0, depth) }
    }
    if isOfWords, let values = values(of: branches, like: value) {
      return rejectValues(node, keyword, values, value)
    }
    let costs = branches.map { cost($0, depth) }
    let best = costs.indices.min { costs[$0] < costs[$1] }
    violations += best.map { branches[$0] } ?? []
    return false
  }

  /// Whether a violation says that the value as a whole is of another kind.
  private func isMismatch(_ violation: SchemaViolation, _ depth: Int) -> Bool {
    guard violation.instance.tokens.count == depth, !violation.isAboutKey else { return false }
    return violation.code == "wrong-type" || violation.code == "value-not-allowed"
  }

  private func isPattern(_ violation: SchemaViolation, _ depth: Int) -> Bool {
    violation.instance.tokens.count == depth && violation.code == "pattern-mismatch"
  }

  /// Returns the values that branches allow, where one of them is of the kind that a value has.
  private func values(of branches: [[SchemaViolation]], like value: JSON) -> [JSON]? {
    let values = branches.flatMap { $0 }.flatMap { violation -> [JSON] in
      guard isMismatch(violation, path.count), case .values(let values) = violation.expected
      else { return [] }
      return values
    }
    let isAlike = values.contains { TypeSet.noun(of: $0) == TypeSet.noun(of: value) }
    return isAlike ? values : nil
  }

  private mutating func rejectValues(
    _ node: SchemaNode, _ keyword: String, _ values: [JSON], _ value: JSON
  ) -> Bool {
    reject(
      node, keyword, "value-not-allowed", allowedMessage(values),
      hint: nearestHint(to: value, in: values), expected: .values(values))
  }

  private mutating func rejectAll(
    _ node: SchemaNode, _ keyword: String, _ schemas: [Int], _ branches: [[SchemaViolation]],
    _ value: JSON
  ) -> Bool {
    if let values = values(of: branches, like: value) {
      return rejectValues(node, keyword, values, value)
    }
    var nouns: [String] = []
    for (schema, branch) in zip(schemas, branches) {
      for noun in title(of: schema).map({ [$0] }) ?? expectedNouns(branch)
      where !nouns.contains(noun) {
        nouns.append(noun)
      }
    }
    return reject(
      node, keyword, "wrong-type", typeMessage(nouns, value), expected: .types(nouns))
  }

  private func expectedNouns(_ branch: [SchemaViolation]) -> [String] {
    branch.flatMap { violation -> [String] in
      guard isMismatch(violation, path.count) else { return [] }
      return switch violation.expected {
      case .types(let nouns): nouns
      case .values(let values): values.map(\.shown)
      default: []
      }
    }
  }

  /// Returns how unlikely a branch is to be the one that was meant.
  private func cost(_ branch: [SchemaViolation], _ depth: Int) -> Int {
    branch.reduce(0) { $0 + cost($1, depth) }
  }

  private func cost(_ violation: SchemaViolation, _ depth: Int) -> Int {
    if isMismatch(violation, depth) { return 1_000_000 }
    let below = violation.instance.tokens.count - depth
    switch violation.code {
    case "value-not-allowed" where below == 1: return violation.keyword == "const" ? 1000 : 100
    case "unknown-field" where below == 1: return violation.hint == nil ? 20 : 5
    case "missing-field" where below == 0: return 10
    default: return Swift.max(1, 4 - below)
    }
  }
}
