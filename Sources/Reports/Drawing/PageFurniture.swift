/// What stands around the table on each page.
struct PageFurniture {
  private let typesetter: Typesetter
  private let font: PlainFont
  private let bold: PlainFont
  private let document: ReportDocument

  init(_ document: ReportDocument, _ typesetter: Typesetter) throws(ReportError) {
    font = try typesetter.font(PageFrame.furnitureSize)
    bold = try typesetter.font(PageFrame.furnitureSize, isBold: true)
    self.typesetter = typesetter
    self.document = document
  }

  /// Draws header and footer of a page; where there is no canvas it only looks for characters that no font has.
  func draw(on canvas: Canvas?, _ frame: PageFrame, page: Int, of pages: Int) {
    let palette = document.theme.palette
    func fill(_ template: String) -> String {
      ShownText.of(
        template.replacing("{page}", with: "\(page)").replacing("{pages}", with: "\(pages)")
          .replacing("{title}", with: document.title)
          .replacing("{subtitle}", with: document.subtitle))
    }
    typesetter.subject = "the header"
    if page > 1 {
      let title = typesetter.line(fill(document.theme.header), font, width: frame.width / 2)
      canvas?.text(
        title, font, frame.right - title.width, frame.margin + font.ascent - 4, palette.muted)
      let name = typesetter.line(ShownText.of(document.title), bold, width: frame.width / 2 - 10)
      canvas?.text(name, bold, frame.left, frame.margin + bold.ascent - 4, palette.text)
      canvas?.rule(frame.left, frame.margin + 10, frame.width, palette.rule)
    }
    typesetter.subject = "the footer"
    let number = typesetter.line(fill(document.theme.pageText), font, width: frame.width / 2)
    canvas?.text(number, font, frame.right - number.width, frame.footer, palette.muted)
    let text = typesetter.line(
      fill(document.theme.footer), font, width: frame.width - number.width - 20)
    canvas?.text(text, font, frame.left, frame.footer, palette.muted)
  }
}
