import JSON
import World

/// The simulated org: its objects, the tokens it gave out and what its clients have left.
struct Org: Sendable {
  struct Token: Sendable {
    let client: String
    let expires: ContinuousClock.Instant
  }

  /// The collections by name, in the order of their table.
  private(set) var collections: [Collection]
  var tokens: [String: Token] = [:]
  var windows: [String: RateWindow] = [:]
  /// Which objects refer to an object, so that deleting it need not look at all of them.
  private var users: [Target: Set<Target>] = [:]

  private struct Target: Hashable {
    let collection: Int
    let id: String
  }

  /// Where each path leads, aliases among them.
  let paths: [String: (position: Int, alias: PlatformRule.Alias?)]
  private let positions: [String: Int]

  init(rules: [CollectionRule]) {
    collections = rules.map { Collection($0) }
    var paths: [String: (position: Int, alias: PlatformRule.Alias?)] = [:]
    var positions: [String: Int] = [:]
    for (position, rule) in rules.enumerated() {
      positions[rule.name] = position
      paths[rule.path] = (position, nil)
      for alias in rule.platform?.aliases ?? [] { paths[alias.path] = (position, alias) }
    }
    (self.paths, self.positions) = (paths, positions)
  }

  /// The position of a collection given by its name or its path.
  func position(of collection: String) -> Int? {
    positions[collection] ?? paths[collection]?.position
  }

  subscript(_ position: Int) -> Collection { collections[position] }

  /// Puts an object in place of the one under its id, if any.
  mutating func put(_ object: JSON, id: String, in position: Int) {
    if let former = collections[position][id]?.object {
      for target in targets(of: former, in: position) {
        users[target]?.remove(Target(collection: position, id: id))
      }
    }
    for target in targets(of: object, in: position) {
      users[target, default: []].insert(Target(collection: position, id: id))
    }
    collections[position].store(object, id: id)
  }

  /// Removes an object, whoever refers to it.
  mutating func remove(_ id: String, in position: Int) {
    guard let former = collections[position][id]?.object else { return }
    for target in targets(of: former, in: position) {
      users[target]?.remove(Target(collection: position, id: id))
    }
    collections[position].remove(id)
  }

  /// Hides what was just done to an object from the next reads.
  mutating func hideChange(of id: String, from former: JSON?, in position: Int, reads: Int) {
    collections[position].hideChange(of: id, from: former, reads: reads)
  }

  /// Counts a read of an object, or of a whole collection.
  mutating func countRead(of id: String?, in position: Int) {
    collections[position].countRead(of: id)
  }

  /// Shows everything as it is.
  mutating func showChanges(of id: String, in position: Int) {
    collections[position].lags[id] = nil
  }

  private func targets(of object: JSON, in position: Int) -> [Target] {
    collections[position].rule.references.compactMap { reference in
      guard let id = object[reference.pointer]?.string,
        let collection = self.position(of: reference.collection)
      else { return nil }
      return Target(collection: collection, id: id)
    }
  }

  /// Stores an object under an id with the members only the server writes.
  mutating func store(_ body: JSON, id: String, in position: Int, now: Timestamp) -> JSON {
    if collections[position].rule.platform != nil {
      return replant(body, id: id, in: position, now: now)
    }
    let former = collections[position][id]?.object
    let rule = collections[position].rule
    var object: JSONObject = ["id": .string(id)]
    for member in body.object ?? [:] where !CollectionRule.computed.contains(member.key) {
      object[member.key] = member.value
    }
    object["dateCreated"] = former?["dateCreated"] ?? .string(now.rfc3339)
    object["dateModified"] = .string(now.rfc3339)
    object["version"] = .number(.init((former?["version"]?.int ?? 0) + 1))
    object["selfUri"] = .string("\(rule.path)/\(id)")
    put(.object(object), id: id, in: position)
    return .object(object)
  }

  /// Returns the id of an object that refers to this one.
  func user(of id: String, in position: Int) -> String? {
    users[Target(collection: position, id: id)]?.map(\.id).min()
  }

  /// Returns what is wrong with the references of a body.
  func checkReferences(of body: JSON, in position: Int) -> [Violation] {
    collections[position].rule.references.compactMap { reference in
      let field = reference.pointer.tokens.joined(separator: ".")
      guard let id = body[reference.pointer]?.string else { return nil }
      guard let at = self.position(of: reference.collection),
        let target = collections[at][id]?.object
      else {
        return Violation(
          code: "not.found", field: field, message: "\(field) \(id) names no existing object")
      }
      guard let bounded = reference.bounded, let mine = body[bounded]?.int,
        let theirs = target[bounded]?.int, mine > theirs
      else { return nil }
      let name = bounded.tokens.joined(separator: ".")
      return Violation(
        code: "invalid.value", field: name,
        message: "\(name) \(mine) is more than the \(theirs) of \(field) \(id)")
    }
  }
}
