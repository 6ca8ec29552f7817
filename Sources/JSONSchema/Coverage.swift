/// Which members or elements of one value some keyword has already looked at.
struct Coverage {
  /// Whether anybody will ask.
  let isTracked: Bool
  private var isWhole = false
  private var first: UInt64 = 0
  private var further: Set<Int> = []

  static let ignored = Coverage(isTracked: false)
  static let empty = Coverage(isTracked: true)

  private init(isTracked: Bool) { self.isTracked = isTracked }

  /// A new and empty record that is kept if this one is.
  var fresh: Coverage { Coverage(isTracked: isTracked) }

  mutating func insert(_ position: Int) {
    guard isTracked, !isWhole else { return }
    if position < 64 { first |= 1 << UInt64(position) } else { further.insert(position) }
  }

  mutating func insertAll() { isWhole = true }

  mutating func merge(_ other: Coverage) {
    guard isTracked else { return }
    isWhole = isWhole || other.isWhole
    first |= other.first
    further.formUnion(other.further)
  }

  func contains(_ position: Int) -> Bool {
    isWhole || (position < 64 ? first & (1 << UInt64(position)) != 0 : further.contains(position))
  }
}
