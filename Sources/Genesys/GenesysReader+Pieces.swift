internal import Diagnostics
internal import HTTP
internal import JSON
internal import Reconciler

extension GenesysReader {
  /// Reads a kind's lists and makes of them the collections of all pieces, or of the one named.
  ///
  /// What no list holds is asked for object by object; a list of which nothing is needed is not read.
  func pieces(
    of kind: Kind, declaredIDs: [String], only name: String? = nil, needed: Set<String>? = nil,
    wanted: Wanted? = nil
  ) async -> [ObservedCollection] {
    let pieces = kind.pieces(in: profile)
    guard pieces.last?.part != nil else {
      return [await observe(kind, declaredIDs: declaredIDs, wanted: wanted)]
    }
    func isNeeded(_ piece: Kind) -> Bool { needed?.contains(piece.name) ?? true }
    return await withTaskGroup(of: [ObservedCollection].self) { group in
      for base in pieces where base.baseCollection == nil {
        let calls = pieces.filter { $0.baseCollection == base.name }
        guard isNeeded(base) || calls.contains(where: isNeeded) else { continue }
        let asked = calls.filter { name == nil || name == $0.name }
        if name == nil || !asked.isEmpty { group.addTask { await read(base, further: asked) } }
      }
      return await group.reduce(into: []) { $0 += $1 }
    }
  }

  /// Reads a list and the pieces that are further calls on its objects.
  private func read(_ base: Kind, further calls: [Kind]) async -> [ObservedCollection] {
    guard let wire = base.wires[profile] else { return [] }
    var reading = await reading(base, wire)
    let ending = await list(&reading) ?? .declaredOnly
    let raw = reading.found
    let whole = finish(reading, ending)
    var found = [
      ObservedCollection(
        kind: base.name, objects: whole.objects, completeness: ending, requests: whole.requests)
    ]
    for piece in calls { found.append(await collection(piece, raw, ending)) }
    return found
  }

  private func collection(
    _ piece: Kind, _ raw: [ObservedObject], _ ending: ObservedCollection.Completeness
  ) async -> ObservedCollection {
    guard let part = piece.part else { preconditionFailure("a further call is a part") }
    let reading = await reading(piece, part.wire)
    var objects: [ObservedObject] = []
    var missing: [String] = []
    for object in raw {
      if let body = part.embedded.flatMap({ object.body[$0] }), body.object != nil {
        objects.append(reading.shaped(ObservedObject(id: object.id, body: body)))
      } else {
        missing.append(object.id)
      }
    }
    if let obstacle = reading.obstacle {
      return finish(reading, incomplete(reading, obstacle), objects: [])
    }
    guard !missing.isEmpty else {
      return ObservedCollection(
        kind: piece.name, objects: objects, completeness: ending, requests: 0)
    }
    let further = await one(by: missing, reading)
    var completeness = ending
    if case .incomplete = further.completeness { completeness = further.completeness }
    return ObservedCollection(
      kind: piece.name, objects: objects + further.objects, completeness: completeness,
      requests: further.requests)
  }
}
