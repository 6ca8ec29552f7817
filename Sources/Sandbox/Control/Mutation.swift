import JSON
import World

extension SandboxState {
  /// Changes the store and its permissions behind the clients' backs: all of it or nothing.
  ///
  /// Takes one operation, a list of them, or `{"ops": […], "deny": […], "revokeTokens": true}`.
  mutating func mutate(_ json: JSON, now: Timestamp, world: World) throws(SandboxInputError) {
    var changed = self
    if json.array == nil, json["op"] == nil {
      try Known.check(json, "a mutation", ["ops", "deny", "revokeTokens"])
      if let deny = json["deny"] {
        guard let names = deny.array else { throw SandboxInputError("deny must be a list") }
        changed.denied = Set(names.compactMap(\.string))
      }
      if json["revokeTokens"]?.bool == true { changed.org.tokens = [:] }
    }
    let operations = json.array ?? (json["op"] == nil ? json["ops"]?.array ?? [] : [json])
    for operation in operations { try changed.apply(operation, now: now, world: world) }
    changed.generation += 1
    self = changed
  }

  private mutating func apply(
    _ operation: JSON, now: Timestamp, world: World
  ) throws(SandboxInputError) {
    let name = operation["op"]?.string ?? ""
    switch name {
    case "put", "patch", "delete": try applyToOrg(name, operation, now: now, world: world)
    case "bucket", "deleteBucket", "object", "deleteObject":
      try account.apply(name, operation, now: now)
    default:
      throw SandboxInputError(
        "op must be put, patch, delete, bucket, deleteBucket, object or deleteObject")
    }
  }

  private mutating func applyToOrg(
    _ name: String, _ operation: JSON, now: Timestamp, world: World
  ) throws(SandboxInputError) {
    try Known.check(
      operation, name,
      ["op", "collection", "id", "value", "actor", "client", "listsProperties"])
    guard let collection = operation["collection"]?.string,
      let position = org.position(of: collection)
    else { throw SandboxInputError("\(name): collection must be one of \(org.listing)") }
    let id =
      operation["id"]?.string
      ?? org.identifier(of: operation["value"] ?? [:], in: position)
      ?? (name == "put" ? identifiers.next(world) : "")
    let former = org[position][id]?.object
    if former == nil, name != "put" {
      throw SandboxInputError("\(name): \(collection)/\(id) does not exist")
    }
    switch (name, operation["value"], former) {
    case ("delete", _, _): org.remove(id, in: position)
    case ("put", let value?, _): _ = org.store(value, id: id, in: position, now: now)
    case ("patch", let value?, let former?):
      _ = org.store(former.mergePatched(with: value), id: id, in: position, now: now)
    default: throw SandboxInputError("\(name): value is missing")
    }
    note(operation, on: id, in: position, former, now: now)
  }

  /// Writes down who did it: the client or the actor named, else the org's administrator.
  private mutating func note(
    _ operation: JSON, on id: String, in position: Int, _ former: JSON?, now: Timestamp
  ) {
    let name = operation["actor"]?.string ?? "Org Administrator"
    let users = org.position(of: "users").map { org[$0] }
    let known = users?.ids.first { users?[$0]?.object["name"]?.string == name }
    let action =
      operation["op"] == "delete" ? "Delete" : former == nil ? "Create" : "Update"
    let person = AuditTrail.Actor.user(id: known ?? "person-\(audits.nextID)", name: name)
    let present = org[position][id]?.object
    let isListed = operation["listsProperties"]?.bool ?? true
    audits.note(
      AuditTrail.Entry(
        id: audits.nextID, at: now, collection: org[position].rule.name, action: action,
        actor: operation["client"]?.string.map(AuditTrail.Actor.client) ?? person, object: id,
        name: (present ?? former)?["name"]?.string,
        changes: isListed ? AuditTrail.Change.between(former, present) : []))
  }
}
