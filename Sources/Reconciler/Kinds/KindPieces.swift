package import JSON

/// The kinds of one profile by the collections of their remote objects: `Kind`, `Kind#part`.
package struct KindPieces: Sendable {
  package let byCollection: [String: Kind]
  package let profile: Profile
  /// The pieces of each kind that has parts.
  private let parts: [String: [Kind]]

  package init(_ kinds: [String: Kind], profile: Profile) {
    var byCollection: [String: Kind] = [:]
    var parts: [String: [Kind]] = [:]
    for kind in kinds.values {
      let pieces = kind.pieces(in: profile)
      for piece in pieces { byCollection[piece.name] = piece }
      if pieces.last !== kind { parts[kind.name] = pieces }
    }
    self.byCollection = byCollection
    self.profile = profile
    self.parts = parts
  }

  /// Returns the collections of whole objects, each put together from what its parts hold.
  package func joined(
    _ observed: [String: ObservedCollection]
  ) -> [String: ObservedCollection] {
    var joined = observed.filter { !$0.key.contains("#") }
    for (name, pieces) in parts {
      guard let whole = joined[name] else { continue }
      let objects = whole.objects.map { object in
        pieces.filter { $0.baseCollection == name }.reduce(object) { object, piece in
          guard let part = observed[piece.name]?.object(id: object.id) else { return object }
          return ObservedObject(
            id: object.id, body: object.body.joined(with: piece.share(of: part.body)))
        }
      }
      let problem = pieces.lazy.compactMap { observed[$0.name]?.problem }.first
      joined[name] = ObservedCollection(
        kind: name, objects: objects,
        completeness: problem.map { .incomplete($0) } ?? whole.completeness,
        requests: pieces.reduce(0) { $0 + (observed[$1.name]?.requests ?? 0) })
    }
    return joined
  }

  /// Returns the remote objects that a manifest's goal stands for, itself first.
  package func of(_ object: DesiredObject) -> [DesiredObject] {
    guard let pieces = parts[object.kind.name] else { return [object] }
    return pieces.flatMap { piece -> [DesiredObject] in
      guard let part = piece.part else {
        return [object.piece(nil, of: piece, spec: piece.share(of: object.spec))]
      }
      return shares(of: object, part).map { name, spec in
        object.piece(name, of: piece, spec: uses(of: part, by: object, in: piece.share(of: spec)))
      }
    }
  }

  /// Returns what a part is called, and the spec with what it is about; nothing where the manifest
  /// says nothing of it.
  private func shares(
    of object: DesiredObject, _ part: Wire.Part
  ) -> [(name: String, spec: JSON)] {
    let spec = object.spec
    if let condition = part.condition, spec[condition] == nil { return [] }
    guard let list = part.each else {
      let says = part.carries.contains { pointer in
        spec[pointer] != nil || object.kind.spec.field(at: pointer)?.role.defaultValue != nil
      }
      return says ? [(part.name, spec)] : []
    }
    return (spec[list]?.array ?? []).compactMap { element in
      element.string.map { text in
        var spec = spec
        spec[list] = element
        return ("\(part.name):\(text)", spec)
      }
    }
  }

  /// Returns a share of a spec with references to the parts that it uses, where there are such.
  private func uses(of part: Wire.Part, by object: DesiredObject, in share: JSON) -> JSON {
    let siblings = parts[object.kind.name] ?? []
    return part.uses.reduce(into: share) { share, use in
      guard let other = siblings.lazy.compactMap(\.part).first(where: { $0.name == use.part }),
        !shares(of: object, other).isEmpty
      else { return }
      share.setCreating(ReferenceForm(object.address.part(use.part)).json, at: use.pointer)
    }
  }
}

extension JSON {
  /// Returns the value with the members of another laid over it.
  package func joined(with other: JSON) -> JSON {
    guard case .object(var members) = self, case .object(let others) = other else { return other }
    for item in others {
      members[item.key] = members[item.key].map { $0.joined(with: item.value) } ?? item.value
    }
    return .object(members)
  }
}

extension DesiredObject {
  fileprivate func piece(_ part: String?, of kind: Kind, spec: JSON) -> DesiredObject {
    DesiredObject(
      address: address.part(part), kind: kind, clientID: clientID, formerNames: formerNames,
      formerIDs: formerIDs, pin: part == nil || kind.baseCollection != nil ? pin : nil, spec: spec,
      fingerprints: fingerprints.filter { spec[$0.key.belowSpec] != nil }, adopts: adopts,
      keeping: keeping, source: source)
  }
}
