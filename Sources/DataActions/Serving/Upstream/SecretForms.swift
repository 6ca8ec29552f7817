internal import Crypto
internal import World

/// The forms in which secrets may come back, apart from escapes: as they are, in part, in base64, in
/// hexadecimal digits.
struct SecretForms {
  /// What is looked for, the longest first.
  let needles: [[UInt8]]

  /// How short a part of a secret is left alone, since it would cover words that are none.
  static let leastPart = 6

  init(_ secrets: [Secret]) {
    var found: Set<[UInt8]> = []
    for secret in secrets {
      secret.reveal { text in
        let parts = Self.parts(of: text).filter { $0.utf8.count >= Self.leastPart }
        for form in [text] + parts { found.formUnion(Self.forms(of: Array(form.utf8))) }
      }
    }
    needles = found.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
  }

  private static func forms(of bytes: [UInt8]) -> [[UInt8]] {
    let padded = Array(Base64.standard.encode(bytes).utf8)
    let hex = bytes.hex
    return [
      bytes, calm(bytes), padded, padded.filter { $0 != UInt8(ascii: "=") },
      Array(Base64.url.encode(bytes).utf8), Array(hex.utf8), Array(hex.uppercased().utf8),
    ]
  }

  /// Returns what in the value of a field is a secret by itself: what stands behind the word for its
  /// scheme, the values of cookies and parameters, the user and password of `Basic`.
  private static func parts(of text: String) -> [String] {
    var parts: [String] = []
    let halves = text.split(separator: " ", maxSplits: 1)
    if halves.count == 2 {
      parts.append(String(halves[1]))
      if halves[0].lowercased() == "basic", let pair = Base64.standard.decode(String(halves[1])) {
        let pair = String(decoding: pair, as: UTF8.self)
        parts += [pair] + pair.split(separator: ":", maxSplits: 1).map(String.init)
      }
    }
    for (index, item) in text.split(whereSeparator: { " ,;".contains($0) }).enumerated() {
      // The first word may be that of a scheme, which everybody knows.
      if index > 0 { parts.append(String(item)) }
      let named = item.split(separator: "=", maxSplits: 1)
      if named.count == 2 { parts.append(named[1].trimming("\"")) }
    }
    return parts
  }
}

extension Substring {
  /// The text without a character at its ends.
  fileprivate func trimming(_ character: Character) -> String {
    var text = drop { $0 == character }
    while text.last == character { text.removeLast() }
    return String(text)
  }
}
