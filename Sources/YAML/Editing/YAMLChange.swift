import Diagnostics
import JSON

/// Finds the bytes to replace so that one document says something else at one place.
struct YAMLChange {
  enum Failure: Error {
    /// The value is repeated by an alias elsewhere.
    case anchored(YAMLAnchors.Use, line: Int)
    /// The pointer leads nowhere.
    case noSuchPlace(JSONPointer)
    /// The member is taken over from another mapping.
    case merged(String)
  }

  let source: YAMLSource
  let document: YAMLOutline.Document
  let anchors: YAMLAnchors
  /// What the document says with the change.
  var value: JSON
  var splices: [YAMLSplice] = []
  /// Starts the text of every value.
  let writer: YAMLWriter

  init(
    of document: YAMLOutline.Document, reading value: JSON, in source: YAMLSource,
    usesBlocks: Bool
  ) {
    self.document = document
    writer = YAMLWriter(usesBlocks: usesBlocks)
    self.source = source
    self.value = value
    anchors = YAMLAnchors(document.root)
  }

  mutating func set(_ pointer: JSONPointer, to newValue: JSON) throws(Failure) {
    guard value[pointer] != newValue else { return }
    let path = YAMLPath(pointer, from: document.root)
    try checkAnchors(on: path)
    guard let token = path.rest.first else { return try replace(path, by: newValue) }
    let rest = JSONPointer(Array(path.rest.dropFirst()))
    let old = value[path.pointer] ?? .null
    switch path.node.kind {
    case .mapping:
      let provided = old[token]
      let own = try provided?.setting(rest, to: newValue) ?? newValue.nested(under: rest)
      try add(own, named: token, to: path)
    case .sequence:
      guard token == "-" || arrayIndex(token) == path.node.items.count else {
        throw .noSuchPlace(pointer)
      }
      try add(newValue.nested(under: rest), named: nil, to: path)
    case .alias: try replace(path, by: old.setting(JSONPointer(path.rest), to: newValue))
    case .scalar:
      guard old.isNull else { throw .noSuchPlace(pointer) }
      try replace(path, by: newValue.nested(under: JSONPointer(path.rest)))
    }
  }

  func checkAnchors(on path: YAMLPath) throws(Failure) {
    for node in path.steps.map(\.container) + (path.rest.isEmpty ? [] : [path.node]) {
      if let use = anchors.use(of: node) { throw failure(use) }
    }
  }

  func failure(_ use: YAMLAnchors.Use) -> Failure {
    .anchored(use, line: source.line(of: use.alias))
  }
}

extension JSON {
  /// Returns the value with another one put at a place inside of it.
  fileprivate func setting(
    _ pointer: JSONPointer, to newValue: JSON
  ) throws(YAMLChange.Failure) -> JSON {
    var result = self
    result[pointer] = newValue
    let isSet = pointer.tokens.last == "-" ? result != self : result[pointer] == newValue
    guard isSet else { throw .noSuchPlace(pointer) }
    return result
  }

  /// Returns the value as the only member of mappings inside each other.
  fileprivate func nested(under pointer: JSONPointer) -> JSON {
    pointer.tokens.reversed().reduce(self) { .object([$1: $0]) }
  }
}

extension YAMLChange.Failure {
  func diagnostic(in file: SourceFile, _ place: SourceLocation) -> Diagnostic {
    switch self {
    case .anchored(let use, let line):
      .error(
        "edit-anchored", "the aliases of \"&\(use.name)\" would change with this value", at: place,
        notes: [.init("line \(line) repeats it")],
        hint: "give the place that repeats it a value of its own first")
    case .noSuchPlace(let pointer):
      .error("edit-not-possible", "there is nothing at \"\(pointer)\" to change", at: place)
    case .merged(let name):
      .error(
        "edit-not-possible", "the member \"\(name)\" is taken over by \"<<\" or an alias",
        at: place, hint: "remove it where it is written")
    }
  }
}
