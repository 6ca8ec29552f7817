package import Diagnostics
package import JSON

/// Changes single places of a YAML file and leaves every other byte as it is.
///
/// A place is a JSON pointer into one of the documents that `YAML.documents(in:)` returns. Each
/// edit proves itself: the new text is read again, and if any document says something else than it
/// must, the edit is refused and the text stays as it was.
package struct YAMLEditor {
  /// The file with all edits so far.
  package private(set) var file: SourceFile
  private var documents: [LocatedJSON]
  private var outline: YAMLOutline
  private let mark: [UInt8]

  /// The bytes of the file with all edits so far.
  package var bytes: [UInt8] { file.bytes }
  /// The text of these bytes.
  package var text: String { String(decoding: file.bytes, as: UTF8.self) }

  /// Takes a file that reads without errors.
  package init(_ file: SourceFile) throws(DiagnosticsError) {
    self.file = file
    mark = file.bytes.starts(with: YAMLSource.mark) ? YAMLSource.mark : []
    documents = try Self.read(file)
    outline = try Self.outline(of: file, without: mark)
  }

  /// Makes the value at a pointer another one.
  ///
  /// Members that are missing are added behind the last one, with the mappings on the way to them;
  /// `-` or the count appends to a sequence. What an alias or `<<` provides becomes a value of the
  /// place's own. Refused is what would change a value that aliases repeat.
  package mutating func set(
    _ pointer: JSONPointer, to value: JSON, inDocument index: Int
  ) throws(DiagnosticsError) {
    try edit(index, pointer) { change throws(YAMLChange.Failure) in
      try change.set(pointer, to: value)
    }
  }

  /// Removes a member or an element, with the comments that belong to it.
  package mutating func remove(
    _ pointer: JSONPointer, inDocument index: Int
  ) throws(DiagnosticsError) {
    try edit(index, pointer) { change throws(YAMLChange.Failure) in
      try change.remove(pointer)
    }
  }

  /// Adds a document behind the last one.
  package mutating func append(document value: JSON) throws(DiagnosticsError) {
    let source = outline.source
    var text = YAML.text(of: value)
    if !outline.documents.isEmpty { text = "---\n" + text }
    if let last = source.bytes.last, last != UInt8(ascii: "\n") { text = "\n" + text }
    let end = source.bytes.count
    let splices = source.ending(outline.documents.last?.root) + [YAMLSplice(at: end, text)]
    guard accept(source.applying(splices), reading: documents.map(\.value) + [value]) else {
      throw DiagnosticsError(Self.refusal(at: SourceLocation(file: file, line: 1, column: 1)))
    }
  }

  private mutating func edit(
    _ index: Int, _ pointer: JSONPointer,
    _ body: (inout YAMLChange) throws(YAMLChange.Failure) -> Void
  ) throws(DiagnosticsError) {
    let written = outline.documents.filter { !$0.isEmpty }
    guard documents.indices.contains(index), written.indices.contains(index) else {
      let place = SourceLocation(file: file, line: 1, column: 1)
      throw DiagnosticsError(
        .error("edit-not-possible", "the file has no document number \(index + 1)", at: place))
    }
    let document = documents[index]
    for usesBlocks in [true, false] {
      var change = YAMLChange(
        of: written[index], reading: document.value, in: outline.source, usesBlocks: usesBlocks)
      do throws(YAMLChange.Failure) {
        try body(&change)
      } catch {
        throw DiagnosticsError(error.diagnostic(in: file, document.location(of: pointer)))
      }
      var values = documents.map(\.value)
      values[index] = change.value
      if accept(outline.source.applying(change.splices), reading: values) { return }
    }
    throw DiagnosticsError(Self.refusal(at: document.location(of: pointer)))
  }

  /// Takes over a new text if it reads as it must, be it with a line break at its end.
  private mutating func accept(_ bytes: [UInt8], reading values: [JSON]) -> Bool {
    let ends = bytes.last == UInt8(ascii: "\n") ? [""] : ["", outline.source.lineBreak]
    for end in ends {
      let edited = SourceFile(name: file.name, bytes: mark + bytes + end.utf8)
      let (found, diagnostics) = YAML.documents(in: edited)
      guard !diagnostics.hasErrors, found.map(\.value) == values,
        let outline = try? Self.outline(of: edited, without: mark)
      else { continue }
      (self.outline, documents, file) = (outline, found, edited)
      return true
    }
    return false
  }

  private static func refusal(at place: SourceLocation) -> Diagnostic {
    .error(
      "edit-not-possible", "this place cannot be changed without changing others", at: place,
      hint: "change it by hand")
  }

  private static func read(_ file: SourceFile) throws(DiagnosticsError) -> [LocatedJSON] {
    let (documents, diagnostics) = YAML.documents(in: file)
    guard !diagnostics.hasErrors else { throw DiagnosticsError(diagnostics) }
    return documents
  }

  private static func outline(
    of file: SourceFile, without mark: [UInt8]
  ) throws(DiagnosticsError) -> YAMLOutline {
    do throws(YAMLSyntaxError) {
      return try YAMLOutline(YAMLSource(Array(file.bytes.dropFirst(mark.count))))
    } catch {
      throw DiagnosticsError(error.diagnostic(in: file))
    }
  }
}
