import Diagnostics
import JSON

extension Evaluator {
  func violation(
    _ node: SchemaNode, _ keyword: String, _ code: String, _ message: String, hint: String? = nil,
    isAboutKey: Bool = false, expected: SchemaViolation.Expected? = nil
  ) -> SchemaViolation {
    SchemaViolation(
      instance: pointer, keyword: keyword, schemaPath: "\(node.location)/\(keyword)", code: code,
      message: message, hint: hint, isAboutKey: isAboutKey, expected: expected)
  }

  /// Notes a violation where violations are wanted; always returns false.
  mutating func reject(
    _ node: SchemaNode, _ keyword: String, _ code: String, _ message: String,
    hint: String? = nil, isAboutKey: Bool = false,
    expected: SchemaViolation.Expected? = nil
  ) -> Bool {
    guard collects else { return false }
    violations.append(
      violation(
        node, keyword, code, message, hint: hint, isAboutKey: isAboutKey, expected: expected))
    return false
  }

  /// Rejects by a schema that is `false`.
  mutating func reject(_ node: SchemaNode) -> Bool {
    reject(node, "false", "not-allowed", "is not allowed here")
  }

  mutating func reject(_ node: SchemaNode, type: TypeSet, _ value: JSON) -> Bool {
    let nouns = type.nouns
    return reject(
      node, "type", "wrong-type", typeMessage(nouns, value), expected: .types(nouns))
  }

  func typeMessage(_ nouns: [String], _ value: JSON) -> String {
    if case .number = value, nouns == ["a whole number"] { return "must be a whole number" }
    return "must be \(listed(nouns)), not \(TypeSet.noun(of: value))"
  }

  mutating func reject(_ node: SchemaNode, _ allowed: AllowedValues, _ value: JSON) -> Bool {
    reject(
      node, allowed.keyword, "value-not-allowed", allowedMessage(allowed.values),
      hint: nearestHint(to: value, in: allowed.values), expected: .values(allowed.values))
  }

  mutating func reject(_ node: SchemaNode, forbidden schema: Int) -> Bool {
    let names = program.nodes[schema].object?.required ?? []
    let quoted = names.map { "\"\($0)\"" }
    let message =
      if !quoted.isEmpty {
        "must not have \(listed(quoted, "and"))\(quoted.count > 1 ? " together" : "")"
      } else if let noun = noun(of: schema) {
        "must not be \(noun)"
      } else {
        "is not allowed here"
      }
    return reject(node, "not", "not-allowed", message)
  }

  mutating func reject(_ node: SchemaNode, ambiguous schemas: [Int]) -> Bool {
    let nouns = schemas.compactMap { noun(of: $0) }
    return reject(
      node, "oneOf", "ambiguous",
      nouns.count == schemas.count && Set(nouns).count == nouns.count
        ? "must be only one of \(nouns.joined(separator: ", "))"
        : "fits more than one of the forms that exclude each other")
  }

  mutating func rejectSurplus(
    _ node: SchemaNode, _ keyword: String, at offset: Int, of count: Int
  ) -> Bool {
    path.append(.index(offset))
    defer { path.removeLast() }
    return reject(
      node, keyword, "surplus-element",
      count == 0
        ? "is not allowed: the list must be empty"
        : "is one element too many: the list has at most \(count)")
  }

  mutating func rejectMissing(
    _ name: String, _ node: SchemaNode, _ keyword: String, _ message: String
  ) -> Bool {
    reject(node, keyword, "missing-field", message, expected: .member(name))
  }
}

extension Evaluator {
  /// Checks a member by its own schema; one that is `false` forbids the name.
  mutating func checkDeclared(
    _ schema: Int, _ member: JSONObject.Member, _ node: SchemaNode
  ) -> Bool {
    guard program.nodes[schema].verdict == false else {
      return check(schema, member.value, at: .key(member.key))
    }
    path.append(.key(member.key))
    defer { path.removeLast() }
    return reject(
      node, "properties", "not-allowed", "field \"\(member.key)\" is not allowed here",
      isAboutKey: true)
  }

  /// Checks a member that nothing else describes; a schema that is `false` makes it unknown.
  mutating func checkAdditional(
    _ schema: Int, _ member: JSONObject.Member, _ object: JSONObject, _ node: SchemaNode,
    _ keyword: String
  ) -> Bool {
    guard program.nodes[schema].verdict == false else {
      return check(schema, member.value, at: .key(member.key))
    }
    guard collects else { return false }
    path.append(.key(member.key))
    defer { path.removeLast() }
    let names = program.memberNames(of: node).filter { !object.contains($0) }
    return reject(
      node, keyword, "unknown-field", "unknown field \"\(member.key)\"",
      hint: nearestName(to: member.key, in: names).map { "did you mean \"\($0)\"?" },
      isAboutKey: true, expected: .names(names))
  }

  /// Checks the name of a member.
  mutating func checkName(_ schema: Int, _ name: String) -> Bool {
    guard collects else {
      var coverage = Coverage.ignored
      return check(schema, .string(name), &coverage)
    }
    path.append(.key(name))
    defer { path.removeLast() }
    let found = collecting {
      var coverage = Coverage.ignored
      return $0.check(schema, .string(name), &coverage)
    }
    for var violation in found {
      violation.isAboutKey = true
      violation.message = "the field name \"\(name)\" \(violation.message)"
      violations.append(violation)
    }
    return found.isEmpty
  }
}
