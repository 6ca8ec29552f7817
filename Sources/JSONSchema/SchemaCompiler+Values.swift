import JSON

extension SchemaCompiler {
  func types(_ reader: SchemaReader) throws -> TypeSet? {
    guard reader.knows(.validation), let json = reader.object["type"] else { return nil }
    let names = try json.string.map { [$0] } ?? reader.strings(json, "type")
    return try names.reduce(into: []) { types, name in
      guard let type = TypeSet(name: name, draft: reader.place.dialect.draft) else {
        throw SchemaError(
          "malformed-schema", at: reader.place.location + "/type", "there is no type \(name)")
      }
      types.insert(type)
    }
  }

  func values(_ reader: SchemaReader) throws -> [AllowedValues] {
    guard reader.knows(.validation) else { return [] }
    var result: [AllowedValues] = []
    if let json = reader.object["enum"] {
      guard let values = json.array else {
        throw SchemaError("malformed-schema", at: reader.place.location + "/enum", "must be a list")
      }
      result.append(AllowedValues(keyword: "enum", values: values))
    }
    if reader.since(.six), let value = reader.object["const"] {
      result.append(AllowedValues(keyword: "const", values: [value]))
    }
    return result
  }

  func numberRules(_ reader: SchemaReader) throws -> NumberRules? {
    guard reader.knows(.validation) else { return nil }
    let divisor = try reader.number("multipleOf")
    if let divisor, divisor.decimal.digits.isEmpty || divisor.decimal.isNegative {
      throw SchemaError(
        "malformed-schema", at: reader.place.location + "/multipleOf", "must be greater than 0")
    }
    return NumberRules(bounds: try bounds(reader), divisor: divisor)
  }

  private func bounds(_ reader: SchemaReader) throws -> [NumberRules.Bound] {
    var bounds: [NumberRules.Bound] = []
    for (name, exclusive, isLower) in [
      ("minimum", "exclusiveMinimum", true), ("maximum", "exclusiveMaximum", false),
    ] {
      let isExclusive = reader.since(.six) ? false : try reader.bool(exclusive) ?? false
      if let limit = try reader.number(name) {
        bounds.append(.init(name, limit, isLower: isLower, isExclusive: isExclusive))
      }
      if reader.since(.six), let limit = try reader.number(exclusive) {
        bounds.append(.init(exclusive, limit, isLower: isLower, isExclusive: true))
      }
    }
    return bounds
  }

  func stringRules(_ reader: SchemaReader) throws -> StringRules? {
    let vocabularies = reader.place.dialect.vocabularies
    let asserts = assertsFormat || vocabularies.contains(.formatAssertion)
    let format = asserts ? try reader.string("format").flatMap(Format.init(rawValue:)) : nil
    guard reader.knows(.validation) else {
      return StringRules(minimum: nil, maximum: nil, pattern: nil, format: format)
    }
    return StringRules(
      minimum: try reader.count("minLength"), maximum: try reader.count("maxLength"),
      pattern: try reader.string("pattern").map { try reader.pattern($0, "pattern") },
      format: format)
  }
}
