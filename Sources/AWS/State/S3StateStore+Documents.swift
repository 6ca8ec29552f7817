internal import HTTP
package import JSON
package import Reconciler

extension S3StateStore {
  private static let folder = "documents/"
  private static let ending = ".json"

  private static func object(of name: String) -> String { folder + name + ending }

  package func document(_ name: String) async throws(StateFailure) -> KeptDocument? {
    try await Self.read(name, objects)
  }

  package func documentNames(in folder: String) async throws(StateFailure) -> [String] {
    let stem = folder.hasSuffix("/") ? folder : folder + "/"
    // S3 orders the objects with their endings, which is not quite the order of the names.
    return try await objects.names(in: Self.folder + stem)
      .filter { $0.hasSuffix(Self.ending) }
      .map { String($0.dropFirst(Self.folder.count).dropLast(Self.ending.count)) }
      .sorted()
  }

  package func documents(_ names: [String]) async throws(StateFailure) -> [KeptDocument] {
    let objects = self.objects
    return try await objects.each(names) {
      name async throws(StateFailure) -> KeptDocument? in try await Self.read(name, objects)
    }.compactMap(\.self)
  }

  package func keep(
    _ content: JSON, as name: String, replacing revision: KeptDocument.Revision?
  ) async throws(StateFailure) -> KeptDocument.Revision? {
    let write = Self.newWrite()
    let document = StateDocument(.document, write: write, ["content": content])
    let object = Self.object(of: name)
    let present = try await objects.read(object, .document)
    guard present?.document.write == revision?.text else { return nil }
    let outcome = try await objects.put(
      document.bytes, to: object,
      expecting: present.map { .unchanged(since: $0.tag) } ?? .absent)
    if outcome == .beaten {
      // An earlier attempt was made although its answer was lost.
      guard try await objects.read(object, .document)?.document.write == write else { return nil }
    }
    return .init(write)
  }

  private static func read(
    _ name: String, _ objects: StateObjects
  ) async throws(StateFailure) -> KeptDocument? {
    let object = object(of: name)
    guard let document = try await objects.read(object, .document)?.document else { return nil }
    guard let content = document["content"] else {
      throw .corrupt(objects.url(object), "it is not all of a document")
    }
    return KeptDocument(name: name, content: content, revision: .init(document.write))
  }
}
