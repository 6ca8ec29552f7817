package import JSON
import Synchronization

/// The schema documents that may refer to each other, known by URI or by file name.
///
/// The metaschemas of the drafts are known from the start; nothing is ever fetched.
package final class SchemaRegistry: Sendable {
  private struct State {
    var documents = DocumentIndex()
    var compiled: [String: Schema] = [:]
  }

  private let state = Mutex(State())
  /// Whether `format` is an assertion and not only a remark.
  package let assertsFormat: Bool

  package init(assertsFormat: Bool = false) {
    self.assertsFormat = assertsFormat
  }

  /// Makes a document known under a URI or a relative file name such as `common.json`.
  package func add(_ document: JSON, at uri: String) {
    state.withLock {
      $0.documents.add(document, at: uri)
      $0.compiled = [:]
    }
  }

  /// Returns the schema at a URI, which may have a fragment, compiled once.
  package func schema(at uri: String) throws -> Schema {
    try state.withLock { state in
      if let schema = state.compiled[uri] { return schema }
      let place = try state.documents.resolve(uri, from: .start(uri))
      let schema = try Schema(place, state.documents, assertsFormat: assertsFormat)
      state.compiled[uri] = schema
      return schema
    }
  }

  /// The documents as they are now.
  var documents: DocumentIndex { state.withLock { $0.documents } }
}
