internal import CDrawing

/// What stands above the table on the first page: title, subtitle, links, logo and charts.
struct ReportHead {
  private let titleFont: PlainFont
  private let subtitleFont: PlainFont
  private let title: TextBlock
  private let subtitle: TextBlock
  private let links: [(line: TextLine, url: String)]
  private let logo: Picture?
  private let logoWidth: Double
  private let frame: PageFrame
  private let ruleY: Double
  private let charts: ChartRow?
  /// Where the table begins.
  let bottom: Double

  private static let (titleSize, subtitleSize) = (19.0, 9.5)
  private static let (logoHeight, widestLogo) = (40.0, 150.0)

  init(
    _ document: ReportDocument, _ logo: Picture?, _ frame: PageFrame, _ typesetter: Typesetter
  ) throws(ReportError) {
    titleFont = try typesetter.font(Self.titleSize, isBold: true)
    subtitleFont = try typesetter.font(Self.subtitleSize)
    logoWidth = logo.map(Self.width) ?? 0
    let room = frame.width - (logoWidth > 0 ? logoWidth + 20 : 0)
    typesetter.subject = "the title"
    title = typesetter.block(
      ShownText.cut(ShownText.of(document.title), to: 300) ?? ShownText.of(document.title),
      titleFont, width: room)
    typesetter.subject = "the subtitle"
    let text = ShownText.of(document.subtitle)
    subtitle =
      text.isEmpty
      ? TextBlock(lines: [])
      : typesetter.block(ShownText.cut(text, to: 600) ?? text, subtitleFont, width: room)
    typesetter.subject = "a link"
    var links: [(line: TextLine, url: String)] = []
    for link in document.links {
      guard
        let line = typesetter.block(ShownText.of(link.text), subtitleFont, width: room).lines.first
      else { continue }
      guard WebAddress.isOne(link.url) else {
        throw ReportError(
          "link-invalid", "the link \(ShownText.of(link.text)) leads to no http or https address")
      }
      links.append((line, link.url))
    }
    self.links = links
    self.logo = logo
    self.frame = frame
    let lines = Double(subtitle.lines.count + (links.isEmpty ? 0 : 1))
    var y = frame.margin + Double(title.lines.count) * titleFont.lineHeight
    y += lines * subtitleFont.lineHeight + 3
    ruleY = max(y, frame.margin + (logo == nil ? 0 : Self.logoHeight + 4)) + 4
    charts =
      document.charts.isEmpty
      ? nil : try ChartRow(document, typesetter, frame, top: ruleY + 14)
    bottom = (charts?.bottom ?? ruleY) + 14
  }

  func draw(on canvas: Canvas, _ palette: Palette, _ data: [ChartData]) {
    var y = frame.margin
    canvas.tagged("H1") {
      for line in title.lines {
        canvas.text(line, titleFont, frame.left, y + titleFont.ascent, palette.text)
        y += titleFont.lineHeight
      }
    }
    y += 3
    for line in subtitle.lines {
      canvas.text(line, subtitleFont, frame.left, y + subtitleFont.ascent, palette.muted)
      y += subtitleFont.lineHeight
    }
    var x = frame.left
    for link in links {
      canvas.linked(to: link.url) {
        canvas.text(link.line, subtitleFont, x, y + subtitleFont.ascent, palette.accent)
      }
      x += link.line.width + 14
    }
    if let logo { canvas.draw(logo, frame.right - logoWidth, frame.margin, logoWidth) }
    canvas.rule(frame.left, ruleY, frame.width, palette.accent, thickness: 1.5)
    charts?.draw(on: canvas, palette, data)
  }

  private static func width(_ logo: Picture) -> Double {
    min(widestLogo, logoHeight * Double(logo.width) / Double(logo.height))
  }
}

/// Tells addresses of the web from other texts.
enum WebAddress {
  static func isOne(_ text: String) -> Bool {
    (text.hasPrefix("https://") || text.hasPrefix("http://")) && text.utf8.count < 2000
      && text.utf8.allSatisfy { $0 > 32 && $0 < 127 }
  }
}
