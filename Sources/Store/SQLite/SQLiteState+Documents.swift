internal import Crypto
package import JSON
package import Reconciler

extension SQLiteState {
  package func document(_ name: String) throws(StateFailure) -> KeptDocument? {
    try documents([name]).first
  }

  package func documentNames(in folder: String) throws(StateFailure) -> [String] {
    let stem = folder.hasSuffix("/") ? folder : folder + "/"
    // "0" is the character behind "/", so that nothing beyond the folder is among them.
    let end = stem.dropLast() + "0"
    return try use { database throws(Database.Failure) in
      try database.query(
        "SELECT name FROM documents WHERE environment = ? AND name > ? AND name < ? ORDER BY name",
        [.text(environment), .text(stem), .text(String(end))]
      ) { row throws(Database.Failure) in
        guard let name = row.text(0) else { throw .malformed }
        return name
      }
    }
  }

  package func documents(_ names: [String]) throws(StateFailure) -> [KeptDocument] {
    try use { database throws(Database.Failure) in
      var found: [KeptDocument] = []
      for name in names {
        found += try database.query(
          "SELECT revision, content FROM documents WHERE environment = ? AND name = ?",
          [.text(environment), .text(name)]
        ) { row throws(Database.Failure) in
          guard let revision = row.text(0),
            let content = row.text(1).flatMap({ try? JSON.parse($0) })
          else { throw .malformed }
          return KeptDocument(name: name, content: content, revision: .init(revision))
        }
      }
      return found
    }
  }

  package func keep(
    _ content: JSON, as name: String, replacing revision: KeptDocument.Revision?
  ) throws(StateFailure) -> KeptDocument.Revision? {
    let new = UUID.random().text
    let count = try use { database throws(Database.Failure) in
      if let revision {
        return try database.run(
          """
          UPDATE documents SET revision = ?, content = ?
          WHERE environment = ? AND name = ? AND revision = ?
          """,
          [
            .text(new), .text(content.canonicalText), .text(environment), .text(name),
            .text(revision.text),
          ])
      }
      return try database.run(
        "INSERT OR IGNORE INTO documents VALUES (?, ?, ?, ?)",
        [.text(environment), .text(name), .text(new), .text(content.canonicalText)])
    }
    return count == 1 ? .init(new) : nil
  }
}
