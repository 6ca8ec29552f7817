/// Says where on which page each row stands, given their heights one after the other.
package struct Paginator: Sendable, Hashable {
  /// A part of a row that stands on one page.
  package struct Piece: Sendable, Hashable {
    package let startsPage: Bool
    /// Its upper edge, from the top of the page.
    package let y: Double
    /// The lines of the row that stand here.
    package let lines: Range<Int>
  }

  /// How high a row is.
  package struct Extent: Sendable, Hashable {
    package var lines: Int
    package var lineHeight: Double
    /// The space above and below the lines together.
    package var padding: Double

    package init(lines: Int, lineHeight: Double, padding: Double) {
      self.lines = lines
      self.lineHeight = lineHeight
      self.padding = padding
    }

    package var height: Double { height(of: lines) }

    func height(of lines: Int) -> Double { Double(lines) * lineHeight + padding }
  }

  /// How many pages were begun.
  package private(set) var pages = 1
  /// Where the next row would stand.
  package private(set) var y: Double
  /// Where rows begin on pages behind the first one, below what is repeated there.
  package var top: Double
  package let bottom: Double

  private static let fewestLines = 2

  package init(firstTop: Double, top: Double, bottom: Double) {
    y = firstTop
    self.top = top
    self.bottom = bottom
  }

  /// Places a row with room below it for what must stand on the same page, and hands over its pieces.
  ///
  /// A row is cut only where no page is high enough for it.
  package mutating func place(_ extent: Extent, keeping below: Double = 0, _ piece: (Piece) -> Void)
  {
    if y + extent.height + below <= bottom + 0.001 {
      put(extent, 0..<extent.lines, startsPage: false, piece)
      return
    }
    if top + extent.height + below <= bottom {
      put(extent, 0..<extent.lines, startsPage: true, piece)
      return
    }
    var placed = 0
    while placed < extent.lines {
      let fitting = lines(of: extent, below: y)
      let rest = extent.lines - placed
      if fitting >= min(rest, Self.fewestLines) {
        let count = min(rest, fitting)
        put(extent, placed..<placed + count, startsPage: false, piece)
        placed += count
      } else {
        let count = min(rest, max(1, lines(of: extent, below: top)))
        put(extent, placed..<placed + count, startsPage: true, piece)
        placed += count
      }
    }
  }

  private func lines(of extent: Extent, below y: Double) -> Int {
    max(0, Int((bottom - y - extent.padding) / extent.lineHeight))
  }

  private mutating func put(
    _ extent: Extent, _ lines: Range<Int>, startsPage: Bool, _ piece: (Piece) -> Void
  ) {
    if startsPage {
      pages += 1
      y = top
    }
    piece(Piece(startsPage: startsPage, y: y, lines: lines))
    y += extent.height(of: lines.count)
  }
}
