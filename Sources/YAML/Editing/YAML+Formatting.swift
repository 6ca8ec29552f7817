package import Diagnostics
import JSON

extension YAML {
  /// Returns a file as it should be written: the same values, the same comments, tidy lines.
  ///
  /// Mappings and the sequences in them are indented by two, spaces and blank lines are made few,
  /// and a manifest's members stand in their order; quotes, block texts and flow collections of
  /// several lines stay as they are. A file with directives, with `?` before a key, or with what is
  /// tidy already comes back as it is. The new text is read again: if it said anything else, that
  /// is thrown as an error, and the file is better left alone.
  package static func formatted(_ file: SourceFile) throws(DiagnosticsError) -> SourceFile {
    let before = YAML.documents(in: file)
    let stops = before.diagnostics.filter { Self.stops.contains($0.code) }
    guard stops.isEmpty else { throw DiagnosticsError(stops) }
    let mark = file.bytes.starts(with: YAMLSource.mark) ? YAMLSource.mark : []
    let bytes = Array(file.bytes.dropFirst(mark.count))
    guard !hasStrayBreaks(bytes) else { return file }
    guard let outline = try? YAMLOutline(YAMLSource(bytes)) else {
      throw DiagnosticsError(changed(file))
    }
    guard let text = try? YAMLFormatter.text(of: outline) else { return file }
    guard let tidy = ordered(text) else { throw DiagnosticsError(changed(file)) }
    let result = SourceFile(name: file.name, bytes: mark + tidy.source.bytes)
    guard isSame(before, YAML.documents(in: result)), comments(outline) == comments(tidy) else {
      throw DiagnosticsError(changed(file))
    }
    return result
  }

  /// The problems behind which nothing more of a file has been read.
  private static let stops: Set = ["yaml-syntax", "yaml-limit", "yaml-encoding", "yaml-character"]

  /// Whether a carriage return stands anywhere but before a line feed.
  private static func hasStrayBreaks(_ bytes: [UInt8]) -> Bool {
    zip(bytes, bytes.dropFirst() + [0]).contains { $0 == 0x0D && $1 != 0x0A }
  }

  /// Returns a tidy text with its manifests in order, nil where it cannot be read any more.
  private static func ordered(_ text: String) -> YAMLOutline? {
    guard let outline = try? YAMLOutline(YAMLSource(Array(text.utf8))) else { return nil }
    let bytes = YAMLMemberOrder.applied(to: outline)
    return bytes == outline.source.bytes ? outline : try? YAMLOutline(YAMLSource(bytes))
  }

  private typealias Reading = (documents: [LocatedJSON], diagnostics: [Diagnostic])

  private static func isSame(_ before: Reading, _ after: Reading) -> Bool {
    func texts(_ reading: Reading) -> [String] {
      reading.documents.map { YAMLMemberOrder.applied(to: $0.value).text }
    }
    return texts(before) == texts(after)
      && before.diagnostics.map(\.code) == after.diagnostics.map(\.code)
  }

  private static func comments(_ outline: YAMLOutline) -> [String] {
    outline.comments.map { comment in
      let text = outline.source.text(comment).drop { $0 == "#" || $0 == " " }
      return String(text.reversed().drop { " \t\r".contains($0) }.reversed())
    }
    .sorted()
  }

  private static func changed(_ file: SourceFile) -> Diagnostic {
    .error(
      "format-not-possible", "this file cannot be formatted without changing what it says",
      at: SourceLocation(file: file, line: 1, column: 1), hint: "leave it as it is")
  }
}
