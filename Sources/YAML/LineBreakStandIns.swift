/// Keeps three characters from being taken for line breaks.
///
/// Libyaml follows YAML 1.1, where U+0085, U+2028 and U+2029 end a line; in YAML 1.2 they are
/// ordinary. While it reads, other characters that the text does not have stand in for them.
struct LineBreakStandIns {
  private static let breaks: [Unicode.Scalar] = ["\u{85}", "\u{2028}", "\u{2029}"]
  private let standIns: [Unicode.Scalar: Unicode.Scalar]
  private let originals: [Unicode.Scalar: Unicode.Scalar]

  init(for bytes: [UInt8]) {
    guard Self.mayHaveBreaks(bytes) else {
      (standIns, originals) = ([:], [:])
      return
    }
    let used = Set(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    let free = (UInt32(0xE000)...0xF8FF).lazy.compactMap(Unicode.Scalar.init)
      .filter { !used.contains($0) }
    let pairs = Array(zip(Self.breaks.filter(used.contains), free))
    standIns = Dictionary(uniqueKeysWithValues: pairs)
    originals = Dictionary(uniqueKeysWithValues: pairs.map { ($1, $0) })
  }

  private static func mayHaveBreaks(_ bytes: [UInt8]) -> Bool {
    zip(bytes, bytes.dropFirst()).contains {
      ($0 == 0xC2 && $1 == 0x85) || ($0 == 0xE2 && $1 == 0x80)
    }
  }

  func applied(to bytes: [UInt8]) -> [UInt8] {
    guard !standIns.isEmpty else { return bytes }
    return Array(Self.exchange(String(decoding: bytes, as: UTF8.self), by: standIns).utf8)
  }

  func removed(from text: String) -> String {
    originals.isEmpty ? text : Self.exchange(text, by: originals)
  }

  private static func exchange(
    _ text: String, by others: [Unicode.Scalar: Unicode.Scalar]
  ) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { others[$0] ?? $0 }))
  }
}
