extension ReportPass {
  /// Returns how much must stand below a row on the same page: the totals that follow it.
  func heightBelow(_ row: [String], before next: [String]?) -> Double {
    guard hasTotals else { return 0 }
    guard let next else { return setting.totalsHeight * (document.group == nil ? 1 : 2) }
    guard let group = document.group else { return 0 }
    let isLast = (group < row.count ? row[group] : "") != (group < next.count ? next[group] : "")
    return isLast ? setting.totalsHeight : 0
  }

  /// Ends the group at hand where a row belongs to another one, and begins that.
  mutating func openGroup(_ raw: String, _ place: Int) {
    let column = document.columns[place]
    let format = ValueFormat(column.kind, document.theme.numbers)
    let shown = ShownText.of(format.text(raw, format.number(raw)))
    let name = ShownText.cut(shown, to: 200) ?? shown
    guard name != group else { return }
    if group != nil {
      drawTotals(groupTotals, isGrand: false)
      groupTotals = [TotalAccumulator](
        repeating: TotalAccumulator(), count: document.columns.count)
    }
    group = nil
    isStriped = false
    paginator.top = setting.continuedTop
    drawGroupHeading(name)
    group = name
    paginator.top = setting.continuedTop + setting.groupHeight
  }

  private mutating func drawGroupHeading(_ name: String) {
    survey.groups += 1
    setting.typesetter.subject = "a group"
    let (plan, palette, frame) = (setting.plan, document.theme.palette, setting.frame)
    let text = name.isEmpty ? document.theme.words.unnamed : name
    let block = setting.typesetter.block(text, plan.groupFont, width: frame.width - 10)
    let extent = Paginator.Extent(
      lines: block.lines.count, lineHeight: plan.groupFont.lineHeight,
      padding: setting.groupPadding)
    let isBookmarked = survey.groups <= document.limits.bookmarks && onlyPage == nil
    let below = plan.font.lineHeight + 2 * TablePlan.padding + setting.totalsHeight
    let padding = setting.groupPadding
    var y: Double?
    place(extent, keeping: below) { canvas, piece in
      y = y ?? piece.y
      canvas.draw(block, piece, plan.groupFont, frame, palette, padding: padding)
    }
    guard isBookmarked, let y else { return }
    drawingCanvas?.bookmark(text, page: page, x: frame.left, y: y)
  }

  /// Repeats the heading of a group at the top of a page.
  func drawContinued(_ name: String) {
    let (plan, palette, frame) = (setting.plan, document.theme.palette, setting.frame)
    guard let canvas = drawingCanvas else { return }
    let block = setting.typesetter.block(
      name.isEmpty ? document.theme.words.unnamed : name, plan.groupFont, width: frame.width - 100)
    let rest = setting.typesetter.line(
      ShownText.of(document.theme.words.continued), plan.font, width: 100)
    guard let line = block.lines.first else { return }
    let y = setting.continuedTop + setting.groupPadding * 0.65 + plan.groupFont.ascent
    canvas.text(line, plan.groupFont, frame.left + TablePlan.gap, y, palette.accent)
    let x = frame.left + TablePlan.gap + line.width + 6
    canvas.text(rest, plan.font, x, y, palette.muted)
  }

  mutating func drawTotals(_ totals: [TotalAccumulator], isGrand: Bool) {
    guard hasTotals else { return }
    let (plan, palette, frame) = (setting.plan, document.theme.palette, setting.frame)
    setting.typesetter.subject = "a total"
    let words = document.theme.words
    var shapes: [(TextBlock, TablePlan.Column)] = []
    var isLabelled = false
    for column in plan.columns {
      var text = ""
      if let kind = column.column.total, let value = totals[column.source].value(kind) {
        text = TotalText.of(value, kind, column.format, words)
      } else if !isLabelled, column.column.total == nil {
        text = isGrand ? words.total : words.subtotal
        isLabelled = true
      }
      guard !text.isEmpty else { continue }
      let width = column.width - 2 * TablePlan.gap
      shapes.append((setting.typesetter.block(text, plan.bold, width: width), column))
    }
    let lines = shapes.map(\.0.lines.count).max() ?? 1
    let extent = Paginator.Extent(
      lines: lines, lineHeight: plan.bold.lineHeight,
      padding: setting.totalsHeight - plan.bold.lineHeight)
    place(extent) { canvas, piece in
      if isGrand {
        let height = extent.height(of: piece.lines.count)
        canvas.fill(frame.left, piece.y, frame.width, height, palette.accent.tint(0.10))
      }
      canvas.rule(
        frame.left, piece.y, frame.width, isGrand ? palette.accent : palette.muted,
        thickness: isGrand ? 1 : 0.5)
      for (block, column) in shapes {
        let cell = CellShape(text: "", raw: "", width: 0, shift: 0, block: block)
        cell.draw(
          on: canvas, plan.bold, column, piece, palette.text, padding: TablePlan.padding + 1)
      }
    }
  }

  mutating func drawEmptyText() {
    let (plan, palette, frame) = (setting.plan, document.theme.palette, setting.frame)
    setting.typesetter.subject = "the text for no rows"
    let text = ShownText.of(document.emptyText)
    let block = setting.typesetter.block(text, plan.groupFont, width: frame.width * 0.7)
    let extent = Paginator.Extent(
      lines: block.lines.count, lineHeight: plan.groupFont.lineHeight, padding: 60)
    place(extent) { canvas, piece in
      var y = piece.y + 30 + plan.groupFont.ascent
      for line in block.lines {
        let x = frame.left + (frame.width - line.width) / 2
        canvas.text(line, plan.groupFont, x, y, palette.muted)
        y += plan.groupFont.lineHeight
      }
    }
  }
}

extension Canvas {
  /// Draws the heading of a group.
  func draw(
    _ block: TextBlock, _ piece: Paginator.Piece, _ font: PlainFont, _ frame: PageFrame,
    _ palette: Palette, padding: Double
  ) {
    var y = piece.y + padding * 0.65 + font.ascent
    for line in block.lines[piece.lines.clamped(to: 0..<block.lines.count)] {
      text(line, font, frame.left + TablePlan.gap, y, palette.accent)
      y += font.lineHeight
    }
  }
}
