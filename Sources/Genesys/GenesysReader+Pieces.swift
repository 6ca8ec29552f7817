internal import Diagnostics
internal import HTTP
internal import JSON
internal import Reconciler

extension GenesysReader {
  /// Reads a kind's list and makes of it the collections of all pieces, or of the one named.
  ///
  /// What no list holds is asked for object by object.
  func pieces(
    of kind: Kind, declaredIDs: [String], only name: String? = nil, wanted: Wanted? = nil
  ) async -> [ObservedCollection] {
    let pieces = kind.pieces(in: profile)
    guard pieces.count > 1, let wire = kind.wires[profile] else {
      return [await observe(kind, declaredIDs: declaredIDs, wanted: wanted)]
    }
    var reading = reading(kind, wire)
    let ending = await list(&reading) ?? .declaredOnly
    let raw = reading.found
    let whole = finish(reading, ending)
    var found = [
      ObservedCollection(
        kind: kind.name, objects: whole.objects, completeness: ending, requests: whole.requests)
    ]
    for (part, piece) in zip(wire.parts, pieces.dropFirst())
    where name.map({ $0 == piece.name }) ?? true {
      found.append(await collection(part, piece, raw, ending))
    }
    return found
  }

  private func collection(
    _ part: Wire.Part, _ piece: Kind, _ raw: [ObservedObject],
    _ ending: ObservedCollection.Completeness
  ) async -> ObservedCollection {
    var objects: [ObservedObject] = []
    var missing: [String] = []
    for object in raw {
      if let body = part.embedded.flatMap({ object.body[$0] }), body.object != nil {
        objects.append(part.wire.shaped(ObservedObject(id: object.id, body: body)))
      } else {
        missing.append(object.id)
      }
    }
    guard !missing.isEmpty else {
      return ObservedCollection(
        kind: piece.name, objects: objects, completeness: ending, requests: 0)
    }
    let further = await one(by: missing, reading(piece, part.wire))
    var completeness = ending
    if case .incomplete = further.completeness { completeness = further.completeness }
    return ObservedCollection(
      kind: piece.name, objects: objects + further.objects, completeness: completeness,
      requests: further.requests)
  }
}

extension Wire {
  /// Returns an object as the service answers it with its members in the places of a spec.
  func shaped(_ object: ObservedObject) -> ObservedObject {
    map.map { ObservedObject(id: object.id, body: $0.spec(from: object.body)) } ?? object
  }
}
