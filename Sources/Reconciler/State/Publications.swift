internal import Diagnostics
package import JSON
package import World

/// The objects that manifests have published into the state of an environment.
///
/// One that was withdrawn leaves a document that says so.
package struct Publications: Sendable {
  private static let folder = "published"

  private let store: any DocumentStore

  package init(_ store: any DocumentStore) {
    self.store = store
  }

  /// Returns what is published of a kind, in the order of the ids.
  package func all(of kind: String) async throws(StateFailure) -> [Publication] {
    var found: [Publication] = []
    for document in try await store.documents(in: "\(Self.folder)/\(kind)") {
      if let publication = try Self.read(document) { found.append(publication) }
    }
    return found
  }

  /// Publishes a spec in the place of what was published under its id.
  package func publish(
    _ spec: JSON, kind: String, id: String, by provenance: Publication.Provenance,
    at now: Timestamp
  ) async throws(StateFailure) {
    let name = Self.name(kind, id)
    let present = try await store.document(name)
    let former = try present.flatMap { document throws(StateFailure) in try Self.read(document) }
    let publication = Publication(
      kind: kind, id: id, spec: spec, provenance: provenance, time: now,
      since: former?.since ?? now)
    try await write(publication.json, name, present)
  }

  /// Withdraws what is published under an id.
  package func withdraw(
    kind: String, id: String, by provenance: Publication.Provenance, at now: Timestamp
  ) async throws(StateFailure) {
    let name = Self.name(kind, id)
    guard let present = try await store.document(name) else { return }
    try await write(
      [
        "format": .string(Publication.format), "withdrawn": .string(now.rfc3339),
        "run": .string(provenance.run),
      ], name, present)
  }

  private func write(
    _ json: JSON, _ name: String, _ present: KeptDocument?
  ) async throws(StateFailure) {
    guard try await store.keep(json, as: name, replacing: present?.revision) != nil else {
      throw StateFailure(
        .error(
          "state-busy", "another gcsync has published \(name) meanwhile",
          hint: "plan again, and see what it says now"))
    }
  }

  private static func name(_ kind: String, _ id: String) -> String { "\(folder)/\(kind)/\(id)" }

  /// Reads a publication; nil where it was withdrawn.
  private static func read(_ document: KeptDocument) throws(StateFailure) -> Publication? {
    if document.content["withdrawn"] != nil { return nil }
    guard let publication = Publication(document.content) else {
      throw StateFailure(
        .error(
          "state-corrupt", "the state's document \(document.name) is no publication",
          hint: "apply the manifests again after moving the document away"))
    }
    return publication
  }
}

extension Publications {
  /// Reads what is published of a kind, for a plan.
  package func observe(_ kind: Kind) async -> ObservedCollection {
    do throws(StateFailure) {
      let objects = try await all(of: kind.name).map { ObservedObject(id: $0.id, body: $0.spec) }
      return ObservedCollection(
        kind: kind.name, objects: objects, completeness: .whole, requests: 0)
    } catch {
      return ObservedCollection(
        kind: kind.name, objects: [], completeness: .incomplete(error.problem), requests: 0)
    }
  }
}
