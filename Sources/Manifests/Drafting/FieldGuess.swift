internal import JSON

/// Guesses the schemas of fields from what was seen of them, and gathers what should be checked.
struct FieldGuess {
  let references: ReferenceGuess
  /// What the service alone seems to set, by its pointer in the body.
  private(set) var computed: [JSONPointer] = []
  var remarks: [(path: JSONPointer, text: String)] = []
  private static let depth = 12

  init(references: ReferenceGuess) {
    self.references = references
  }

  /// Guesses the members of an object; `namedBy` is the one that has the manifest's name.
  mutating func members(
    _ names: [String], of seen: Sighting, at path: JSONPointer, namedBy: String? = nil
  ) -> JSONObject {
    var properties = JSONObject()
    for name in names {
      let member = seen.member(name)
      // The id and version of what has no address of its own may be anything.
      let isOwn = namedBy == nil && ["id", "version"].contains(name)
      if name == namedBy {
        properties[name] = Self.nameField
      } else if FieldNames.isReadOnly(name, member), !isOwn {
        if name != "version" { markComputed(path.appending(name)) }
      } else {
        properties[name] = field(name, member, at: path.appending(name))
      }
    }
    return properties
  }

  private static let nameField: JSON = [
    "$ref": "common.json#/$defs/name",
    "description": "The display name; the manifest's own name where it is left out.",
    "x-gcsync": ["from": "/metadata/name"],
  ]

  /// Notes a member that is not to be sent back; below a list there is no pointer to it.
  private mutating func markComputed(_ path: JSONPointer) {
    guard !path.tokens.contains("-") else { return }
    computed.append(JSONPointer(Array(path.tokens.dropFirst())))
  }

  private mutating func field(_ name: String, _ seen: Sighting, at path: JSONPointer) -> JSON {
    let part = part(name, seen, at: path)
    if let check = part.check { remarks.append((path, check)) }
    var schema = part.schema
    var words = part.words
    if words["writeOnly"] == nil, words["reference"] == nil, seen.sawEmpty {
      words["emptyIsAbsent"] = true
    }
    if seen.sawNull { words["nullIsAbsent"] = true }
    schema["description"] = .string(
      "Guessed from \(part.what), \(seen.frequency)."
        + (part.check.map { " \(capital($0))." } ?? ""))
    if !words.isEmpty { schema["x-gcsync"] = .object(words) }
    return .object(schema)
  }

  /// What is guessed of a field before its description and the roles that any field can have.
  private struct Part {
    var what: String
    var schema: JSONObject = [:]
    var words: JSONObject = [:]
    /// What a person should look at.
    var check: String?
  }

  private mutating func part(_ name: String, _ seen: Sighting, at path: JSONPointer) -> Part {
    if seen.areEntities { return entity(name, seen) }
    switch seen.types {
    case []: return Part(what: "null alone", check: "check what it holds")
    case ["string"] where FieldNames.isSecret(name):
      return Part(
        what: "its name", schema: ["$ref": "common.json#/$defs/secret"],
        words: ["writeOnly": true], check: "check that it is a secret")
    case ["string"]: return text(name)
    case ["boolean"]: return Part(what: "true or false", schema: ["$ref": "\(Self.common)boolean"])
    case ["number"]: return number(seen)
    case ["object"]: return object(name, seen, at: path)
    case ["array"]: return list(name, seen, at: path)
    default:
      let types = seen.types.sorted().joined(separator: " or ")
      return Part(what: "a value of type \(types)", check: "check which types it takes")
    }
  }

  private static let common = "common.json#/$defs/"

  private func text(_ name: String) -> Part {
    guard let kind = references.kind(ofIDsIn: name) else {
      return Part(what: "a text", schema: ["$ref": "\(Self.common)string"])
    }
    return Part(
      what: "its name", schema: ["$ref": "\(Self.common)reference"],
      words: ["reference": .string(kind), "as": "id"],
      check: "check that it is the id of a \(kind)")
  }

  private func number(_ seen: Sighting) -> Part {
    let isWhole = seen.present.allSatisfy { $0.int != nil }
    return Part(
      what: isWhole ? "a whole number" : "a number",
      schema: ["$ref": .string(Self.common + (isWhole ? "integer" : "number"))])
  }

  /// An object with an address: a reference where its kind is known, else its id.
  private func entity(_ name: String, _ seen: Sighting) -> Part {
    if let kind = references.kind(of: seen, in: name) {
      return Part(
        what: "an object with an id", schema: ["$ref": "\(Self.common)objectReference"],
        words: ["reference": .string(kind), "as": "object"],
        check: "check that it refers to a \(kind)")
    }
    let place = references.collection(of: seen).map { " of \($0)" } ?? ""
    return Part(
      what: "an object with an id",
      schema: [
        "type": "object", "additionalProperties": false,
        "properties": [
          "id": ["$ref": "\(Self.common)string", "description": "The id of the object it names."]
        ],
      ],
      check: "it names an object\(place), of which there is no kind yet")
  }

  private mutating func object(_ name: String, _ seen: Sighting, at path: JSONPointer) -> Part {
    guard !FieldNames.isFreeForm(name, seen), !seen.names.isEmpty, path.tokens.count < Self.depth
    else {
      return Part(
        what: "an object", schema: ["type": "object"], check: "check which members it has")
    }
    let properties = members(seen.names, of: seen, at: path)
    return Part(
      what: "an object",
      schema: [
        "type": "object", "additionalProperties": false, "properties": .object(properties),
      ])
  }

  private mutating func list(_ name: String, _ seen: Sighting, at path: JSONPointer) -> Part {
    let elements = seen.elements
    guard !elements.present.isEmpty, path.tokens.count < Self.depth else {
      return Part(
        what: "an empty list", schema: ["type": "array"], check: "check what its elements are")
    }
    let item = part(name, elements, at: path.appending("-"))
    var schema = item.schema
    if !item.words.isEmpty { schema["x-gcsync"] = .object(item.words) }
    var list = Part(what: "a list, each \(item.what)")
    list.schema = ["type": "array", "items": .object(schema)]
    let isUnordered = elements.areEntities || elements.types == ["string"]
    if isUnordered, item.words["writeOnly"] == nil { list.words["set"] = true }
    let order = isUnordered ? "check that their order means nothing" : "check whether order matters"
    list.check = [item.check, order].compactMap(\.self).joined(separator: "; ")
    return list
  }

  private func capital(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
