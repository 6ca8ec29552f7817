/// How the table is set: its columns with their places, found out from the first rows.
struct TablePlan {
  struct Column {
    /// The place of the column in the rows.
    let source: Int
    let column: ReportColumn
    let format: ValueFormat
    let x: Double
    let width: Double
    /// The most decimals of the sample, where cells keep their own.
    let decimals: Int
    let header: TextBlock
  }

  let columns: [Column]
  let font: PlainFont
  let bold: PlainFont
  let groupFont: PlainFont
  let headerHeight: Double
  /// The sizes that had to give way, if any.
  let notes: [ReportNote]

  /// The space left and right of a cell's text, and above and below it.
  static let (gap, padding) = (5.0, 2.6)
  private static let labelCharacters = 120

  init(
    _ document: ReportDocument, _ sample: [[String]], isWhole: Bool, _ typesetter: Typesetter,
    left: Double, width: Double
  ) throws(ReportError) {
    let theme = document.theme
    let sources = document.columns.indices.filter { $0 != document.group }
    let font = try typesetter.font(theme.textSize)
    let bold = try typesetter.font(theme.textSize, isBold: true)
    var needs: [ColumnWidths.Need] = []
    var decimals: [Int] = []
    for source in sources {
      var gauge = ColumnGauge(
        document.columns[source], theme, limit: document.limits.cellCharacters, room: width)
      for (index, row) in sample.enumerated() {
        typesetter.subject = "column \(document.columns[source].label), row \(index + 1)"
        gauge.add(source < row.count ? row[source] : "", typesetter, font)
      }
      needs.append(gauge.need(typesetter, bold, isWhole: isWhole))
      decimals.append(gauge.decimals)
    }
    let smallest = min(1, theme.smallestTextSize / theme.textSize)
    let widths = ColumnWidths(needs, room: width, smallestScale: smallest)
    let size = theme.textSize * widths.scale
    self.font = try typesetter.font(size)
    self.bold = try typesetter.font(size, isBold: true)
    groupFont = try typesetter.font(size + 1, isBold: true)
    var columns: [Column] = []
    var x = left
    for (index, source) in sources.enumerated() {
      let column = document.columns[source]
      typesetter.subject = "the label of column \(source + 1)"
      let text = ShownText.of(column.label)
      let label = typesetter.block(
        ShownText.cut(text, to: Self.labelCharacters) ?? text, self.bold,
        width: widths.widths[index] - 2 * Self.gap)
      columns.append(
        Column(
          source: source, column: column, format: ValueFormat(column.kind, theme.numbers), x: x,
          width: widths.widths[index], decimals: decimals[index], header: label))
      x += widths.widths[index]
    }
    self.columns = columns
    let lines = columns.map(\.header.lines.count).max() ?? 1
    headerHeight = Double(lines) * self.bold.lineHeight + 2 * Self.padding + 3
    notes =
      widths.scale < 1
      ? [
        ReportNote(
          "text-shrunk",
          "the text is \(ReportNumber(Int128((size * 10).rounded()), scale: 1).plain) points so that \(columns.count) columns fit"
        )
      ] : []
  }
}

/// What a total looks like in its row.
enum TotalText {
  static func of(
    _ value: ReportNumber, _ total: Total, _ format: ValueFormat, _ words: ReportWords
  ) -> String {
    let text = format.text(value, total)
    return switch total {
    case .sum, .count: text
    case .average: "\(words.average)\u{A0}\(text)"
    case .minimum: "\(words.minimum)\u{A0}\(text)"
    case .maximum: "\(words.maximum)\u{A0}\(text)"
    }
  }
}
