import JSON

extension SchemaCompiler {
  mutating func combination(_ reader: SchemaReader) throws -> Combination? {
    guard reader.knows(.applicator) else { return nil }
    let condition = reader.since(.seven) ? try reader.schema("if") : nil
    let result = Combination(
      all: try numbers(of: try reader.schemas("allOf") ?? []),
      any: try reader.schemas("anyOf").map { try numbers(of: $0) },
      one: try reader.schemas("oneOf").map { try numbers(of: $0) },
      not: try number(of: try reader.schema("not")),
      condition: try number(of: condition),
      then: condition == nil ? nil : try number(of: try reader.schema("then")),
      otherwise: condition == nil ? nil : try number(of: try reader.schema("else")))
    let isEmpty = result.all.isEmpty && result.any == nil && result.one == nil && result.not == nil
    return isEmpty && result.condition == nil ? nil : result
  }

  private static let arrayKeywords = [
    "minItems", "maxItems", "uniqueItems", "prefixItems", "items", "additionalItems", "contains",
  ]

  mutating func arrayRules(_ reader: SchemaReader) throws -> ArrayRules? {
    guard Self.arrayKeywords.contains(where: reader.object.contains) else { return nil }
    let validates = reader.knows(.validation)
    let elements = try elements(reader)
    let contains = reader.since(.six) && reader.knows(.applicator)
    let counts = reader.since(.september2019) && validates
    return ArrayRules(
      minimum: validates ? try reader.count("minItems") : nil,
      maximum: validates ? try reader.count("maxItems") : nil,
      isUnique: validates ? try reader.bool("uniqueItems") ?? false : false,
      prefix: try numbers(of: elements.prefix ?? []), rest: try number(of: elements.rest),
      restKeyword: elements.keyword,
      contains: contains ? try number(of: try reader.schema("contains")) : nil,
      minContains: counts ? try reader.count("minContains") ?? 1 : 1,
      maxContains: counts ? try reader.count("maxContains") : nil,
      containsEvaluates: reader.since(.december2020))
  }

  /// Returns the schemas of the first elements and of those after them, in the words of the draft.
  private func elements(
    _ reader: SchemaReader
  ) throws -> (prefix: [SchemaPlace]?, rest: SchemaPlace?, keyword: String) {
    guard reader.knows(.applicator) else { return (nil, nil, "items") }
    if reader.since(.december2020) {
      return (try reader.schemas("prefixItems"), try reader.schema("items"), "items")
    }
    guard reader.object["items"]?.array != nil else {
      return (nil, try reader.schema("items"), "items")
    }
    return (
      try reader.schemas("items"), try reader.schema("additionalItems"), "additionalItems"
    )
  }

  private static let objectKeywords = [
    "minProperties", "maxProperties", "required", "properties", "patternProperties",
    "additionalProperties", "propertyNames", "dependencies", "dependentRequired",
    "dependentSchemas",
  ]

  mutating func objectRules(_ reader: SchemaReader) throws -> ObjectRules? {
    guard Self.objectKeywords.contains(where: reader.object.contains) else { return nil }
    let (validates, applies) = (reader.knows(.validation), reader.knows(.applicator))
    let properties = applies ? try reader.namedSchemas("properties") : []
    let patterns = applies ? try reader.namedSchemas("patternProperties") : []
    let dependencies = try dependencies(reader)
    return ObjectRules(
      minimum: validates ? try reader.count("minProperties") : nil,
      maximum: validates ? try reader.count("maxProperties") : nil,
      required: validates ? try reader.strings("required") ?? [] : [],
      properties: Dictionary(
        try properties.map { ($0.name, try number(of: $0.place)) }, uniquingKeysWith: { $1 }),
      names: properties.map(\.name),
      patterns: try patterns.map {
        (try reader.pattern($0.name, "patternProperties"), try number(of: $0.place))
      },
      additional: applies ? try number(of: try reader.schema("additionalProperties")) : nil,
      propertyNames: applies && reader.since(.six)
        ? try number(of: try reader.schema("propertyNames")) : nil,
      dependentRequired: dependencies.required,
      dependentSchemas: try dependencies.schemas.map { ($0.name, try number(of: $0.place)) })
  }

  private func dependencies(
    _ reader: SchemaReader
  ) throws -> (
    required: [(name: String, needs: [String])], schemas: [(name: String, place: SchemaPlace)]
  ) {
    var required: [(name: String, needs: [String])] = []
    var schemas: [(name: String, place: SchemaPlace)] = []
    if reader.knows(.applicator) {
      if reader.since(.september2019) { schemas = try reader.namedSchemas("dependentSchemas") }
      for member in reader.object["dependencies"]?.object ?? [:] {
        if member.value.array != nil {
          required.append((member.key, try reader.strings(member.value, "dependencies")))
        } else {
          schemas.append(
            (member.key, try reader.schema(member.value, ["dependencies", member.key])))
        }
      }
    }
    if reader.knows(.validation), reader.since(.september2019) {
      for member in reader.object["dependentRequired"]?.object ?? [:] {
        required.append((member.key, try reader.strings(member.value, "dependentRequired")))
      }
    }
    return (required, schemas)
  }
}
