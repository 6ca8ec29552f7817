/// Reads numbers and names out of a message from anywhere, and never beyond its end.
struct DNSReader {
  private let bytes: [UInt8]
  private(set) var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func byte() -> UInt8? {
    guard place < bytes.count else { return nil }
    defer { place += 1 }
    return bytes[place]
  }

  mutating func number() -> UInt16? {
    guard let high = byte(), let low = byte() else { return nil }
    return UInt16(high) << 8 | UInt16(low)
  }

  mutating func take(_ count: Int) -> [UInt8]? {
    guard count >= 0, count <= bytes.count - place else { return nil }
    defer { place += count }
    return Array(bytes[place..<place + count])
  }

  /// Reads a name, whose end may stand earlier in the message.
  ///
  /// Each reference leads further back than the one before, so that none is followed for ever.
  mutating func name() -> DNSName? {
    var labels: [[UInt8]] = []
    var reader = self
    var (earliest, end, length, jumps) = (place, Int?.none, 1, 0)
    while let count = reader.byte() {
      switch count >> 6 {
      case 0 where count == 0:
        place = end ?? reader.place
        return DNSName(labels: labels)
      case 0:
        guard let label = reader.take(Int(count)) else { return nil }
        length += label.count + 1
        guard length <= 255 else { return nil }
        labels.append(label)
      case 3:
        guard let low = reader.byte() else { return nil }
        let target = Int(count & 0x3f) << 8 | Int(low)
        jumps += 1
        guard target < earliest, jumps <= 128 else { return nil }
        end = end ?? reader.place
        (earliest, reader.place) = (target, target)
      default: return nil
      }
    }
    return nil
  }
}
