import Reports
import Testing

@Suite struct PaginatorTests {
  /// Places rows of so many lines of 10 points on pages of 100, and tells where: page:y+lines.
  private func places(_ rows: [(lines: Int, below: Double)], firstTop: Double = 40) -> String {
    var paginator = Paginator(firstTop: firstTop, top: 20, bottom: 100)
    var page = 1
    var result: [String] = []
    for row in rows {
      let extent = Paginator.Extent(lines: row.lines, lineHeight: 10, padding: 0)
      paginator.place(extent, keeping: row.below) { piece in
        if piece.startsPage { page += 1 }
        result.append("\(page):\(Int(piece.y))+\(piece.lines.count)")
      }
    }
    #expect(paginator.pages == page)
    return result.joined(separator: " ")
  }

  @Test func `rows stand below one another until the page is full`() {
    #expect(places([(2, 0), (3, 0), (1, 0), (1, 0)]) == "1:40+2 1:60+3 1:90+1 2:20+1")
  }

  @Test func `a row that fits on one page is not cut`() {
    #expect(places([(3, 0), (8, 0), (1, 0)]) == "1:40+3 2:20+8 3:20+1")
  }

  @Test func `a row that must have others below it goes to the next page with them`() {
    #expect(places([(5, 0), (1, 10), (1, 0)]) == "1:40+5 2:20+1 2:30+1")
  }

  @Test func `a row higher than a page flows over pages, and none of its lines is lost`() {
    #expect(places([(2, 0), (20, 0), (1, 0)]) == "1:40+2 1:60+4 2:20+8 3:20+8 4:20+1")
  }

  @Test func `a row does not begin with a single line at the foot of a page`() {
    #expect(places([(5, 0), (9, 0)]) == "1:40+5 2:20+8 3:20+1")
  }

  @Test func `every line of any rows stands on exactly one page`() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<300 {
      let rows = (0..<20).map { _ in Int.random(in: 1...30, using: &generator) }
      var paginator = Paginator(firstTop: 50, top: 20, bottom: 100)
      var lowest = 0.0
      for lines in rows {
        var next = 0
        let extent = Paginator.Extent(lines: lines, lineHeight: 7, padding: 3)
        paginator.place(extent) { piece in
          if piece.startsPage { lowest = 20 }
          #expect(piece.lines.lowerBound == next && !piece.lines.isEmpty, "\(rows)")
          #expect(piece.y >= lowest, "\(rows)")
          next = piece.lines.upperBound
          lowest = piece.y + Double(piece.lines.count) * 7 + 3
          #expect(lowest <= 100.01, "\(rows)")
        }
        #expect(next == lines, "\(rows)")
      }
    }
  }
}
