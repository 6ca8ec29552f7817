internal import Crypto
package import JSON

/// What happens to a remote object once its manifest is gone.
package enum DeletionPolicy: String, Sendable { case delete, abandon, forbid }

/// A kind of object, as one file in `schemas/` describes it.
///
/// A class, because every manifest and every goal holds its kind.
package final class Kind: Sendable {
  package let name: String
  package let summary: String
  /// The schema as it stands in its file.
  package let schema: JSON
  /// SHA-256 over the canonical schema, so that a plan knows what it was made with.
  package let schemaHash: String
  /// The fields below `/spec`.
  package let spec: Field
  package let wires: [Profile: Wire]
  /// How it is run, where it is no state but something that is done once.
  package let operations: [Profile: OperationWire]
  package let deletionPolicy: DeletionPolicy
  /// What objects of the kind hold and do not give back once it is gone, such as recordings.
  package let content: String?
  /// The name of the event that a successful write emits.
  package let event: String
  /// The project's own file that describes the kind; nil for one that comes with gcsync.
  package let file: String?
  /// The kind that this is a piece of.
  package let whole: Kind?
  /// What the kind says of this part, where it is one.
  package let part: Wire.Part?

  /// Makes a piece of a kind, with a wire of its own in one profile.
  init(
    _ whole: Kind, named name: String, spec: Field, wire: Wire, part: Wire.Part? = nil,
    in profile: Profile
  ) {
    self.name = name
    self.spec = spec
    wires = [profile: wire]
    operations = [:]
    summary = whole.summary
    schema = whole.schema
    schemaHash = whole.schemaHash
    deletionPolicy = whole.deletionPolicy
    content = part?.content ?? whole.content
    event = whole.event
    file = whole.file
    self.part = part
    self.whole = whole
  }

  /// Compiles a schema file that the vocabulary schema has accepted.
  package init?(schema: JSON, file: String? = nil, resolve: (String) -> JSON?) {
    guard let name = schema["title"]?.string, let words = schema["x-gcsync"] else { return nil }
    let whole = Field.compile(schema, resolve: resolve)
    // What lives in AWS or in the state is the same whichever API the org speaks.
    let services: [String: Wire.Service] = ["aws": .aws, "state": .state]
    let wires = (words["wire"]?.object ?? [:]).flatMap { member in
      services[member.key].map { service in
        Profile.allCases.map { ($0, Wire(member.value, in: service)) }
      } ?? Profile(rawValue: member.key).map { [($0, Wire(member.value))] } ?? []
    }
    let operations = (words["operation"]?.object ?? [:]).compactMap { member in
      Profile(rawValue: member.key).map { ($0, OperationWire(member.value)) }
    }
    self.operations = Dictionary(uniqueKeysWithValues: operations)
    self.name = name
    self.schema = schema
    self.file = file
    self.wires = Dictionary(uniqueKeysWithValues: wires)
    summary = schema["description"]?.string ?? ""
    schemaHash = SHA256.hash(schema.canonicalBytes).hex
    spec = whole.member("spec") ?? .opaque
    deletionPolicy = words["deletionPolicy"]?.string.flatMap(DeletionPolicy.init) ?? .delete
    content = words["content"]?.string
    event = words["event"]?.string ?? "object_written"
    part = nil
    self.whole = nil
  }
}
