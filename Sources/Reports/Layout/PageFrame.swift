/// Where things stand on a page, in points from its upper left corner.
struct PageFrame {
  let size: (width: Double, height: Double)
  let margin: Double
  /// Where the table begins on the first page, and on the others.
  var firstTop: Double
  let laterTop: Double
  /// Where rows end at the latest.
  let bottom: Double
  /// The baseline of the footer.
  let footer: Double

  static let furnitureSize = 7.5

  init(_ theme: ReportTheme) {
    size = theme.pageSize
    margin = theme.margin
    firstTop = margin
    laterTop = margin + 22
    bottom = size.height - margin - 14
    footer = size.height - margin
  }

  var left: Double { margin }
  var right: Double { size.width - margin }
  var width: Double { right - left }
}
