internal import JSON

/// The figures an audit gives of a set of durations.
package struct LatencyStatistics: Sendable, Hashable {
  package let count: Int
  package let averageMilliseconds: Double
  /// The nearest-rank 95th percentile: the smallest value that 95 % do not exceed.
  package let p95Milliseconds: Double

  package init(_ samples: [Duration]) {
    let sorted = samples.map { Self.milliseconds($0) }.sorted()
    count = sorted.count
    averageMilliseconds = sorted.isEmpty ? 0 : sorted.reduce(0, +) / Double(sorted.count)
    p95Milliseconds = sorted.isEmpty ? 0 : sorted[Self.nearestRank(95, of: sorted.count)]
  }

  /// Returns the index of a percentile by nearest rank, in whole numbers.
  static func nearestRank(_ percent: Int, of count: Int) -> Int {
    max(0, (percent * count + 99) / 100 - 1)
  }

  private static func milliseconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) * 1000 + Double(duration.components.attoseconds) / 1e15
  }
}

extension Double {
  /// Rounds to two decimal places as the exact binary value demands, ties to the even digit.
  package var roundedToCents: Double {
    var cents = (self * 100).rounded(.down)
    if (-cents).addingProduct(self, 100) < 0 { cents -= 1 }
    if (-(cents + 1)).addingProduct(self, 100) >= 0 { cents += 1 }
    let half = (-(cents + 0.5)).addingProduct(self, 100)
    if half > 0 || (half == 0 && cents.truncatingRemainder(dividingBy: 2) != 0) { cents += 1 }
    return cents / 100
  }
}

extension JSON {
  /// A number with two decimal places at most.
  static func cents(_ value: Double) -> JSON {
    .number(JSONNumber(validated: value.roundedToCents.description))
  }
}
