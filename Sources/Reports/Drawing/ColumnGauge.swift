/// Finds out how much room a column needs.
struct ColumnGauge {
  let column: ReportColumn
  let format: ValueFormat
  let words: ReportWords
  let limit: Int
  let room: Double
  private(set) var decimals = 0
  private var widths: [Double] = []
  private var least = 0.0
  private var total = TotalAccumulator()

  /// What a column of text takes of the room at most before it wraps.
  private static let largestShare = 0.45
  private static let largestWord = 0.22

  init(_ column: ReportColumn, _ theme: ReportTheme, limit: Int, room: Double) {
    self.column = column
    self.limit = limit
    self.room = room
    format = ValueFormat(column.kind, theme.numbers)
    words = theme.words
  }

  mutating func add(_ raw: String, _ typesetter: Typesetter, _ font: PlainFont) {
    let number = format.number(raw)
    if column.total != nil { total.add(raw, number) }
    let shown = ShownText.of(format.text(raw, number))
    let text = ShownText.cut(shown, to: min(limit, 400)) ?? shown
    var width = width(text, typesetter, font)
    if let places = format.decimals(number) {
      width = widthToPoint(width, places, typesetter, font)
    }
    widths.append(width)
    least = max(least, column.kind == .text ? widestWord(text, width, typesetter, font) : width)
  }

  func need(_ typesetter: Typesetter, _ bold: PlainFont, isWhole: Bool) -> ColumnWidths.Need {
    let padding = 2 * TablePlan.gap
    var natural = ColumnWidths.natural(widths)
    var least = min(least, natural)
    let parts = column.label.split { $0 == " " || $0 == "\n" }
    least = max(least, parts.map { width(String($0), typesetter, bold) }.max() ?? 0)
    natural = max(natural, width(column.label, typesetter, bold) * 0.7)
    if let kind = column.total, let value = total.value(kind) {
      // Rows that are not in the sample make a sum longer.
      let longer = isWhole || kind != .sum ? "" : "000,0"
      let text = TotalText.of(value, kind, format, words) + longer
      least = max(least, width(text, typesetter, bold))
    }
    if column.kind == .text {
      least = min(least, room * Self.largestWord)
      natural = min(natural, room * Self.largestShare)
    }
    return ColumnWidths.Need(
      least: least + padding, natural: natural + padding, width: column.width,
      stretches: column.kind == .text)
  }

  /// Returns how wide a number is with as many decimals as any, since points stand below one another.
  private mutating func widthToPoint(
    _ width: Double, _ places: Int, _ typesetter: Typesetter, _ font: PlainFont
  ) -> Double {
    var digit = "0"
    let step = typesetter.plainWidth(&digit, font) ?? font.size
    let point = places == 0 ? step : 0
    if places > decimals {
      // Those before had room for fewer.
      let added = Double(places - decimals) * step + (decimals == 0 ? step : 0)
      for index in widths.indices { widths[index] += added }
      if !widths.isEmpty { least += added }
      decimals = places
    }
    return width + Double(decimals - places) * step + (decimals > 0 ? point : 0)
  }

  private func width(_ text: String, _ typesetter: Typesetter, _ font: PlainFont) -> Double {
    var text = text
    return typesetter.plainWidth(&text, font) ?? typesetter.unwrapped(text, font).width
  }

  private func widestWord(
    _ text: String, _ width: Double, _ typesetter: Typesetter, _ font: PlainFont
  ) -> Double {
    let words = text.split { $0 == " " || $0 == "\n" }
    guard words.count > 1 else {
      var text = text
      // Scripts without spaces break between most characters.
      return typesetter.plainWidth(&text, font) != nil ? width : min(width, font.size * 8)
    }
    return words.reduce(0) {
      var word = String($1)
      return max($0, typesetter.plainWidth(&word, font) ?? min(width, font.size * 8))
    }
  }
}
