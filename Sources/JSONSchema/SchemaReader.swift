import JSON

/// Reads the keywords of one schema object and says which of them is malformed.
struct SchemaReader {
  let place: SchemaPlace
  let object: JSONObject

  private func malformed(_ keyword: String, _ expected: String) -> SchemaError {
    let location = place.location + JSONPointer([keyword]).description
    return SchemaError("malformed-schema", at: location, "must be \(expected)")
  }

  /// Whether the dialect knows a vocabulary.
  func knows(_ vocabulary: Dialect.Vocabularies) -> Bool {
    place.dialect.vocabularies.contains(vocabulary)
  }

  func since(_ draft: Dialect.Draft) -> Bool { place.dialect.draft >= draft }

  func string(_ keyword: String) throws -> String? {
    guard let json = object[keyword] else { return nil }
    guard let text = json.string else { throw malformed(keyword, "a string") }
    return text
  }

  func bool(_ keyword: String) throws -> Bool? {
    guard let json = object[keyword] else { return nil }
    guard let value = json.bool else { throw malformed(keyword, "true or false") }
    return value
  }

  func number(_ keyword: String) throws -> JSONNumber? {
    guard let json = object[keyword] else { return nil }
    guard let value = json.number else { throw malformed(keyword, "a number") }
    return value
  }

  func count(_ keyword: String) throws -> Int? {
    guard let json = object[keyword] else { return nil }
    guard let number = json.number, number.isInteger, !number.decimal.isNegative else {
      throw malformed(keyword, "a whole number from 0")
    }
    return number.int ?? .max
  }

  func strings(_ keyword: String) throws -> [String]? {
    guard let json = object[keyword] else { return nil }
    return try strings(json, keyword)
  }

  func strings(_ json: JSON, _ keyword: String) throws -> [String] {
    guard let elements = json.array else { throw malformed(keyword, "a list of strings") }
    return try elements.map {
      guard let text = $0.string else { throw malformed(keyword, "a list of strings") }
      return text
    }
  }

  func pattern(_ source: String, _ keyword: String) throws -> Pattern {
    do {
      return try Pattern(source)
    } catch {
      throw SchemaError(
        "malformed-pattern", at: place.location + JSONPointer([keyword]).description,
        "\(source) is no regular expression: \(error)")
    }
  }
}

extension SchemaReader {
  func schema(_ keyword: String) throws -> SchemaPlace? {
    guard let json = object[keyword] else { return nil }
    return try schema(json, [keyword])
  }

  func schemas(_ keyword: String) throws -> [SchemaPlace]? {
    guard let json = object[keyword] else { return nil }
    guard let elements = json.array else { throw malformed(keyword, "a list of schemas") }
    return try elements.enumerated().map { try schema($1, [keyword, String($0)]) }
  }

  func namedSchemas(_ keyword: String) throws -> [(name: String, place: SchemaPlace)] {
    guard let json = object[keyword] else { return [] }
    guard let members = json.object else { throw malformed(keyword, "an object of schemas") }
    return try members.map { ($0.key, try schema($0.value, [keyword, $0.key])) }
  }

  func schema(_ json: JSON, _ tokens: [String]) throws -> SchemaPlace {
    switch json {
    case .object, .bool: return place.child(tokens, json)
    default:
      throw SchemaError(
        "malformed-schema", at: place.location + JSONPointer(tokens).description,
        "must be a schema: an object, true or false")
    }
  }
}
