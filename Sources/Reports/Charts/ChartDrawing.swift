/// Draws one chart into a rectangle.
struct ChartDrawing {
  let canvas: Canvas
  let palette: Palette
  let typesetter: Typesetter
  let font: PlainFont
  let chart: ReportChart
  let points: [ChartData.Point]
  let format: ValueFormat
  let words: ReportWords

  func draw(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
    typesetter.subject = "a chart"
    guard !points.isEmpty else {
      text(words.noData, x, y + font.ascent, palette.muted, width: width)
      return
    }
    switch chart.kind {
    case .bar: bars(x, y, width, height)
    case .line: line(x, y, width, height)
    case .donut: donut(x, y, width, height)
    case .sparkline: sparkline(x, y, width, height)
    }
  }

  private func bars(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
    let values = points.map { max(0, $0.value.double) }
    let widest = max(values.max() ?? 0, .leastNonzeroMagnitude)
    let labels = min(width * 0.4, points.map { line($0.label, width).width }.max() ?? 0)
    let numbers = points.map { line(format.text($0.value, chart.total), width).width }.max() ?? 0
    let room = width - labels - numbers - 14
    let step = min(20, height / Double(points.count))
    for (index, point) in points.enumerated() {
      let top = y + Double(index) * step
      let baseline = top + (step - font.lineHeight) / 2 + font.ascent
      text(point.label, x, baseline, palette.text, width: labels)
      let length = max(0.5, room * values[index] / widest)
      let colour = point.label == words.other ? palette.muted : palette.accent
      canvas.fill(x + labels + 6, top + step * 0.18, length, step * 0.64, colour.tint(0.85))
      let value = format.text(point.value, chart.total)
      text(value, x + labels + 6 + length + 4, baseline, palette.muted, width: numbers + 4)
    }
  }

  private func line(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
    let values = points.map(\.value.double)
    let scale = ChartScale(values)
    let ticks = scale.ticks.map { format.text(ReportNumber(rounding: $0), chart.total) }
    let axis = (ticks.map { line($0, width).width }.max() ?? 0) + 6
    let (left, room) = (x + axis, width - axis)
    let (top, foot) = (y + 4, y + height - font.lineHeight - 3)
    for (tick, label) in zip(scale.ticks, ticks) {
      let height = foot - (foot - top) * scale.place(tick)
      canvas.rule(left, height - 0.25, room, palette.rule)
      let width = line(label, width).width
      text(label, left - 6 - width, height + font.size * 0.35, palette.muted, width: axis)
    }
    let step = room / Double(max(1, points.count - 1))
    let places = values.enumerated().map { index, value in
      (x: left + Double(index) * step, y: foot - (foot - top) * scale.place(value))
    }
    canvas.stroke(places, palette.accent, thickness: 1.4)
    if points.count == 1, let place = places.first { dot(place) }
    if let first = points.first {
      text(first.label, left, foot + 3 + font.ascent, palette.muted, width: room / 2)
    }
    if points.count > 1, let last = points.last {
      let width = line(last.label, room / 2).width
      text(last.label, left + room - width, foot + 3 + font.ascent, palette.muted, width: room / 2)
    }
  }

  private func donut(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
    let values = points.map { max(0, $0.value.double) }
    let whole = max(values.reduce(0, +), .leastNonzeroMagnitude)
    let radius = min(height / 2, width * 0.24)
    var angle = -Double.pi / 2
    let top = y + height / 2 - Double(points.count) * font.lineHeight * 1.25 / 2
    for (index, point) in points.enumerated() {
      let next = angle + values[index] / whole * 2 * .pi
      let colour = shade(index)
      canvas.ring(
        x + radius, y + height / 2, outer: radius, inner: radius * 0.6, from: angle, to: next,
        colour)
      angle = next
      let left = x + 2 * radius + 14
      let baseline = top + Double(index) * font.lineHeight * 1.25 + font.ascent
      canvas.fill(left, baseline - font.size * 0.75, 6, 6, colour)
      let share = ReportNumber(rounding: values[index] / whole * 100).rounded(decimals: 1)
      let number = ValueFormat(.percent(isHundredths: true), format.numbers).text(share)
      text(number, left + 10, baseline, palette.muted, width: width)
      text(point.label, left + 36, baseline, palette.text, width: width - 2 * radius - 50)
    }
  }

  private func sparkline(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
    let values = points.map(\.value.double)
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    let last = format.text(points[points.count - 1].value, chart.total)
    let room = width - line(last, width).width - 10
    let step = room / Double(max(1, points.count - 1))
    let (top, size) = (y + 4, min(height - 8, 36))
    let places = values.enumerated().map { index, value in
      let part = high > low ? (value - low) / (high - low) : 0.5
      return (x: x + Double(index) * step, y: top + size * (1 - part))
    }
    canvas.stroke(places, palette.accent, thickness: 1.2)
    if let end = places.last {
      dot(end)
      text(last, end.x + 7, end.y + font.size * 0.35, palette.text, width: width)
    }
  }

  private func dot(_ place: (x: Double, y: Double)) {
    canvas.ring(place.x, place.y, outer: 2.2, inner: 0, from: 0, to: 2 * .pi, palette.accent)
  }

  /// The colours of a donut: the accent, lighter with each part.
  private func shade(_ index: Int) -> Colour {
    palette.accent.tint(max(0.15, 1 - Double(index) * 0.8 / Double(max(1, points.count - 1))))
  }

  private func line(_ text: String, _ width: Double) -> TextLine {
    typesetter.line(ShownText.of(text), font, width: max(10, width))
  }

  private func text(
    _ text: String, _ x: Double, _ baseline: Double, _ colour: Colour, width: Double
  ) {
    canvas.text(line(text, width + 0.5), font, x, baseline, colour)
  }
}

extension ReportNumber {
  /// Makes the number nearest to one in floating point, to four decimals.
  init(rounding value: Double) {
    self.init(Int128((value * 10_000).rounded()), scale: 4)
    while digits % 10 == 0, scale > 0 { self = ReportNumber(digits / 10, scale: scale - 1) }
  }
}
