internal import Diagnostics
internal import JSON
internal import JSONSchema

/// What a contract must be so that Genesys takes it: an object's schema in the words of draft-04.
enum ContractRules {
  static let draft = "http://json-schema.org/draft-04/schema#"

  private static let metaschema: Schema? = try? SchemaRegistry().schema(at: draft)

  /// The words of later drafts that do nothing in draft-04, and what does the same there.
  private static let later: [(word: String, instead: String)] = [
    ("const", "write enum with the one value"), ("contains", "draft-04 cannot say it"),
    ("propertyNames", "use patternProperties with additionalProperties: false"),
    ("if", "use oneOf"), ("then", "use oneOf"), ("else", "use oneOf"),
    ("$defs", "write definitions"), ("$id", "write id"),
    ("dependentRequired", "write dependencies"), ("dependentSchemas", "write dependencies"),
    ("unevaluatedProperties", "use additionalProperties"),
    ("unevaluatedItems", "use additionalItems"),
    ("prefixItems", "write items with a list"), ("minContains", "draft-04 cannot say it"),
    ("maxContains", "draft-04 cannot say it"),
  ]

  /// Returns everything that keeps a document from being a contract.
  static func problems(in document: JSON) -> [ActionProblem] {
    guard let object = document.object else {
      return [
        ActionProblem(
          .error, "contract", at: .root, "\(document.typeName) stands where a schema is needed",
          hint: "a contract is a JSON Schema of draft-04: {type: object, properties: {…}}")
      ]
    }
    if let other = object["$schema"], other.string.map(isDraft04) != true {
      return [
        ActionProblem(
          .error, "contract-draft", at: JSONPointer(["$schema"]),
          "Genesys takes contracts in JSON Schema draft-04 alone",
          hint: "write \(draft), or leave it out")
      ]
    }
    let violations = (metaschema?.validate(document) ?? []).filter { !isEmptyRequired($0) }
    var problems = violations.map { violation in
      ActionProblem(
        .error, "contract", at: violation.instance, violation.message, hint: hint(for: violation))
    }
    if problems.isEmpty, object["type"] != "object" {
      problems.append(
        ActionProblem(
          .error, "contract-root", at: .root, "a contract describes an object",
          hint: "write type: object, with what goes in or out under properties"))
    }
    return problems
  }

  /// Whether nothing is wrong but a list of required names that is empty, which draft-04 does not allow
  /// and orgs are full of.
  private static func isEmptyRequired(_ violation: SchemaViolation) -> Bool {
    violation.keyword == "minItems" && violation.instance.tokens.last == "required"
  }

  private static func isDraft04(_ uri: String) -> Bool {
    uri == draft || uri == String(draft.dropLast())
  }

  private static func hint(for violation: SchemaViolation) -> String? {
    switch violation.instance.tokens.last {
    case "exclusiveMinimum", "exclusiveMaximum":
      "in draft-04 it is true or false, beside minimum or maximum"
    case "required": "in draft-04 it is a list of names, beside properties, with one at least"
    default: violation.hint
    }
  }

  /// Returns where words of later drafts stand in the place of keywords.
  static func laterWords(in document: JSON) -> [ActionProblem] {
    ContractWalk.schemas(in: document).flatMap { pointer, schema in
      later.compactMap { word, instead in
        guard schema.contains(word) else { return nil }
        return ActionProblem(
          .warning, "contract-keyword", at: pointer.appending(word),
          "\(word) means nothing in draft-04, and Genesys would take any value", hint: instead)
      }
    }
  }
}

/// The schemas that stand within a schema.
enum ContractWalk {
  private static let single = ["not", "additionalProperties", "additionalItems", "items"]
  private static let lists = ["allOf", "anyOf", "oneOf", "items"]
  private static let maps = ["properties", "patternProperties", "definitions", "dependencies"]

  /// Returns a schema and all within it, each with its place.
  static func schemas(in root: JSON) -> [(JSONPointer, JSONObject)] {
    var (found, pending) = ([(JSONPointer, JSONObject)](), [(JSONPointer.root, root)])
    while let (pointer, value) = pending.popLast() {
      guard let schema = value.object else { continue }
      found.append((pointer, schema))
      for word in single { schema[word].map { pending.append((pointer.appending(word), $0)) } }
      for word in lists {
        for (index, element) in (schema[word]?.array ?? []).enumerated() {
          pending.append((pointer.appending(word).appending(index), element))
        }
      }
      for word in maps {
        for member in schema[word]?.object ?? [:] {
          pending.append((pointer.appending(word).appending(member.key), member.value))
        }
      }
    }
    return found
  }
}
