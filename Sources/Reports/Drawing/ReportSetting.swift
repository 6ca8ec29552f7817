/// What both readings of the rows go by.
struct ReportSetting {
  let typesetter: Typesetter
  let plan: TablePlan
  let head: ReportHead
  let furniture: PageFurniture
  let frame: PageFrame

  init(
    _ document: ReportDocument, _ sample: [[String]], isWhole: Bool, logo: Picture?,
    _ library: DrawingLibrary
  ) throws(ReportError) {
    let theme = document.theme
    typesetter = try Typesetter(
      library, families: theme.fonts, files: theme.fontFiles,
      missingGlyphs: document.missingGlyphs)
    var frame = PageFrame(theme)
    plan = try TablePlan(
      document, sample, isWhole: isWhole, typesetter, left: frame.left, width: frame.width)
    head = try ReportHead(document, logo, frame, typesetter)
    furniture = try PageFurniture(document, typesetter)
    frame.firstTop = head.bottom
    self.frame = frame
    let room = frame.bottom - max(frame.firstTop, frame.laterTop) - plan.headerHeight
    guard room >= 4 * plan.font.lineHeight else {
      throw ReportError(
        "page-full", "title, charts and labels leave no room for rows on the page",
        hint: "shorten them, or take larger paper")
    }
  }
}

extension ReportSetting {
  var totalsHeight: Double { plan.bold.lineHeight + 2 * TablePlan.padding + 2 }
  var groupPadding: Double { 12 }
  var groupHeight: Double { plan.groupFont.lineHeight + groupPadding }
  /// Where rows begin on pages behind the first one, where no heading is repeated.
  var continuedTop: Double { frame.laterTop + plan.headerHeight }
}
