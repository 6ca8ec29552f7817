import JSON

/// A schema made ready for checking; other schemas are named by their number in the program.
final class SchemaNode: Sendable {
  /// The place of the schema as a URI with a JSON Pointer fragment.
  let location: String
  let title: String?
  /// The number of the resource it belongs to, for dynamic references.
  let resource: Int
  /// What a boolean schema, or an empty one, always answers.
  let verdict: Bool?
  let types: TypeSet?
  let values: [AllowedValues]
  let number: NumberRules?
  let string: StringRules?
  let array: ArrayRules?
  let object: ObjectRules?
  let references: [Reference]
  let combined: Combination?
  /// The one schema this one is a reference to and nothing else.
  let alias: Int?
  let unevaluatedItems: Int?
  let unevaluatedProperties: Int?

  /// Whether it must know which members and elements other keywords have looked at.
  var tracks: Bool { unevaluatedItems != nil || unevaluatedProperties != nil }

  init(
    location: String, title: String?, resource: Int, verdict: Bool? = nil, types: TypeSet? = nil,
    values: [AllowedValues] = [], number: NumberRules? = nil, string: StringRules? = nil,
    array: ArrayRules? = nil, object: ObjectRules? = nil, references: [Reference] = [],
    combined: Combination? = nil, alias: Int? = nil, unevaluatedItems: Int? = nil,
    unevaluatedProperties: Int? = nil
  ) {
    self.location = location
    self.title = title
    self.resource = resource
    self.verdict = verdict
    self.types = types
    self.values = values
    self.number = number
    self.string = string
    self.array = array
    self.object = object
    self.references = references
    self.combined = combined
    self.alias = alias
    self.unevaluatedItems = unevaluatedItems
    self.unevaluatedProperties = unevaluatedProperties
  }
}

/// A schema another one applies to the same value by its name.
struct Reference: Sendable {
  /// The schema the reference leads to as it stands.
  let target: Int
  /// The dynamic anchor by which an outer resource may put another schema in its place.
  let dynamicName: String?
  let keyword: String
}

/// The schemas another one combines with and, or, not and if.
final class Combination: Sendable {
  let all: [Int]
  let any: [Int]?
  let one: [Int]?
  let not: Int?
  let condition: Int?
  let then: Int?
  let otherwise: Int?

  init(
    all: [Int], any: [Int]?, one: [Int]?, not: Int?, condition: Int?, then: Int?, otherwise: Int?
  ) {
    self.all = all
    self.any = any
    self.one = one
    self.not = not
    self.condition = condition
    self.then = then
    self.otherwise = otherwise
  }
}

/// All schemas that can be reached from one, each once.
final class Program: Sendable {
  let nodes: [SchemaNode]
  /// For each resource the schemas its dynamic anchors name; empty where nothing refers dynamically.
  let dynamicAnchors: [[String: Int]]

  init(nodes: [SchemaNode], dynamicAnchors: [[String: Int]]) {
    self.nodes = nodes
    self.dynamicAnchors = dynamicAnchors
  }
}
