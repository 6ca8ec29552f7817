internal import JSON
internal import Reconciler

/// What a type of integrations calls its settings and what credentials it takes.
struct IntegrationNames: Sendable, Hashable {
  /// A kind of credential and the fields it has.
  struct Credential: Sendable, Hashable {
    let slot: String
    let type: String
    let fields: [String]
  }

  let properties: [String]
  let credentials: [Credential]

  /// Reads what the service answers of a type, of its settings and of the kinds of credentials.
  init(type: JSON, schema: JSON, credentialTypes: JSON) {
    properties = (schema["properties"]?.object ?? [:]).map(\.key)
    let known = credentialTypes["entities"]?.array ?? credentialTypes.array ?? []
    credentials = (type["credentials"]?.object ?? [:]).flatMap { slot -> [Credential] in
      (slot.value["credentialTypes"]?.array ?? []).compactMap(\.string).map { name in
        let type = known.first { $0["name"]?.string == name || $0["id"]?.string == name }
        return Credential(
          slot: slot.key, type: name, fields: (type?["properties"]?.object ?? [:]).map(\.key))
      }
    }
  }

  /// Returns the setting that a member of a spec is, by the first of its names that the type knows.
  func property(_ names: [String]) -> String? {
    names.first { name in properties.contains { $0 == name } }
  }

  /// Returns the kind of credential that takes all of these members, and what it calls each.
  func credential(
    _ members: [(pointer: JSONPointer, names: [String])]
  ) -> (credential: Credential, fields: [(spec: JSONPointer, name: String)])? {
    for credential in credentials {
      let fields = members.compactMap { member in
        member.names.first(where: credential.fields.contains).map { (member.pointer, $0) }
      }
      if fields.count == members.count { return (credential, fields) }
    }
    return nil
  }

  /// The members of a spec that a credential takes, if any kind of it does.
  func areOfCredential(_ discovery: Wire.Discovery) -> [(pointer: JSONPointer, names: [String])] {
    discovery.names.filter { member in
      property(member.names) == nil
        && credentials.contains { $0.fields.contains(where: member.names.contains) }
    }
  }

  /// Where an integration of the type names its credential.
  func slot(_ discovery: Wire.Discovery) -> String? {
    let members = areOfCredential(discovery)
    return credentials.first { credential in
      members.contains { credential.fields.contains(where: $0.names.contains) }
    }?.slot
  }

  func shape(of wire: Wire, _ discovery: Wire.Discovery) -> any WireShape {
    if wire.collection.hasSuffix("/credentials") {
      return CredentialShape(names: self, discovery: discovery)
    }
    let settings = discovery.names.compactMap { member in
      property(member.names).map { (spec: member.pointer, wire: JSONPointer(["properties", $0])) }
    }
    let credential = slot(discovery).map { slot in
      [(spec: CredentialShape.reference, wire: JSONPointer(["credentials", slot, "id"]))]
    }
    return (wire.map ?? WireMap([])).adding(settings + (credential ?? []))
  }
}

/// A credential whose kind and fields are those that an integration's type takes.
struct CredentialShape: WireShape {
  /// Where the settings of an integration refer to its credential.
  static let reference = JSONPointer(["configuration", "credential"])
  private static let name = JSONPointer(["name"])
  private static let type = JSONPointer(["type", "name"])

  let names: IntegrationNames
  let discovery: Wire.Discovery

  /// A credential of a kind that the integration does not take is another one's.
  func spec(from body: JSON) -> JSON {
    let type = body["type"]?["name"]?.string
    guard names.credentials.contains(where: { $0.type == type }) else { return [:] }
    return body["name"].map { ["name": $0] } ?? [:]
  }

  func body(from spec: JSON) -> JSON {
    var body: JSON = [:]
    if let name = spec["name"] { body.setCreating(name, at: Self.name) }
    let members = discovery.names.filter { spec[$0.pointer] != nil }
    guard let (credential, fields) = names.credential(members) else { return body }
    body.setCreating(.string(credential.type), at: Self.type)
    for field in fields {
      guard let value = spec[field.spec] else { continue }
      body.setCreating(value, at: JSONPointer(["credentialFields", field.name]))
    }
    return body
  }

  /// The service shows no fields, so that an update is all that is known.
  func merged(_ goal: JSON, over live: JSON, in field: Field) -> JSON { body(from: goal) }
}
