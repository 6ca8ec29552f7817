internal import JSON

/// The kinds of one profile by the collections of their remote objects: `Kind`, `Kind#part`.
package struct KindPieces: Sendable {
  package let byCollection: [String: Kind]
  private let parts: [String: [Kind]]

  package init(_ kinds: [String: Kind], profile: Profile) {
    var byCollection: [String: Kind] = [:]
    var parts: [String: [Kind]] = [:]
    for kind in kinds.values {
      let pieces = kind.pieces(in: profile)
      for piece in pieces { byCollection[piece.name] = piece }
      if pieces.count > 1 { parts[kind.name] = pieces }
    }
    self.byCollection = byCollection
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
        pieces.dropFirst().reduce(object) { object, piece in
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
    return pieces.enumerated().compactMap { index, piece in
      let part = piece.name.split(separator: "#").dropFirst().first.map(String.init)
      let share = piece.share(of: object.spec)
      // A part of which the manifest says nothing is left alone.
      if index > 0, share.object?.isEmpty != false { return nil }
      return object.piece(part, of: piece, spec: share)
    }
  }
}

extension JSON {
  /// Returns the value with the members of another laid over it.
  fileprivate func joined(with other: JSON) -> JSON {
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
      formerIDs: formerIDs, pin: pin, spec: spec,
      fingerprints: fingerprints.filter { spec[$0.key.belowSpec] != nil }, adopts: adopts,
      keeping: keeping, source: source)
  }
}
