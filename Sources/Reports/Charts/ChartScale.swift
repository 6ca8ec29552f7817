/// Round numbers from zero or below up to what a chart shows at most.
package struct ChartScale: Sendable, Hashable {
  package let ticks: [Double]

  /// Chooses about `count` steps of 1, 2 or 5 times a power of ten.
  package init(_ values: [Double], count: Int = 4) {
    let high = max(0, values.max() ?? 0)
    let low = min(0, values.min() ?? 0)
    let span = high > low ? high - low : 1
    let raw = span / Double(count)
    var step = 1.0
    while step < raw { step *= 10 }
    while step / 10 >= raw { step /= 10 }
    step = [0.1, 0.2, 0.5, 1].map { $0 * step }.first { $0 >= raw * 0.999 } ?? step
    let first = (low / step).rounded(.down)
    let last = max(first + 1, (high / step - 0.001).rounded(.up))
    ticks = stride(from: first, through: last, by: 1).map { $0 * step }
  }

  /// Returns where a value stands between the ends, 0...1.
  package func place(_ value: Double) -> Double {
    guard let low = ticks.first, let high = ticks.last, high > low else { return 0 }
    return (value - low) / (high - low)
  }
}
