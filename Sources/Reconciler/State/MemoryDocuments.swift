package import JSON
internal import Synchronization

/// Documents that are kept as long as the process, for runs that nobody has to know of afterwards.
package final class MemoryDocuments: DocumentStore {
  private let kept = Mutex<[String: KeptDocument]>([:])

  package init() {}

  package func document(_ name: String) -> KeptDocument? { kept.withLock { $0[name] } }

  package func documentNames(in folder: String) -> [String] {
    let stem = folder.hasSuffix("/") ? folder : folder + "/"
    return kept.withLock { kept in kept.keys.filter { $0.hasPrefix(stem) }.sorted() }
  }

  package func documents(_ names: [String]) -> [KeptDocument] {
    kept.withLock { kept in names.compactMap { kept[$0] } }
  }

  package func keep(
    _ content: JSON, as name: String, replacing revision: KeptDocument.Revision?
  ) -> KeptDocument.Revision? {
    kept.withLock { kept in
      guard kept[name]?.revision == revision else { return nil }
      let number = (revision.flatMap { Int($0.text) } ?? 0) + 1
      let new = KeptDocument.Revision(String(number))
      kept[name] = KeptDocument(name: name, content: content, revision: new)
      return new
    }
  }
}
