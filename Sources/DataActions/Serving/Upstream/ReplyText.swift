internal import HTTP
package import World

/// Makes of what an external API wrote something that may be shown: one line, short, no secret in it.
package struct ReplyText: Sendable {
  /// How many bytes an upstream's words may have.
  package static let limit = 256

  private let forms: SecretForms
  private static let cover = [UInt8]("***".utf8)

  /// Covers secrets and what in them is one by itself, whatever escapes they come back in.
  package init(_ secrets: [Secret]) {
    forms = SecretForms(secrets)
  }

  /// Returns the text without control characters and secrets, and then at most `limit` bytes of it.
  ///
  /// Secrets are covered before the cut, which could leave a part of one.
  package func shown(_ bytes: [UInt8], limit: Int = limit) -> String {
    var bytes = calm(bytes)
    for needle in forms.needles { bytes = covered(needle, in: bytes) }
    return String(decoding: cut(bytes, to: limit), as: UTF8.self)
  }

  /// Returns the text with its secrets covered; one without any stays as it is.
  func covered(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let covered = forms.needles.reduce(bytes) { self.covered($1, in: $0) }
    return covered == bytes ? text : String(decoding: covered, as: UTF8.self)
  }

  private func covered(_ needle: [UInt8], in text: [UInt8]) -> [UInt8] {
    guard let first = needle.first, text.count >= needle.count else { return text }
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var position = 0
    while position < text.count {
      let byte = text[position]
      if byte == first || EscapedText.isMark(byte),
        let end = EscapedText.end(of: needle[...], in: text, from: position)
      {
        result += Self.cover
        position = end
      } else {
        result.append(byte)
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
    return names.flatMap { headers.all($0) }.map { Secret($0) }
  }
}

/// Repairs UTF-8, replaces control and format characters by one space, and trims the ends.
func calm(_ bytes: [UInt8]) -> [UInt8] {
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
