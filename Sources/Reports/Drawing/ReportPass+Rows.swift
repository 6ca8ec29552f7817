extension ReportPass {
  /// Counts a row and draws it, with the one behind it known.
  mutating func take(_ row: [String], before next: [String]?) throws(ReportError) {
    survey.rows += 1
    guard row.count <= document.columns.count else {
      throw ReportError(
        "row-too-long",
        "row \(survey.rows) has \(row.count) cells where there are \(document.columns.count) columns"
      )
    }
    if let column = document.group { openGroup(column < row.count ? row[column] : "", column) }
    var (lines, rowTone): (Int, Highlight.Tone?) = (1, groupTone(row))
    cells.removeAll(keepingCapacity: true)
    for column in setting.plan.columns {
      let raw = column.source < row.count ? row[column.source] : ""
      let number = column.format.number(raw)
      var cell = shape(raw, number, column)
      if highlightedColumns.contains(column.source) {
        for rule in document.highlights
        where rule.column == column.source && rule.matches(raw, number) {
          if rule.coversRow {
            rowTone = rowTone ?? rule.tone
          } else {
            cell.tone = cell.tone ?? rule.tone
          }
        }
      }
      if column.column.total != nil {
        grandTotals[column.source].add(raw, number)
        if document.group != nil { groupTotals[column.source].add(raw, number) }
      }
      lines = max(lines, cell.block?.lines.count ?? 1)
      cells.append(cell)
    }
    if counted == nil, !document.charts.isEmpty { addToCharts(row) }
    drawRow(lines, rowTone, keeping: heightBelow(row, before: next))
    isStriped.toggle()
  }

  /// The tone that the group's column, which has no cells, gives the row.
  private func groupTone(_ row: [String]) -> Highlight.Tone? {
    guard let group = document.group, highlightedColumns.contains(group) else { return nil }
    let raw = group < row.count ? row[group] : ""
    let number = ValueFormat(document.columns[group].kind, document.theme.numbers).number(raw)
    return document.highlights.first { $0.column == group && $0.matches(raw, number) }?.tone
  }

  private mutating func addToCharts(_ row: [String]) {
    for (index, chart) in document.charts.enumerated() {
      let raw = chart.value < row.count ? row[chart.value] : ""
      let format = ValueFormat(document.columns[chart.value].kind, document.theme.numbers)
      let label = chart.label < row.count ? row[chart.label] : ""
      let labelFormat = ValueFormat(document.columns[chart.label].kind, document.theme.numbers)
      survey.charts[index].add(
        labelFormat.text(label, labelFormat.number(label)), raw, format.number(raw))
    }
  }

  /// Sets a cell; only one that does not fit on one plain line has a block.
  private mutating func shape(
    _ raw: String, _ number: ReportNumber?, _ column: TablePlan.Column
  ) -> CellShape {
    let typesetter = setting.typesetter
    var text = ShownText.of(column.format.text(raw, number))
    if let cut = ShownText.cut(
      text, to: document.limits.cellCharacters, note: document.theme.words.moreCharacters)
    {
      text = cut
      survey.cutCells += 1
    }
    let room = column.width - 2 * TablePlan.gap
    var shift = 0.0
    if column.decimals > 0, let number { shift = decimalShift(number, column) }
    if let width = typesetter.plainWidth(&text, setting.plan.font), width + shift <= room + 0.01 {
      return CellShape(text: text, raw: raw, width: width, shift: shift)
    }
    typesetter.subject = "column \(column.column.label), row \(survey.rows)"
    let block = typesetter.block(text, setting.plan.font, width: room)
    return CellShape(text: text, raw: raw, width: block.width, shift: 0, block: block)
  }

  /// How far a number stands from the right so that its point is below that of the others.
  private func decimalShift(_ number: ReportNumber, _ column: TablePlan.Column) -> Double {
    guard case .number(nil, "") = column.column.kind, column.column.alignment == .right else {
      return 0
    }
    let missing = column.decimals - number.scale
    guard missing > 0 else { return 0 }
    var text = String(repeating: "0", count: missing)
    if number.scale == 0 { text += document.theme.numbers.decimalSeparator }
    return setting.typesetter.plainWidth(&text, setting.plan.font) ?? 0
  }

  private mutating func drawRow(_ lines: Int, _ tone: Highlight.Tone?, keeping below: Double) {
    let (plan, palette, frame) = (setting.plan, document.theme.palette, setting.frame)
    let extent = Paginator.Extent(
      lines: lines, lineHeight: plan.font.lineHeight, padding: 2 * TablePlan.padding)
    let (cells, isStriped) = (cells, isStriped)
    let limit = document.limits.links
    var links = survey.links
    place(extent, keeping: below) { canvas, piece in
      let height = extent.height(of: piece.lines.count)
      if let tone {
        canvas.fill(frame.left, piece.y, frame.width, height, palette.colour(tone).tint(0.12))
      } else if isStriped, let zebra = palette.zebra {
        canvas.fill(frame.left, piece.y, frame.width, height, zebra)
      }
      for (cell, column) in zip(cells, plan.columns) where cell.tone != nil {
        let colour = cell.tone.map { palette.colour($0) } ?? palette.text
        canvas.fill(column.x, piece.y, column.width, height, colour.tint(0.14))
      }
      for (cell, column) in zip(cells, plan.columns) {
        let colour = (cell.tone ?? tone).map { palette.colour($0) } ?? palette.text
        if column.column.isLink, WebAddress.isOne(cell.raw) {
          links += 1
          if links <= limit {
            canvas.linked(to: cell.raw) {
              cell.draw(on: canvas, plan.font, column, piece, palette.accent)
            }
            continue
          }
        }
        cell.draw(on: canvas, plan.font, column, piece, colour)
      }
      if palette.zebra == nil {
        canvas.rule(frame.left, piece.y + height - 0.5, frame.width, palette.rule)
      }
    }
    survey.links = links
  }
}
