/// How many durations fell between which bounds, and what they add up to.
package struct Histogram: Sendable, Hashable {
  /// The upper bounds, in seconds, in ascending order.
  package let bounds: [Double]
  /// How many were at most as long as the bound of the same place, and longer than the one before;
  /// the last are those beyond every bound.
  package private(set) var counts: [Int]
  /// How many seconds all of them took together.
  package private(set) var seconds = 0.0

  package init(bounds: [Double]) {
    self.bounds = bounds
    counts = [Int](repeating: 0, count: bounds.count + 1)
  }

  /// Takes up a duration.
  package mutating func observe(_ time: Duration) {
    let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
    counts[bounds.firstIndex { seconds <= $0 } ?? bounds.count] += 1
    self.seconds += seconds
  }
}
