internal import Crypto
internal import HTTP
package import World

/// Makes of what an external API wrote something that may be shown: one line, short, no secret in it.
package struct ReplyText: Sendable {
  /// How many bytes an upstream's words may have.
  package static let limit = 256

  /// What is looked for, the longest first.
  let needles: [[UInt8]]
  private static let cover = [UInt8]("***".utf8)

  /// Covers secrets in the forms they come back in: as they are, percent-encoded, in base64, and in
  /// a JSON text.
  package init(_ secrets: [Secret]) {
    var found: Set<[UInt8]> = []
    for secret in secrets {
      secret.reveal { text in
        let bytes = Array(text.utf8)
        let forms = [
          bytes, calm(bytes), Array(URL.percentEncoded(segment: text).utf8),
          Array(Base64.standard.encode(bytes).utf8), Array(Base64.url.encode(bytes).utf8),
          escaped(bytes),
        ]
        found.formUnion(forms.filter { !$0.isEmpty })
      }
    }
    needles = found.sorted { $0.count > $1.count }
  }

  /// Returns the text without control characters and secrets, and then at most `limit` bytes of it.
  ///
  /// Secrets are covered before the cut, which could leave a part of one.
  package func shown(_ bytes: [UInt8], limit: Int = limit) -> String {
    var bytes = calm(bytes)
    for needle in needles { bytes = covered(needle, in: bytes) }
    return String(decoding: cut(bytes, to: limit), as: UTF8.self)
  }

  private func covered(_ needle: [UInt8], in text: [UInt8]) -> [UInt8] {
    guard text.count >= needle.count else { return text }
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var position = 0
    while position < text.count {
      if text[position] == needle[0], text[position...].starts(with: needle) {
        result += Self.cover
        position += needle.count
      } else {
        result.append(text[position])
        position += 1
      }
    }
    return result
  }
}

extension HTTPRequest {
  /// The values of the fields by which servers know who asks, which must not come back to others.
  var credentials: [Secret] {
    let names = ["Authorization", "Proxy-Authorization", "Cookie", "X-Api-Key", "Api-Key"]
    return names.flatMap { headers.all($0) }.flatMap { value in
      // What stands behind `Bearer` is a secret without it as well.
      [value, value.split(separator: " ").last.map(String.init) ?? ""].map { Secret($0) }
    }
  }
}

/// Repairs UTF-8, replaces control and format characters by one space, and trims the ends.
private func calm(_ bytes: [UInt8]) -> [UInt8] {
  var result: [UInt8] = []
  result.reserveCapacity(bytes.count)
  var isBehindSpace = true
  for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
    let isSpace =
      scalar.isASCII ? scalar.value <= 0x20 || scalar.value == 0x7f : scalar.isUnseen
    if !isSpace {
      result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    } else if !isBehindSpace {
      result.append(0x20)
    }
    isBehindSpace = isSpace
  }
  if result.last == 0x20 { result.removeLast() }
  return result
}

extension Unicode.Scalar {
  fileprivate var isUnseen: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
    default: false
    }
  }
}

/// The first bytes of a text, and no character in half.
private func cut(_ bytes: [UInt8], to limit: Int) -> ArraySlice<UInt8> {
  guard bytes.count > limit else { return bytes[...] }
  var end = limit
  while end > 0, bytes[end] & 0xc0 == 0x80 { end -= 1 }
  return bytes[..<end]
}

/// What a text is in the middle of a JSON string.
private func escaped(_ bytes: [UInt8]) -> [UInt8] {
  bytes.flatMap { byte -> [UInt8] in
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") ? [UInt8(ascii: "\\"), byte] : [byte]
  }
}
