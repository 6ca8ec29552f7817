import JSON

/// Finds out what a schema says about the members of its values, without validating any.
struct SchemaWalker {
  private var documents: DocumentIndex

  init(documents: DocumentIndex) {
    self.documents = documents
  }

  /// Returns the schemas of a member, the most direct one first.
  mutating func step(_ name: String, from place: SchemaPlace) -> [SchemaPlace] {
    var (found, fallback): ([SchemaPlace], [SchemaPlace]) = ([], [])
    for place in applied(at: place) {
      if let json = place.json["properties"]?[name] {
        found.append(place.child(["properties", name], json))
        continue
      }
      for member in place.json["patternProperties"]?.object ?? [:]
      where (try? Pattern(member.key))?.matches(name) == true {
        found.append(place.child(["patternProperties", member.key], member.value))
      }
      guard let json = place.json["additionalProperties"], json.object != nil else { continue }
      fallback.append(place.child(["additionalProperties"], json))
    }
    return found.isEmpty ? fallback : found
  }

  /// Returns the schemas applied to a value or, where it is a list, to its elements.
  private mutating func applied(at start: SchemaPlace) -> [SchemaPlace] {
    var (pending, seen, result) = ([start], Set<String>(), [SchemaPlace]())
    while let next = pending.popLast() {
      guard let place = try? documents.entered(next), seen.insert(place.location).inserted else {
        continue
      }
      result.append(place)
      var further = targets(of: place)
      for keyword in ["then", "else", "items"] {
        if let json = place.json[keyword] { further.append(place.child([keyword], json)) }
      }
      for keyword in ["allOf", "anyOf", "oneOf", "prefixItems"] {
        for (offset, json) in (place.json[keyword]?.array ?? []).enumerated() {
          further.append(place.child([keyword, String(offset)], json))
        }
      }
      pending += further.reversed()
    }
    return result
  }

  private mutating func targets(of place: SchemaPlace) -> [SchemaPlace] {
    var targets: [SchemaPlace] = []
    for keyword in ["$ref", "$dynamicRef"] {
      guard let text = place.json[keyword]?.string else { continue }
      if let target = try? documents.resolve(text, from: place) { targets.append(target) }
    }
    return targets
  }

  /// Returns a schema joined with those it is a reference to.
  mutating func flattened(_ start: SchemaPlace) -> JSON {
    var (result, place, seen): (JSONObject?, SchemaPlace?, Set<String>) = (nil, start, [])
    while let next = place, let entered = try? documents.entered(next),
      seen.insert(entered.location).inserted
    {
      place = targets(of: entered).first
      guard let object = absolute(entered.json, entered).object else {
        return result.map(JSON.object) ?? entered.json
      }
      var joined = result ?? [:]
      for member in object where !(member.key == "$ref" && place != nil) {
        if joined[member.key] == nil { joined[member.key] = member.value }
      }
      result = joined
    }
    return result.map(JSON.object) ?? start.json
  }

  /// Returns a schema whose references name their documents, wherever it is read.
  private func absolute(_ json: JSON, _ place: SchemaPlace) -> JSON {
    guard case .object(var object) = json else { return json }
    let base = URIReference(place.base)
    for keyword in ["$ref", "$dynamicRef"] {
      guard let text = object[keyword]?.string else { continue }
      object[keyword] = .string(URIReference(text).resolved(against: base).description)
    }
    for child in Subschemas.children(of: object, in: place.dialect) {
      let pointer = JSONPointer(child.tokens)
      var schema = JSON.object(object)
      schema[pointer] = absolute(child.json, place)
      object = schema.object ?? object
    }
    return .object(object)
  }
}
