import JSON

/// Turns the schemas that can be reached from one place into a program.
struct SchemaCompiler {
  var documents: DocumentIndex
  let assertsFormat: Bool
  private var numbers: [String: Int] = [:]
  private var places: [SchemaPlace] = []
  private var resources: [String: Int] = [:]
  private var resourceNames: [String] = []
  private var refersDynamically = false

  init(documents: DocumentIndex, assertsFormat: Bool) {
    self.documents = documents
    self.assertsFormat = assertsFormat
  }

  /// Compiles the schema at a place and all it refers to; number 0 is the schema itself.
  mutating func program(from root: SchemaPlace) throws -> Program {
    _ = try number(of: root)
    var nodes: [SchemaNode] = []
    var anchors: [[String: Int]] = []
    repeat {
      while nodes.count < places.count { nodes.append(try node(at: places[nodes.count])) }
      if refersDynamically {
        anchors = try resourceNames.map { name in
          try documents.dynamicAnchors(of: name).mapValues { try number(of: $0) }
        }
      }
    } while nodes.count < places.count
    return Program(nodes: nodes, dynamicAnchors: anchors)
  }

  /// Returns the number a schema has or gets, to be compiled later.
  mutating func number(of place: SchemaPlace) throws -> Int {
    if let number = numbers[place.location] { return number }
    numbers[place.location] = places.count
    places.append(try documents.entered(place))
    return places.count - 1
  }

  mutating func number(of place: SchemaPlace?) throws -> Int? {
    guard let place else { return nil }
    return try number(of: place) as Int
  }

  mutating func numbers(of places: [SchemaPlace]) throws -> [Int] {
    try places.map { try number(of: $0) }
  }

  private mutating func resource(_ base: String) -> Int {
    if let number = resources[base] { return number }
    resources[base] = resourceNames.count
    resourceNames.append(base)
    return resourceNames.count - 1
  }

  private mutating func node(at place: SchemaPlace) throws -> SchemaNode {
    let resource = resource(place.base)
    switch place.json {
    case .bool(let verdict):
      return SchemaNode(
        location: place.location, title: nil, resource: resource, verdict: verdict)
    case .object(let object):
      return try node(SchemaReader(place: place, object: object), resource: resource)
    default:
      throw SchemaError(
        "malformed-schema", at: place.location, "must be a schema: an object, true or false")
    }
  }

  private mutating func node(_ reader: SchemaReader, resource: Int) throws -> SchemaNode {
    let references = try self.references(reader)
    if reader.place.dialect.referenceOverridesSiblings, !references.isEmpty {
      return SchemaNode(
        location: reader.place.location, title: reader.object["title"]?.string, resource: resource,
        references: references, alias: references.first?.target)
    }
    return SchemaNode(
      location: reader.place.location, title: try reader.string("title"), resource: resource,
      types: try types(reader), values: try values(reader), number: try numberRules(reader),
      string: try stringRules(reader), array: try arrayRules(reader),
      object: try objectRules(reader), references: references, combined: try combination(reader),
      alias: alias(reader, references),
      unevaluatedItems: try unevaluated("unevaluatedItems", reader),
      unevaluatedProperties: try unevaluated("unevaluatedProperties", reader))
  }

  private static let inert: Set<String> = [
    "$ref", "title", "description", "default", "examples", "$comment", "deprecated", "readOnly",
    "writeOnly", "$defs", "definitions", "$anchor",
  ]

  private func alias(_ reader: SchemaReader, _ references: [Reference]) -> Int? {
    guard references.count == 1, references.first?.keyword == "$ref" else { return nil }
    let isAlone = reader.object.allSatisfy {
      Self.inert.contains($0.key) || $0.key.hasPrefix("x-")
    }
    return isAlone ? references.first?.target : nil
  }

  private mutating func references(_ reader: SchemaReader) throws -> [Reference] {
    var references: [Reference] = []
    if let target = try reader.string("$ref") {
      let place = try documents.resolve(target, from: reader.place)
      references.append(
        Reference(target: try number(of: place), dynamicName: nil, keyword: "$ref"))
    }
    let keyword = reader.since(.december2020) ? "$dynamicRef" : "$recursiveRef"
    if reader.since(.september2019), let target = try reader.string(keyword) {
      let place = try documents.resolve(target, from: reader.place)
      let fragment = URIReference(target).decodedFragment
      let name = place.dynamicAnchor == fragment ? fragment : nil
      if name != nil { refersDynamically = true }
      references.append(
        Reference(target: try number(of: place), dynamicName: name, keyword: keyword))
    }
    return references
  }

  private mutating func unevaluated(_ keyword: String, _ reader: SchemaReader) throws -> Int? {
    guard reader.since(.september2019), reader.knows(.unevaluated) else { return nil }
    return try number(of: try reader.schema(keyword))
  }
}
