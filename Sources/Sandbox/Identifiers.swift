import World

/// Makes identifiers that never repeat within a process, however chance falls.
struct Identifiers: Sendable {
  private var counter: UInt64 = 0

  /// Returns a new identifier in the form of a version 4 UUID.
  mutating func next(_ world: World) -> String {
    counter += 1
    let high = UInt64(world.random() * 0x1p32)
    let middle = UInt64(world.random() * 0x1p12)
    let low = UInt64(world.random() * 0x1p12)
    return
      "\(hex(high, 8))-\(hex(counter >> 32, 4))-4\(hex(middle, 3))-a\(hex(low, 3))-"
      + hex((counter & 0xFFFF_FFFF) << 16 | UInt64(world.random() * 0x1p16), 12)
  }
}

private func hex(_ value: UInt64, _ width: Int) -> String {
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits.suffix(width)
}
