internal import Diagnostics

/// The source line of a place, cut to what fits, and how far below it the caret stands to the right.
struct Excerpt {
  let text: String
  let caret: Int

  /// One character of the line as it is shown.
  private struct Cell {
    let shown: String
    let columns: Int
    let scalars: Int

    init(_ character: Character) {
      shown = character == "\t" ? "    " : String(character).withoutControls
      columns = shown.columns
      scalars = character.unicodeScalars.count
    }
  }

  init?(of location: SourceLocation, in lines: inout SourceLines, width: Int) {
    guard let line = lines.line(of: location) else { return nil }
    let cells = line.map(Cell.init)
    let target = Self.index(of: location.column - 1, in: cells)
    let indentation = cells.firstIndex { $0.shown != " " } ?? 0
    let start = Self.start(min(indentation, target), target, cells, width)
    let end = Self.end(start, cells, width)
    let head = start > min(indentation, target) ? "…" : ""
    text =
      head + cells[start..<end].map(\.shown).joined() + (end < cells.count ? "…" : "")
    caret = head.columns + cells[start..<max(start, min(target, end))].reduce(0) { $0 + $1.columns }
  }

  /// Returns the cell that holds a scalar of the line, or the end.
  private static func index(of scalar: Int, in cells: [Cell]) -> Int {
    var rest = scalar
    for (index, cell) in cells.enumerated() {
      rest -= cell.scalars
      if rest < 0 { return index }
    }
    return cells.count
  }

  /// Returns where to begin, so that the caret's column is in sight with half of the room before it.
  private static func start(_ first: Int, _ target: Int, _ cells: [Cell], _ width: Int) -> Int {
    let before = cells[first..<target].reduce(0) { $0 + $1.columns }
    guard before > width - 10 else { return first }
    var start = target
    var room = width / 2
    while start > first, room >= cells[start - 1].columns {
      start -= 1
      room -= cells[start].columns
    }
    return start
  }

  private static func end(_ start: Int, _ cells: [Cell], _ width: Int) -> Int {
    var room = width
    return cells[start...].firstIndex { cell in
      room -= cell.columns
      return room < 0
    } ?? cells.count
  }
}
