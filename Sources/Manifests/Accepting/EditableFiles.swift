internal import Diagnostics
internal import JSON
internal import World
internal import YAML

/// Files in the course of being edited; nothing is written here.
struct EditableFiles {
  private let paths: [String: String]
  private var open: [String: Open] = [:]

  /// A file with its edits, and which of its documents stands where.
  private struct Open {
    let path: String
    let original: [UInt8]
    let documents: [SourceLocation: Int]
    var editor: YAMLEditor
  }

  init(_ files: [Project.File]) {
    paths = Dictionary(files.map { ($0.shown, $0.path) }, uniquingKeysWith: { first, _ in first })
  }

  var edited: [(path: String, bytes: [UInt8])] {
    open.values.filter { $0.editor.bytes != $0.original }
      .map { ($0.path, $0.editor.bytes) }
      .sorted { $0.0 < $1.0 }
  }

  /// Sets a field of the document that stood at a place before all edits.
  mutating func set(
    _ path: JSONPointer, to value: JSON, in document: SourceLocation
  ) throws(DiagnosticsError) {
    var (file, index) = try file(of: document)
    try file.editor.set(path, to: value, inDocument: index)
    open[document.file.name] = file
  }

  mutating func remove(
    _ path: JSONPointer, in document: SourceLocation
  ) throws(DiagnosticsError) {
    var (file, index) = try file(of: document)
    try file.editor.remove(path, inDocument: index)
    open[document.file.name] = file
  }

  private func file(of document: SourceLocation) throws(DiagnosticsError) -> (Open, Int) {
    let file: Open
    if let known = open[document.file.name] {
      file = known
    } else {
      file = try opened(document.file)
    }
    guard let index = file.documents[document] else {
      throw DiagnosticsError(
        .error("edit-not-possible", "the document has moved meanwhile", at: document))
    }
    return (file, index)
  }

  private func opened(_ file: SourceFile) throws(DiagnosticsError) -> Open {
    let (documents, _) = YAML.documents(in: file)
    return Open(
      path: paths[file.name] ?? file.name, original: file.bytes,
      documents: Dictionary(
        documents.enumerated().map { ($1.location, $0) }, uniquingKeysWith: { first, _ in first }),
      editor: try YAMLEditor(file))
  }
}
