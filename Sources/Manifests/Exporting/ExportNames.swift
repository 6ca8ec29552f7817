package import Reconciler
package import JSON

/// What the objects of an org are called in manifests.
package struct ExportNames: Sendable {
  private var names: [String: [String: String]] = [:]
  /// The names under which the org finds objects that no manifest stands for, by kind and id.
  private var external: [String: [String: String]] = [:]
  private let profile: Profile
  /// The kinds whose objects are left to the org, and named as it names them.
  private let outside: Set<String>

  /// Names the objects of whole collections; a name that is known already stays.
  ///
  /// A name that several objects of a kind bear gets a piece of each one's id, so that the names of
  /// an export do not depend on the order of a list. What is only looked up has the name it is
  /// found by, and none where that is another's, too.
  package init(
    _ collections: [ObservedCollection], kinds: [String: Kind], known: [Address: String],
    profile: Profile, outside: Set<String>
  ) {
    self.profile = profile
    self.outside = outside
    for (address, id) in known { names[address.kind, default: [:]][id] = address.name }
    for collection in collections {
      guard let kind = kinds[collection.kind] else { continue }
      if outside.contains(kind.name) {
        leave(collection.objects, of: kind)
      } else {
        add(collection.objects, of: kind)
      }
    }
  }

  private mutating func add(_ objects: [ObservedObject], of kind: Kind) {
    let known = names[kind.name] ?? [:]
    let isAlone = kind.wires[profile]?.identity == .singleton
    let new = objects.filter { known[$0.id] == nil }
      .map { ($0.id, isAlone ? kind.name.kebabCase : kind.exportName(of: $0)) }
    var uses: [String: Int] = [:]
    for name in known.values + new.map(\.1) { uses[name.lowercased(), default: 0] += 1 }
    for (id, name) in new {
      let isShared = uses[name.lowercased(), default: 0] > 1
      names[kind.name, default: [:]][id] = isShared ? "\(name) \(id.prefix(8))" : name
    }
  }

  /// Takes the names that lead to one object each; what shares its name is known by its id alone.
  private mutating func leave(_ objects: [ObservedObject], of kind: Kind) {
    let pointer = kind.wires[profile]?.name ?? JSONPointer(["name"])
    let named = objects.compactMap { object in
      object.body[pointer]?.string.flatMap { $0.isEmpty ? nil : (object.id, $0) }
    }
    let byName = Dictionary(grouping: named, by: \.1).filter { $0.value.count == 1 }
    for (id, name) in byName.values.joined() { external[kind.name, default: [:]][id] = name }
    // A name in the record is as good where the list did not tell.
    let told = Set(objects.map(\.id))
    for (id, name) in names[kind.name] ?? [:] where !told.contains(id) {
      external[kind.name, default: [:]][id] = name
    }
  }

  /// Leaves some objects of a collection to manifests of other kinds, so that they have no address of
  /// this kind, and what refers to them looks them up.
  func leaving(_ ids: Set<String>, of collection: ObservedCollection, _ kind: Kind) -> ExportNames {
    var names = self
    names.leave(collection.objects, of: kind)
    for id in ids { names.names[kind.name]?[id] = nil }
    return names
  }

  package func address(kind: String, id: String) -> Address? {
    names[kind]?[id].map { Address(kind: kind, name: $0) }
  }

  /// Returns what refers to an object by its name; nil where it is known by its id alone.
  package func reference(kind: String, id: String) -> JSON? {
    if !outside.contains(kind), let address = address(kind: kind, id: id) {
      return ["ref": ["kind": .string(address.kind), "name": .string(address.name)]]
    }
    return external[kind]?[id].map {
      ["ref": ["kind": .string(kind), "name": .string($0), "external": true]]
    }
  }
}

extension Kind {
  /// Returns the name an object bears in the org, as far as a manifest's name can be that.
  fileprivate func exportName(of object: ObservedObject) -> String {
    let field = spec.properties.first { $0.field.role.isNamedByMetadata }?.name ?? "name"
    let name = object.body[field]?.string ?? ""
    let allowed = name.unicodeScalars.map { scalar in
      scalar == "/" || scalar == "#" || scalar.properties.generalCategory == .control
        ? " " : Character(scalar)
    }
    let trimmed = String(allowed).split(separator: " ").joined(separator: " ")
    return trimmed.isEmpty ? object.id : String(trimmed.prefix(180))
  }
}

extension String {
  /// Words of a name in capitals, with hyphens between them: `RecordingSettings`, `recording-settings`.
  fileprivate var kebabCase: String {
    let letters = Array(self)
    return letters.indices.map { index in
      let isStart =
        index > 0 && letters[index].isUppercase
        && (!letters[index - 1].isUppercase
          || index + 1 < letters.count && letters[index + 1].isLowercase)
      return (isStart ? "-" : "") + letters[index].lowercased()
    }.joined()
  }
}
