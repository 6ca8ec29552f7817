import Reports
import Testing

@Suite struct ColumnWidthsTests {
  private typealias Need = ColumnWidths.Need

  @Test func `columns take what they need, and text takes what is left over`() {
    let widths = ColumnWidths(
      [Need(least: 20, natural: 60), Need(least: 40, natural: 40, stretches: false)], room: 200)
    #expect(widths.widths == [160, 40] && widths.scale == 1)
  }

  @Test func `what is missing is taken from those that can wrap`() {
    let widths = ColumnWidths(
      [Need(least: 30, natural: 130), Need(least: 50, natural: 50)], room: 100)
    #expect(widths.widths == [50, 50])
  }

  @Test func `given widths stay`() {
    let needs = [
      Need(least: 10, natural: 10, width: .points(70)),
      Need(least: 10, natural: 10, width: .share(0.25)), Need(least: 10, natural: 30),
    ]
    #expect(ColumnWidths(needs, room: 200).widths == [70, 50, 80])
  }

  @Test func `the text shrinks where words would break, as far as it may`() {
    let needs = [Need](repeating: Need(least: 50, natural: 80), count: 5)
    let shrunk = ColumnWidths(needs, room: 200, smallestScale: 0.6)
    #expect(shrunk.scale == 0.8)
    #expect(shrunk.widths.allSatisfy { abs($0 - 40) < 0.001 })
    let crowded = ColumnWidths(needs, room: 100, smallestScale: 0.6)
    #expect(crowded.scale == 0.6)
    #expect(abs(crowded.widths.reduce(0, +) - 100) < 0.001)
  }

  @Test func `columns always fill the room and are never narrower than nothing`() {
    for _ in 0..<500 {
      let needs = (0..<Int.random(in: 1...12)).map { _ in
        Need(
          least: .random(in: 5...80), natural: .random(in: 5...300), stretches: .random())
      }
      let widths = ColumnWidths(needs, room: 500, smallestScale: 0.7).widths
      #expect(abs(widths.reduce(0, +) - 500) < 0.01, "\(needs)")
      #expect(widths.allSatisfy { $0 > 0 }, "\(needs)")
    }
  }

  @Test func `a few very long cells do not say how wide their column is`() {
    #expect(ColumnWidths.natural([Double](repeating: 20, count: 99) + [4000]) == 30)
    #expect(ColumnWidths.natural([20, 25, 22]) == 25)
    #expect(ColumnWidths.natural([]) == 0)
  }
}
