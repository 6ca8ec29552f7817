import JSON

/// Where a schema holds further schemas, by dialect.
enum Subschemas {
  /// A schema inside another, and the steps that lead to it.
  struct Child {
    let tokens: [String]
    let json: JSON
  }

  private static let single: [(name: String, since: Dialect.Draft)] = [
    ("additionalProperties", .four), ("additionalItems", .four), ("items", .four), ("not", .four),
    ("contains", .six), ("propertyNames", .six), ("if", .seven), ("then", .seven),
    ("else", .seven), ("unevaluatedItems", .september2019),
    ("unevaluatedProperties", .september2019), ("contentSchema", .september2019),
  ]
  private static let listed: [(name: String, since: Dialect.Draft)] = [
    ("allOf", .four), ("anyOf", .four), ("oneOf", .four), ("items", .four),
    ("prefixItems", .december2020),
  ]
  private static let named: [(name: String, since: Dialect.Draft)] = [
    ("properties", .four), ("patternProperties", .four), ("definitions", .four),
    ("dependencies", .four), ("$defs", .september2019), ("dependentSchemas", .september2019),
  ]

  /// Returns the schemas directly inside a schema.
  static func children(of schema: JSONObject, in dialect: Dialect) -> [Child] {
    var children: [Child] = []
    for (name, since) in single where since <= dialect.draft {
      if let json = schema[name], isSchema(json) {
        children.append(Child(tokens: [name], json: json))
      }
    }
    for (name, since) in listed where since <= dialect.draft {
      for (offset, json) in (schema[name]?.array ?? []).enumerated() where isSchema(json) {
        children.append(Child(tokens: [name, String(offset)], json: json))
      }
    }
    for (name, since) in named where since <= dialect.draft {
      for member in schema[name]?.object?.members ?? [] where isSchema(member.value) {
        children.append(Child(tokens: [name, member.key], json: member.value))
      }
    }
    return children
  }

  private static func isSchema(_ json: JSON) -> Bool {
    switch json {
    case .object, .bool: true
    default: false
    }
  }
}
