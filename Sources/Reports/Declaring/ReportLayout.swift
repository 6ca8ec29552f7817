package import Diagnostics
package import JSON

/// What a manifest says of how a report looks, checked as far as that needs no export.
package struct ReportLayout: Sendable {
  /// A column that the manifest names, with what it is called in the export.
  struct Column: Sendable {
    let name: String
    let column: ReportColumn
    let place: JSONPointer
  }

  struct SortKey: Sendable {
    let name: String
    let isDescending: Bool
  }

  struct HighlightRule: Sendable {
    let column: String
    let condition: Highlight.Condition
    let tone: Highlight.Tone
    let coversRow: Bool
  }

  struct Chart: Sendable {
    let label: String
    let value: String
    let chart: ReportChart
  }

  /// Everything but the bytes of the logo.
  var theme = ReportTheme()
  /// The path of the logo, as the manifest has it.
  package internal(set) var logo: String?
  /// Nil where every column of the export is shown.
  var columns: [Column]?
  var group: String?
  var sort: [SortKey] = []
  var highlights: [HighlightRule] = []
  var charts: [Chart] = []
  var links: [ReportLink] = []
  var emptyText: String?
  var missingGlyphs = MissingGlyphs.fail

  /// Makes a plain table of every column.
  package init() {}

  /// Reads the `layout` of a manifest's spec; each problem says where it is.
  package init(
    _ layout: JSON, below pointer: JSONPointer = JSONPointer(["spec", "layout"]),
    at locate: @escaping (JSONPointer) -> SourceLocation? = { _ in nil }, address: String? = nil
  ) throws(DiagnosticsError) {
    let root = LayoutReader.Place(value: layout, pointer: pointer)
    var reader = LayoutReader(at: locate, address: address)
    readPage(root, &reader)
    if let place = root["theme"] { readTheme(place, &reader) }
    readColumns(root, &reader)
    readCharts(root, &reader)
    checkWidths(root, &reader)
    checkNames(root, &reader)
    guard reader.problems.isEmpty else { throw DiagnosticsError(reader.problems) }
  }

  /// The paths of the files that the layout is drawn with: the logo and the fonts.
  package var files: [String] { [logo].compactMap(\.self) + theme.fontFiles }
}

extension ReportLayout {
  private mutating func readPage(_ root: LayoutReader.Place, _ reader: inout LayoutReader) {
    theme.paper = reader.word(root["paper"]) ?? theme.paper
    theme.orientation = reader.word(root["orientation"]) ?? theme.orientation
    theme.margin = reader.number(root["margin"], in: 0...300) ?? theme.margin
    theme.header = reader.furniture(root["header"]) ?? theme.header
    theme.footer = reader.furniture(root["footer"]) ?? theme.footer
    theme.pageText = reader.furniture(root["pageText"]) ?? theme.pageText
    emptyText = reader.text(root["emptyText"])
    missingGlyphs = reader.word(root["missingGlyphs"]) ?? missingGlyphs
    for place in root["links"]?.elements ?? [] {
      guard let text = reader.text(place["text"]), let url = reader.text(place["url"]) else {
        continue
      }
      if !WebAddress.isOne(url), let place = place["url"] {
        reader.report(
          "invalid-link", "leads to no http or https address", at: place,
          hint: "begin it with https:// and write what is not ASCII as %XX")
      }
      links.append(ReportLink(text, url: url))
    }
    let size = theme.pageSize
    if let place = root["margin"], theme.margin * 2 + 150 > min(size.width, size.height) {
      reader.report(
        "invalid-layout", "leaves no room on \(theme.paper) paper", at: place,
        hint: "take a smaller margin")
    }
  }
}

extension LayoutReader {
  /// Reads a text around the table, in which four words in braces are filled in.
  fileprivate mutating func furniture(_ place: Place?) -> String? {
    guard let place, let text = text(place) else { return nil }
    let known = ["title", "subtitle", "page", "pages"]
    var rest = text[...]
    while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}") {
      let name = String(rest[rest.index(after: start)..<end])
      rest = rest[rest.index(after: end)...]
      guard !known.contains(name), !name.isEmpty, name.allSatisfy(\.isLetter) else { continue }
      let near = nearestName(to: name, in: known)
      report(
        "unknown-word", "has {\(name)}, which nothing is filled in for", at: place,
        hint: near.map { "did you mean {\($0)}?" }
          ?? "use {title}, {subtitle}, {page} or {pages}")
    }
    return text
  }
}
