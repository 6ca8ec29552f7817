/// How wide columns are, and how much the text must shrink for them to fit.
package struct ColumnWidths: Sendable, Hashable {
  /// What a column needs, in points, its padding counted in.
  package struct Need: Sendable, Hashable {
    /// What its widest word or number takes.
    package var least: Double
    /// What its cells take on one line each, but for the few longest.
    package var natural: Double
    package var width: ReportColumn.Width
    /// Whether it takes room that is left over.
    package var stretches: Bool

    package init(
      least: Double, natural: Double, width: ReportColumn.Width = .automatic,
      stretches: Bool = true
    ) {
      self.least = least
      self.natural = max(least, natural)
      self.width = width
      self.stretches = stretches
    }
  }

  package let widths: [Double]
  /// What the text's size must be multiplied with, at most 1.
  package let scale: Double

  /// Shares the room out; text does not shrink below `smallestScale`, and words break then.
  package init(_ needs: [Need], room: Double, smallestScale: Double = 1) {
    let least = needs.map { $0.fixed(room) ?? $0.least }
    let total = least.reduce(0, +)
    guard total <= room else {
      let scale = max(smallestScale, room / total)
      self.scale = scale
      guard room / total < smallestScale else {
        widths = Self.share(needs.map { $0.scaled(scale) }, room: room)
        return
      }
      widths = least.map { $0 * room / total }
      return
    }
    scale = 1
    widths = Self.share(needs, room: room)
  }

  /// Gives each column what it needs at least, then what it would like, then what is left over.
  private static func share(_ needs: [Need], room: Double) -> [Double] {
    let least = needs.map { $0.fixed(room) ?? $0.least }
    let wished = needs.map { $0.fixed(room) ?? $0.natural }
    let (atLeast, inAll) = (least.reduce(0, +), wished.reduce(0, +))
    if inAll > room {
      let part = max(0, room - atLeast) / (inAll - atLeast)
      return zip(least, wished).map { $0 + ($1 - $0) * part }
    }
    var takers = needs.indices.filter { needs[$0].stretches && needs[$0].fixed(room) == nil }
    if takers.isEmpty { takers = needs.indices.filter { needs[$0].fixed(room) == nil } }
    let weight = takers.reduce(0) { $0 + wished[$1] }
    var result = wished
    for index in takers where weight > 0 {
      result[index] += (room - inAll) * wished[index] / weight
    }
    return result
  }
}

extension ColumnWidths.Need {
  /// The width that the column was given, if it was.
  fileprivate func fixed(_ room: Double) -> Double? {
    switch width {
    case .automatic: nil
    case .points(let points): points
    case .share(let share): share * room
    }
  }

  fileprivate func scaled(_ scale: Double) -> Self {
    var need = self
    need.least *= scale
    need.natural *= scale
    if case .points(let points) = width { need.width = .points(points * scale) }
    if case .share(let share) = width { need.width = .share(share * scale) }
    return need
  }
}

extension ColumnWidths {
  /// Returns the width of the widest cell, unless it is far beyond 95 in a hundred others.
  package static func natural(_ widths: [Double]) -> Double {
    let sorted = widths.sorted()
    guard let widest = sorted.last else { return 0 }
    return min(widest, sorted[(sorted.count - 1) * 95 / 100] * 1.5)
  }
}
