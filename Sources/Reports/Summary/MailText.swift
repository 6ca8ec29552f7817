/// Writes the body of a mail as plain text.
///
/// A table that is wider than a line of mail has its texts cut, and where even that does not help
/// each row stands as a list of its cells.
struct MailText {
  private let body: MailBody
  private let words: ReportWords

  private static let (width, gap, least) = (78, 2, 10)

  init(_ body: MailBody) {
    self.body = body
    words = body.document.theme.words
  }

  var text: String {
    let paragraphs = body.paragraphs.map { lines in lines.map { line($0) } }
    let blocks = [head] + paragraphs + [figures, rows, remarks, end].filter { !$0.isEmpty }
    return blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private var head: [String] {
    let document = body.document
    let title = line(document.title)
    let rule = String(repeating: "=", count: min(Self.width, max(1, MonospaceWidth.of(title))))
    return [title, rule] + [line(document.subtitle)].filter { !$0.isEmpty }
      + body.links.map { "\(line($0.text)): \($0.url)" }
  }

  private var figures: [String] {
    let labels = body.figures.map { line($0.label) }
    let widest = labels.map { MonospaceWidth.of($0) }.max() ?? 0
    return zip(labels, body.figures).map {
      MonospaceWidth.padded(isolated($0), to: widest) + "  " + isolated(line($1.value))
    }
  }

  private var remarks: [String] {
    guard !body.notes.isEmpty else { return [] }
    return ["\(line(words.noted)):"] + body.notes.map { "- \(line($0.message))" }
  }

  private var end: [String] {
    body.footer.isEmpty ? [] : ["-- "] + body.footer.map { line($0) }
  }
}

extension MailText {
  private var rows: [String] {
    let summary = body.summary
    guard summary.rows > 0 else { return [line(body.document.emptyText)] }
    guard !summary.firstRows.isEmpty else { return [] }
    let labels = summary.columns.map { line($0.label) }
    let cells = summary.firstRows.map { $0.map { line($0.text) } }
    let more = body.moreRows.map { ["", line($0)] } ?? []
    guard let widths = widths([labels] + cells) else { return lists(labels, cells) + more }
    let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")
    return [row(labels, widths), rule] + cells.map { row($0, widths) } + more
  }

  /// Returns how wide the columns are, or nil where they do not fit on a line.
  private func widths(_ rows: [[String]]) -> [Int]? {
    let columns = body.summary.columns
    var widths = columns.indices.map { index in
      rows.map { MonospaceWidth.of($0[index]) }.max() ?? 0
    }
    var surplus = widths.reduce(Self.gap * (columns.count - 1), +) - Self.width
    while surplus > 0 {
      let widest = columns.indices.filter {
        !columns[$0].kind.isNumeric && widths[$0] > Self.least
      }.max { widths[$0] < widths[$1] }
      guard let widest else { return nil }
      widths[widest] -= 1
      surplus -= 1
    }
    return widths
  }

  private func row(_ cells: [String], _ widths: [Int]) -> String {
    let shown = zip(cells, widths).enumerated().map { index, cell in
      let text = MonospaceWidth.cut(cell.0, to: cell.1)
      let alignment = body.summary.columns[index].alignment
      return MonospaceWidth.padded(isolated(text), to: cell.1, alignment)
    }
    var line = shown.joined(separator: "  ")
    while line.last == " " { line.removeLast() }
    return line
  }

  private func lists(_ labels: [String], _ cells: [[String]]) -> [String] {
    let widest = labels.map { MonospaceWidth.of($0) }.max() ?? 0
    let rows = cells.map { row in
      zip(labels, row).filter { !$1.isEmpty }.map {
        MonospaceWidth.padded(isolated($0), to: widest) + "  " + isolated($1)
      }
    }
    return Array(rows.joined(separator: [""]))
  }

  /// Returns a text as one line.
  private func line(_ text: String) -> String {
    ShownText.of(text).split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  /// Returns a text that leaves the order of what stands around it alone.
  private func isolated(_ text: String) -> String {
    Direction.isMixed(text) ? "\u{2068}\(text)\u{2069}" : text
  }
}
