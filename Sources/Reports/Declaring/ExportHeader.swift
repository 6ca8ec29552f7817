internal import Diagnostics

/// What the first row of an export calls its columns.
struct ExportHeader {
  /// A column of the export that is shown.
  struct Shown {
    let name: String
    let place: Int
    let column: ReportColumn

    init(name: String, place: Int, _ column: ReportColumn) {
      (self.name, self.place, self.column) = (name, place, column)
    }
  }

  private let names: [String]

  /// How many names an error lists.
  private static let listed = 60

  init(_ names: [String]) {
    self.names = names.map { String($0.trimming(while: \.isWhitespace)) }
  }

  /// Returns the columns that a layout shows, or says which of its names the export has not.
  func columns(of layout: ReportLayout, sample: [[String]]) throws(ReportError) -> [Shown] {
    guard !names.isEmpty else {
      throw ReportError("export-empty", "the export has no columns", hint: "look at the file")
    }
    let wanted =
      (layout.columns ?? []).map(\.name) + [layout.group].compactMap(\.self)
      + layout.sort.map(\.name) + layout.highlights.map(\.column)
      + layout.charts.flatMap { [$0.label, $0.value] }
    try check(wanted)
    guard let columns = layout.columns else {
      return names.indices.map { place in
        let name = names[place].isEmpty ? "Column \(place + 1)" : names[place]
        let cells = sample.lazy.map { place < $0.count ? $0[place] : "" }
        return Shown(
          name: names[place], place: place, ReportColumn(name, ColumnGuess.kind(name, cells)))
      }
    }
    var shown: [Shown] = []
    for column in columns {
      shown.append(Shown(name: column.name, place: try place(of: column.name), column.column))
    }
    return shown
  }

  /// Returns where a column stands.
  func place(of name: String) throws(ReportError) -> Int {
    try check([name])
    return names.firstIndex(of: Self.trimmed(name)) ?? 0
  }

  private static func trimmed(_ name: String) -> String {
    String(name.trimming(while: \.isWhitespace))
  }

  private func check(_ wanted: [String]) throws(ReportError) {
    var seen: Set<String> = []
    let lacking = wanted.filter {
      !names.contains(Self.trimmed($0)) && seen.insert($0).inserted
    }
    guard lacking.isEmpty else { throw unknown(lacking) }
    if let twice = wanted.first(where: { name in names.count { $0 == Self.trimmed(name) } > 1 }) {
      throw ReportError(
        "column-ambiguous", "the export has several columns called \"\(twice)\"",
        hint: "export only one of them, or leave layout.columns out")
    }
  }

  private func unknown(_ lacking: [String]) -> ReportError {
    let words = lacking.map { name in
      let near = nearestNames(to: name, in: names, limit: 2).map { "\"\($0)\"" }
      return "\"\(name)\"" + (near.isEmpty ? "" : " (near: \(near.joined(separator: ", ")))")
    }
    let rest = names.count > Self.listed ? ", and \(names.count - Self.listed) more" : ""
    let all = names.prefix(Self.listed).map { "\"\($0)\"" }.joined(separator: ", ")
    return ReportError(
      "column-unknown",
      "the export has no column \(words.joined(separator: " and no "))",
      hint: "it has \(all)\(rest)")
  }
}

extension String {
  /// The text without such characters at either end.
  fileprivate func trimming(while isLeftOut: (Character) -> Bool) -> Substring {
    var rest = self[...].drop(while: isLeftOut)
    while let last = rest.last, isLeftOut(last) { rest.removeLast() }
    return rest
  }
}
