package import Reconciler
internal import JSON

/// What the objects of an org are called in manifests.
package struct ExportNames: Sendable {
  private var names: [String: [String: String]] = [:]

  /// Names the objects of whole collections; a name that is known already stays.
  ///
  /// A name that several objects of a kind bear gets a piece of each one's id, so that the names of
  /// an export do not depend on the order of a list. What is only looked up has the name it is
  /// found by, and none where that is another's, too.
  package init(
    _ collections: [ObservedCollection], kinds: [String: Kind], known: [Address: String],
    profile: Profile
  ) {
    for (address, id) in known { names[address.kind, default: [:]][id] = address.name }
    for collection in collections {
      guard let kind = kinds[collection.kind] else { continue }
      if let wire = kind.wires[profile], wire.isLookupOnly {
        addLookups(collection.objects, of: kind, namedAt: wire.name)
      } else {
        add(collection.objects, of: kind)
      }
    }
  }

  private mutating func addLookups(
    _ objects: [ObservedObject], of kind: Kind, namedAt pointer: JSONPointer
  ) {
    let named = Dictionary(grouping: objects) { $0.body[pointer]?.string ?? "" }
    for (name, objects) in named where objects.count == 1 && !name.isEmpty {
      names[kind.name, default: [:]][objects[0].id] = name
    }
  }

  private mutating func add(_ objects: [ObservedObject], of kind: Kind) {
    let known = names[kind.name] ?? [:]
    let new = objects.filter { known[$0.id] == nil }.map { ($0.id, kind.exportName(of: $0)) }
    var uses: [String: Int] = [:]
    for name in known.values + new.map(\.1) { uses[name.lowercased(), default: 0] += 1 }
    for (id, name) in new {
      let isShared = uses[name.lowercased(), default: 0] > 1
      names[kind.name, default: [:]][id] = isShared ? "\(name) \(id.prefix(8))" : name
    }
  }

  package func address(kind: String, id: String) -> Address? {
    names[kind]?[id].map { Address(kind: kind, name: $0) }
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
