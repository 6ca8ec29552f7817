import Diagnostics
import JSON

extension Evaluator {
  mutating func check(
    _ rules: ArrayRules, _ elements: [JSON], _ node: SchemaNode, _ coverage: inout Coverage
  ) -> Bool {
    var isValid = checkCount(rules, elements, node)
    guard isValid || collects else { return false }
    for (offset, element) in elements.enumerated() {
      guard let schema = offset < rules.prefix.count ? rules.prefix[offset] : rules.rest else {
        break
      }
      if program.nodes[schema].verdict == false, offset >= rules.prefix.count {
        return rejectSurplus(node, rules.restKeyword, at: offset, of: rules.prefix.count)
      }
      coverage.insert(offset)
      isValid = check(schema, element, at: .index(offset)) && isValid
      guard isValid || collects else { return false }
    }
    guard let contains = rules.contains else { return isValid }
    return checkContains(contains, rules, elements, node, &coverage) && isValid
  }

  private mutating func checkCount(
    _ rules: ArrayRules, _ elements: [JSON], _ node: SchemaNode
  ) -> Bool {
    var isValid = true
    if let minimum = rules.minimum, elements.count < minimum {
      isValid = reject(
        node, "minItems", "too-few-elements",
        elements.isEmpty && minimum == 1
          ? "must not be empty" : "must have at least \(counted(minimum, "element"))")
    }
    if let maximum = rules.maximum, elements.count > maximum {
      isValid = reject(
        node, "maxItems", "too-many-elements", "must have at most \(counted(maximum, "element"))")
    }
    guard rules.isUnique, isValid || collects, let found = elements.firstRepetition() else {
      return isValid
    }
    path.append(.index(found.later))
    defer { path.removeLast() }
    return reject(
      node, "uniqueItems", "repeated-element",
      "repeats an earlier element, number \(found.earlier + 1) of the list")
  }

  private mutating func checkContains(
    _ schema: Int, _ rules: ArrayRules, _ elements: [JSON], _ node: SchemaNode,
    _ coverage: inout Coverage
  ) -> Bool {
    var found = 0
    for (offset, element) in elements.enumerated()
    where quietly({ $0.check(schema, element, at: .index(offset)) }) {
      found += 1
      if rules.containsEvaluates { coverage.insert(offset) }
    }
    var isValid = true
    if found < rules.minContains {
      let noun = noun(of: schema) ?? "fitting element"
      isValid = reject(
        node, rules.minContains == 1 ? "contains" : "minContains", "missing-element",
        "must contain at least \(rules.minContains == 1 ? noun : "\(rules.minContains) × \(noun)")")
    }
    if let maximum = rules.maxContains, found > maximum {
      isValid = reject(
        node, "maxContains", "too-many-elements",
        "must contain at most \(maximum) × \(noun(of: schema) ?? "fitting element")")
    }
    return isValid
  }
}

extension Evaluator {
  mutating func check(
    _ rules: ObjectRules, _ object: JSONObject, _ node: SchemaNode, _ coverage: inout Coverage
  ) -> Bool {
    var isValid = checkRequired(rules, object, node)
    guard isValid || collects else { return false }
    for (offset, member) in object.members.enumerated() {
      isValid = check(member, at: offset, rules, object, node, &coverage) && isValid
      guard isValid || collects else { return false }
    }
    for (name, schema) in rules.dependentSchemas where object.contains(name) {
      isValid = check(schema, .object(object), &coverage) && isValid
      guard isValid || collects else { return false }
    }
    return isValid
  }

  private mutating func check(
    _ member: JSONObject.Member, at offset: Int, _ rules: ObjectRules, _ object: JSONObject,
    _ node: SchemaNode, _ coverage: inout Coverage
  ) -> Bool {
    var (isValid, isKnown) = (true, false)
    if let names = rules.propertyNames { isValid = checkName(names, member.key) }
    if let schema = rules.properties[member.key] {
      isKnown = true
      isValid = checkDeclared(schema, member, node) && isValid
    }
    for (pattern, schema) in rules.patterns
    where matches(pattern, member.key, node, "patternProperties") {
      isKnown = true
      isValid = check(schema, member.value, at: .key(member.key)) && isValid
    }
    if isKnown {
      coverage.insert(offset)
    } else if let additional = rules.additional {
      coverage.insert(offset)
      isValid =
        checkAdditional(additional, member, object, node, "additionalProperties") && isValid
    }
    return isValid
  }

  private mutating func checkRequired(
    _ rules: ObjectRules, _ object: JSONObject, _ node: SchemaNode
  ) -> Bool {
    var isValid = true
    for name in rules.required where !object.contains(name) {
      guard collects else { return false }
      isValid = rejectMissing(name, node, "required", "is missing \"\(name)\"")
    }
    for (name, needs) in rules.dependentRequired where object.contains(name) {
      for need in needs where !object.contains(need) {
        guard collects else { return false }
        isValid = rejectMissing(
          need, node, "dependentRequired", "is missing \"\(need)\", which \"\(name)\" needs")
      }
    }
    if let minimum = rules.minimum, object.count < minimum {
      isValid = reject(
        node, "minProperties", "too-few-members",
        object.isEmpty && minimum == 1
          ? "must not be empty" : "must have at least \(counted(minimum, "field"))")
    }
    if let maximum = rules.maximum, object.count > maximum {
      isValid = reject(
        node, "maxProperties", "too-many-members", "must have at most \(counted(maximum, "field"))")
    }
    return isValid
  }
}
