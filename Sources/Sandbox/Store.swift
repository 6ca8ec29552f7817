import JSON
import World

extension SandboxState {
  /// The store as a document: what a seed holds, and what a state file keeps.
  func document(masked: Bool) -> JSON { Self.document(org, account, masked: masked) }

  static func document(_ org: Org, _ account: Account, masked: Bool) -> JSON {
    let collections = org.names.compactMap { name, collection -> (String, JSON)? in
      let objects = masked ? collection.maskedObjects : collection.objects
      if collection.rule.platform != nil, objects.isEmpty { return nil }
      return (name, JSON.array(objects))
    }
    return [
      "genesys": .object(JSONObject(collections)),
      "s3": account.document(withBodies: !masked),
    ]
  }

  /// Puts what a document holds in place of the whole store.
  mutating func load(
    _ document: JSON, world: World, rules: [CollectionRule]
  ) throws(SandboxInputError) {
    try Known.check(document, "the seed", ["genesys", "s3"])
    let now = world.now()
    var org = Org(rules: rules)
    (org.tokens, org.windows) = (self.org.tokens, self.org.windows)
    org.plantBuiltIns(now: now)
    for member in document["genesys"]?.object ?? [:] {
      guard let position = org.position(of: member.key) else {
        throw SandboxInputError("genesys.\(member.key) is no collection; there are \(org.listing)")
      }
      guard let objects = member.value.array else {
        throw SandboxInputError("genesys.\(member.key) must be a list of objects")
      }
      for object in objects {
        let id = org.identifier(of: object, in: position) ?? identifiers.next(world)
        try org.restore(object, id: id, in: position, now: now)
      }
    }
    account = try Account(document["s3"] ?? [:], now: now)
    self.org = org
    generation += 1
  }
}

extension Org {
  /// Puts in what every org has from the beginning.
  mutating func plantBuiltIns(now: Timestamp) {
    for (position, rule) in collections.map(\.rule).enumerated() {
      for object in rule.platform?.builtIn ?? [] {
        plant(object, id: identifier(of: object, in: position) ?? "", in: position, now: now)
      }
    }
  }

  /// The id of an object of a seed.
  func identifier(of object: JSON, in position: Int) -> String? {
    self[position].rule.identity == .singleton ? CollectionRule.only : object["id"]?.string
  }

  var names: [(String, Collection)] { collections.map { ($0.rule.name, $0) } }
  var listing: String { names.map(\.0).joined(separator: ", ") }

  /// Stores an object that existed before, keeping what the server once wrote into it.
  mutating func restore(
    _ object: JSON, id: String, in position: Int, now: Timestamp
  ) throws(SandboxInputError) {
    guard let members = object.object else {
      throw SandboxInputError("\(self[position].rule.name): each element must be an object")
    }
    if self[position].rule.platform != nil {
      return plant(object, id: id, in: position, now: now)
    }
    var body = object
    _ = self[position].rule.check(&body)
    var stored = store(body, id: id, in: position, now: now).object ?? [:]
    for name in ["dateCreated", "dateModified", "version"] {
      if let kept = members[name] { stored[name] = kept }
    }
    put(.object(stored), id: id, in: position)
  }
}

/// Checks the member names of what the control interface and seeds are given.
enum Known {
  static func check(_ json: JSON, _ what: String, _ names: [String]) throws(SandboxInputError) {
    guard let object = json.object else { throw SandboxInputError("\(what) must be an object") }
    if let unknown = object.keys.first(where: { !names.contains($0) }) {
      throw SandboxInputError(
        "\(what): \(unknown) is none of \(names.joined(separator: ", "))")
    }
  }
}
