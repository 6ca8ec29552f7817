/// The two alphabets of RFC 4648: the plain one with padding, the URL's own without.
package enum Base64: Sendable {
  case standard, url

  /// Writes bytes as text, padded with `=` only in the standard alphabet.
  package func encode(_ bytes: some Collection<UInt8>) -> String {
    var text: [UInt8] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let group = [UInt8](rest.prefix(3))
      rest = rest.dropFirst(3)
      text.append(contentsOf: encode(group: group))
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads text back, or returns nil where it has a foreign character, wrong padding or loose bits.
  package func decode(_ text: String) -> [UInt8]? {
    let digits = text.utf8.prefix { $0 != padding }
    let padded = text.utf8.count - digits.count
    guard text.utf8.dropFirst(digits.count).allSatisfy({ $0 == padding }),
      digits.count % 4 != 1, padded == expectedPadding(digits: digits.count)
    else { return nil }
    let values = digits.compactMap(value(of:))
    guard values.count == digits.count else { return nil }
    return bytes(of: values)
  }

  private func encode(group: [UInt8]) -> [UInt8] {
    let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
    let digits = (0...group.count).map { alphabet[bits >> (18 - 6 * $0) & 63] }
    let missing = self == .standard ? 3 - group.count : 0
    return digits + [UInt8](repeating: padding, count: missing)
  }

  private func bytes(of values: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    var (bits, width) = (0, 0)
    for value in values {
      (bits, width) = (bits << 6 | Int(value), width + 6)
      guard width >= 8 else { continue }
      width -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> width))
      bits &= (1 << width) - 1
    }
    return bits == 0 ? bytes : nil
  }

  private func expectedPadding(digits: Int) -> Int {
    self == .standard ? (4 - digits % 4) % 4 : 0
  }

  private var alphabet: [UInt8] { self == .standard ? standardAlphabet : urlAlphabet }

  private func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): digit - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0") + 52
    case alphabet[62]: 62
    case alphabet[63]: 63
    default: nil
    }
  }
}

private let padding = UInt8(ascii: "=")
private let alphanumerics = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
private let standardAlphabet = [UInt8]((alphanumerics + "+/").utf8)
private let urlAlphabet = [UInt8]((alphanumerics + "-_").utf8)
