package import JSON
package import Reconciler

/// The schema of a kind that does not exist yet, guessed from objects of its collection.
///
/// No value of an object gets into it: what was seen of a field is told by its type alone.
package struct KindDraft: Sendable {
  /// What is known of the collection the kind shall manage.
  package struct Subject: Sendable {
    package let kind: String
    /// The path of the list.
    package let path: String
    /// What a request for the list says besides.
    package let query: [(name: String, value: String)]
    package let paging: Wire.Paging
    package let pageSize: Int
    /// The member that holds the name of an object.
    package let nameField: String
    /// The objects as the list shows them.
    package let objects: [JSON]
    /// One of them as it is read by its id.
    package let sample: JSON

    package init(
      kind: String, path: String, query: [(name: String, value: String)], paging: Wire.Paging,
      pageSize: Int, nameField: String, objects: [JSON], sample: JSON
    ) {
      self.kind = kind
      self.path = path
      self.query = query
      self.paging = paging
      self.pageSize = pageSize
      self.nameField = nameField
      self.objects = objects
      self.sample = sample
    }
  }

  /// The schema, as its file should say it.
  package let schema: JSON
  /// What somebody who knows the collection should look at, by the field's pointer in a manifest.
  package let remarks: [(path: JSONPointer, text: String)]

  package init(_ subject: Subject, kinds: KindLibrary) {
    var guess = FieldGuess(references: ReferenceGuess(kinds))
    let properties = guess.members(
      Self.listed(subject), of: Sighting(subject.objects), at: JSONPointer(["spec"]),
      namedBy: subject.nameField)
    let shown = Set(subject.objects.flatMap { $0.object?.keys ?? [] })
    for name in subject.sample.object?.keys ?? [] where !shown.contains(name) {
      guess.remarks.append(
        (
          JSONPointer(["spec", name]),
          "left out, since the list does not show it; a query such as expand may bring it in"
        ))
    }
    remarks = guess.remarks
    schema = [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": .string(subject.kind),
      "description": .string(
        "An object of \(subject.path); a draft, guessed from \(subject.objects.count) of them."),
      "allOf": [["$ref": "common.json#/$defs/manifest"]],
      "properties": [
        "kind": ["const": .string(subject.kind)],
        "spec": [
          "type": "object", "additionalProperties": false, "properties": .object(properties),
        ],
      ],
      "x-gcsync": [
        "vocabulary": 1, "deletionPolicy": "delete",
        "wire": ["platform": Self.wire(subject, computed: guess.computed)],
      ],
    ]
  }

  /// The members of the objects in the list, the name before all others.
  private static func listed(_ subject: Subject) -> [String] {
    var seen: Set<String> = [subject.nameField]
    return [subject.nameField]
      + subject.objects.flatMap { $0.object?.keys ?? [] }.filter { seen.insert($0).inserted }
  }

  private static func wire(_ subject: Subject, computed: [JSONPointer]) -> JSON {
    let name = JSONPointer([subject.nameField]).description
    var wire: JSONObject = ["collection": .string(subject.path)]
    if !subject.query.isEmpty {
      wire["query"] = .object(JSONObject(subject.query.map { ($0.name, .string($0.value)) }))
    }
    wire["pager"] = .string(subject.paging.rawValue)
    if subject.paging != .whole { wire["pageSize"] = .number(JSONNumber(subject.pageSize)) }
    wire["identity"] = [.string(name)]
    if name != "/name" { wire["name"] = .string(name) }
    if subject.objects.contains(where: { $0["version"] != nil }) { wire["version"] = "/version" }
    wire["computed"] = .array(computed.map { .string($0.description) })
    wire["create"] = "POST"
    wire["update"] = "PUT /{id}"
    wire["delete"] = "DELETE /{id}"
    wire["unmanaged"] = "keep"
    wire["permissions"] = ["read": [], "write": []]
    return .object(wire)
  }
}
