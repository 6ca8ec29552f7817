/// One reading of the rows: it counts, and draws where there is a canvas.
struct ReportPass {
  var survey: ReportSurvey
  let document: ReportDocument
  let setting: ReportSetting
  /// What was counted before, where this reading draws.
  let counted: ReportSurvey?
  let canvas: Canvas?
  /// The page that alone is drawn, if there is one.
  let onlyPage: Int?
  var paginator: Paginator
  private(set) var page = 1
  private var pieces: [Paginator.Piece] = []
  var cells: [CellShape] = []
  var group: String?
  var groupTotals: [TotalAccumulator]
  var grandTotals: [TotalAccumulator]
  var isStriped = false
  let hasTotals: Bool
  let highlightedColumns: Set<Int>

  init(
    _ document: ReportDocument, _ setting: ReportSetting, canvas: Canvas?, survey: ReportSurvey?,
    only page: Int? = nil
  ) {
    self.document = document
    self.setting = setting
    self.canvas = canvas
    counted = survey
    onlyPage = page
    let empty = [TotalAccumulator](repeating: TotalAccumulator(), count: document.columns.count)
    (groupTotals, grandTotals) = (empty, empty)
    hasTotals = document.columns.contains { $0.total != nil }
    highlightedColumns = Set(document.highlights.map(\.column))
    self.survey = ReportSurvey(
      charts: document.charts.map { ChartData($0, words: document.theme.words) },
      columns: document.columns,
      limits: document.limits)
    let frame = setting.frame
    paginator = Paginator(
      firstTop: frame.firstTop + setting.plan.headerHeight,
      top: frame.laterTop + setting.plan.headerHeight, bottom: frame.bottom)
  }

  mutating func run(_ rows: some ReportRows) throws(ReportError) {
    beginPage()
    var reader = try rows.read()
    var next = try reader.next()
    while let row = next {
      next = try reader.next()
      try take(row, before: next)
      if survey.rows % 4096 == 0 { try drawingCanvas?.check() }
      if let onlyPage, page > onlyPage { return }
    }
    if survey.rows == 0 {
      drawEmptyText()
    } else {
      if group != nil { drawTotals(groupTotals, isGrand: false) }
      drawTotals(grandTotals, isGrand: true)
    }
    for (column, total) in grandTotals.enumerated()
    where document.columns[column].total != nil && document.columns[column].kind.isNumeric {
      survey.others[column] = total.others
    }
    endPage()
    survey.pages = paginator.pages
  }

  /// The canvas where the page at hand is drawn.
  var drawingCanvas: Canvas? {
    guard let onlyPage else { return canvas }
    return onlyPage == page ? canvas : nil
  }
}

extension ReportPass {
  private mutating func beginPage() {
    let top = page == 1 ? setting.frame.firstTop : setting.frame.laterTop
    if page == 1, let canvas = drawingCanvas {
      setting.head.draw(on: canvas, document.theme.palette, counted?.charts ?? [])
    }
    drawColumnLabels(y: top)
  }

  private mutating func endPage() {
    setting.furniture.draw(
      on: drawingCanvas, setting.frame, page: page, of: counted?.pages ?? page)
    if onlyPage == nil { drawingCanvas?.endPage() }
  }

  /// Places a row, and begins pages as that needs.
  mutating func place(
    _ extent: Paginator.Extent, keeping below: Double = 0,
    _ draw: (Canvas, Paginator.Piece) -> Void
  ) {
    pieces.removeAll(keepingCapacity: true)
    var pieces = pieces
    paginator.place(extent, keeping: below) { pieces.append($0) }
    for piece in pieces {
      if piece.startsPage {
        endPage()
        page += 1
        beginPage()
        if let group, paginator.top > setting.continuedTop { drawContinued(group) }
      }
      if let canvas = drawingCanvas { draw(canvas, piece) }
    }
    self.pieces = pieces
  }

  private func drawColumnLabels(y: Double) {
    guard let canvas = drawingCanvas else { return }
    let (plan, palette, frame) = (setting.plan, document.theme.palette, setting.frame)
    canvas.fill(frame.left, y, frame.width, plan.headerHeight, palette.accent.tint(0.10))
    for column in plan.columns {
      let height = Double(column.header.lines.count) * plan.bold.lineHeight
      var baseline = y + plan.headerHeight - TablePlan.padding - 1.5 - height + plan.bold.ascent
      for line in column.header.lines {
        let x = column.x(of: line.width)
        canvas.text(line, plan.bold, x, baseline, palette.text)
        baseline += plan.bold.lineHeight
      }
    }
    canvas.rule(frame.left, y + plan.headerHeight - 1, frame.width, palette.accent, thickness: 1)
  }
}
