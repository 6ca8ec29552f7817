/// A cell that is set.
struct CellShape {
  let text: String
  /// As it stands in the export.
  let raw: String
  let width: Double
  /// How far a number stands from the right so that points are below one another.
  let shift: Double
  var block: TextBlock?
  var tone: Highlight.Tone?

  /// Draws the lines that belong to a piece of the row.
  func draw(
    on canvas: Canvas, _ font: PlainFont, _ column: TablePlan.Column, _ piece: Paginator.Piece,
    _ colour: Colour, padding: Double = TablePlan.padding
  ) {
    var y = piece.y + padding + font.ascent
    guard let block else {
      guard piece.lines.lowerBound == 0, !text.isEmpty else { return }
      var text = text
      let x = column.x(of: width + shift)
      text.withUTF8 { canvas.plain($0, font, x, y, colour) }
      return
    }
    for line in block.lines[piece.lines.clamped(to: 0..<block.lines.count)] {
      canvas.text(line, font, column.x(of: line.width), y, colour)
      y += font.lineHeight
    }
  }
}

extension TablePlan.Column {
  /// Returns where text of a width begins.
  func x(of textWidth: Double) -> Double {
    switch column.alignment {
    case .left: x + TablePlan.gap
    case .center: x + (width - textWidth) / 2
    case .right: x + width - TablePlan.gap - textWidth
    }
  }
}
