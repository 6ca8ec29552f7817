package import JSON

/// One document of the state, and which writing of it this is.
package struct KeptDocument: Sendable, Hashable {
  /// What tells a writing of a document from every other one.
  package struct Revision: Sendable, Hashable {
    package let text: String

    package init(_ text: String) {
      self.text = text
    }
  }

  /// A path such as `reports/runs/1`.
  package let name: String
  package let content: JSON
  package let revision: Revision

  package init(name: String, content: JSON, revision: Revision) {
    self.name = name
    self.content = content
    self.revision = revision
  }
}

/// Documents that are kept with the state, each replaced as a whole and only by who has read it.
///
/// What must happen once is decided here: of two that write at the same time one is told so. Nothing
/// is ever deleted, so that what was there cannot be taken for what never was.
package protocol DocumentStore: Sendable {
  /// Returns a document; nil where there never was one.
  func document(_ name: String) async throws(StateFailure) -> KeptDocument?
  /// Returns the names of the documents below a folder, in their order.
  func documentNames(in folder: String) async throws(StateFailure) -> [String]
  /// Returns documents by their names, several read at once; one that is missing is left out.
  func documents(_ names: [String]) async throws(StateFailure) -> [KeptDocument]
  /// Writes a document in the place of what was read, or as a new one; returns nil and writes nothing
  /// where another was faster.
  func keep(
    _ content: JSON, as name: String, replacing revision: KeptDocument.Revision?
  ) async throws(StateFailure) -> KeptDocument.Revision?
}

extension DocumentStore {
  /// Returns all documents below a folder, in the order of their names.
  package func documents(in folder: String) async throws(StateFailure) -> [KeptDocument] {
    try await documents(try await documentNames(in: folder))
  }
}
