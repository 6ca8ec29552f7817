import JSON
import World

extension Org {
  /// Stores a checked body with what only the server writes.
  mutating func write(_ body: JSON, id: String, _ call: PlatformCall) -> JSON {
    let rule = self[call.position].rule
    guard let platform = rule.platform else { return body }
    let former = self[call.position][id]?.object
    var body = body
    for path in platform.sets { body.reorder(path) }
    var members = body.object ?? [:]
    if let ordinal = platform.ordinal, members[ordinal] == nil {
      members[ordinal] = former?[ordinal] ?? .number(.init(self[call.position].ids.count + 1))
    }
    for first in platform.kept { members[first.key] = former?[first.key] ?? first.value }
    platform.complete?(&members, former, call)
    if platform.lock != nil {
      members["version"] = .number(.init((former?["version"]?.int ?? 0) + 1))
    }
    let object = keep(members, id: id, former: former, in: call.position, now: call.now)
    hideChange(of: id, from: former, in: call.position, reads: call.settleReads)
    return object
  }

  /// Stores members as they are, with the id, the dates and the address the server gives.
  mutating func keep(
    _ members: JSONObject, id: String, former: JSON?, in position: Int, now: Timestamp
  ) -> JSON {
    let rule = self[position].rule
    guard let platform = rule.platform else { return .object(members) }
    var object: JSONObject = [:]
    object["id"] = rule.identity == .singleton ? members["id"] : .string(id)
    for member in members where member.key != "id" { object[member.key] = member.value }
    if let created = platform.stamps.created {
      object[created] = former?[created] ?? members[created] ?? .string(now.rfc3339)
    }
    if let modified = platform.stamps.modified { object[modified] = .string(now.rfc3339) }
    if object["id"] != nil { object["selfUri"] = .string(rule.uri(of: id)) }
    put(.object(object), id: id, in: position)
    return .object(object)
  }

  /// Stores an object from behind the clients' backs, with a version they have not seen yet.
  mutating func replant(
    _ object: JSON, id: String, in position: Int, now: Timestamp
  ) -> JSON {
    var object = object
    if let former = self[position][id]?.object, let rule = self[position].rule.platform {
      let versions = [rule.lock.map { _ in JSONPointer(["version"]) }, rule.innerVersion]
      for version in versions.compactMap(\.self) {
        guard let parent = version.parent, object[parent] != former[parent],
          let current = former[version]?.int, object[version]?.int ?? current == current
        else { continue }
        object[version] = .number(.init(current + 1))
      }
      if let name = rule.stamps.modified, object[name] == former[name] {
        object[JSONPointer([name])] = .string(now.rfc3339)
      }
    }
    plant(object, id: id, in: position, now: now)
    return self[position][id]?.object ?? .null
  }

  /// Stores an object of a seed or of the control interface: what it says holds, the rest is filled in.
  mutating func plant(_ object: JSON, id: String, in position: Int, now: Timestamp) {
    let rule = self[position].rule
    guard let platform = rule.platform else { return }
    showChanges(of: id, in: position)
    var body = platform.builtIn.first { $0["id"] == .string(id) } ?? [:]
    for member in object.object ?? [:] { body[JSONPointer([member.key])] = member.value }
    for field in rule.fields { _ = field.check(&body) }
    var members = body.object ?? [:]
    for first in platform.kept where members[first.key] == nil { members[first.key] = first.value }
    if platform.lock != nil, members["version"] == nil { members["version"] = 1 }
    if let ordinal = platform.ordinal, members[ordinal] == nil {
      members[ordinal] = .number(.init(self[position].ids.count + 1))
    }
    platform.furnish?(&members, id, self)
    let modified = platform.stamps.modified.flatMap { members[$0] }
    var kept = keep(members, id: id, former: nil, in: position, now: now)
    guard let modified, let name = platform.stamps.modified else { return }
    kept[JSONPointer([name])] = modified
    put(kept, id: id, in: position)
  }
}

extension CollectionRule {
  /// The relative address of an object.
  func uri(of id: String) -> String {
    guard identity != .singleton else { return path }
    return platform?.itemPath?.replacing("{id}", with: id) ?? "\(path)/\(id)"
  }
}

extension JSON {
  /// Puts the arrays a path leads to into an order that is not the sender's.
  mutating func reorder(_ path: JSONPath) {
    for pointer in pointers(to: path) {
      guard let sent = self[pointer]?.array, sent.count > 1 else { continue }
      let sorted = sent.map { ($0.canonicalText, $0) }.sorted { $0.0 < $1.0 }.map(\.1)
      self[pointer] = .array(sorted == sent ? sorted.reversed() : sorted)
    }
  }
}
