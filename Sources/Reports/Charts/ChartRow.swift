/// The charts of a report, side by side.
struct ChartRow {
  private let charts: [ReportChart]
  private let columns: [ReportColumn]
  private let theme: ReportTheme
  private let typesetter: Typesetter
  private let titleFont: PlainFont
  private let font: PlainFont
  private let frame: PageFrame
  private let top: Double
  let bottom: Double

  private static let (height, gap) = (130.0, 24.0)
  private static let perRow = 3

  init(
    _ document: ReportDocument, _ typesetter: Typesetter, _ frame: PageFrame, top: Double
  ) throws(ReportError) {
    charts = document.charts
    columns = document.columns
    theme = document.theme
    titleFont = try typesetter.font(8.5, isBold: true)
    font = try typesetter.font(7)
    self.typesetter = typesetter
    self.frame = frame
    self.top = top
    let rows = (charts.count + Self.perRow - 1) / Self.perRow
    bottom = top + Double(rows) * Self.height + Double(rows - 1) * 14
    typesetter.subject = "the title of a chart"
    for chart in charts { _ = typesetter.block(ShownText.of(chart.title), titleFont, width: 1000) }
  }

  func draw(on canvas: Canvas, _ palette: Palette, _ data: [ChartData]) {
    let perRow = min(Self.perRow, charts.count)
    let width = (frame.width - Double(perRow - 1) * Self.gap) / Double(perRow)
    for (index, chart) in charts.enumerated() where index < data.count {
      let x = frame.left + Double(index % perRow) * (width + Self.gap)
      let y = top + Double(index / perRow) * (Self.height + 14)
      let format = ValueFormat(columns[chart.value].kind, theme.numbers)
      let drawing = ChartDrawing(
        canvas: canvas, palette: palette, typesetter: typesetter, font: font, chart: chart,
        points: data[index].points, format: format, words: theme.words)
      let title = typesetter.block(ShownText.of(chart.title), titleFont, width: width).lines.first
      if let title { canvas.text(title, titleFont, x, y + titleFont.ascent, palette.text) }
      let head = titleFont.lineHeight + 6
      drawing.draw(x, y + head, width, Self.height - head)
    }
  }
}
