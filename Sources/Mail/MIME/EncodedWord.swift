/// Returns text as words of RFC 2047, none longer than its limit, each of whole characters.
///
/// The first limit is for the word that stands behind the name of its header.
func encodedWords(_ text: String, firstLimit: Int, limit: Int = 75) -> [String] {
  // What is mostly ASCII can be read without decoding in the quoted form.
  let form: WordForm = quotedCost(text) <= base64Cost(text) * 3 / 2 ? .quoted : .base64
  var words: [String] = []
  var bytes: [UInt8] = []
  for character in text {
    for part in pieces(of: character) {
      let room = words.isEmpty ? firstLimit : limit
      if !bytes.isEmpty, form.length(of: bytes + part) > room {
        words.append(form.word(bytes))
        bytes = []
      }
      bytes += part
    }
  }
  words.append(form.word(bytes))
  return words
}

/// Returns a character whole, or scalar by scalar where it is longer than a word should be.
private func pieces(of character: Character) -> [[UInt8]] {
  let whole = Array(character.utf8)
  return whole.count <= 15 ? [whole] : character.unicodeScalars.map { Array($0.utf8) }
}

private func quotedCost(_ text: String) -> Int {
  text.utf8.reduce(0) { $0 + (isPlainInWord($1) ? 1 : 3) }
}

private func base64Cost(_ text: String) -> Int { (text.utf8.count + 2) / 3 * 4 }

/// The two ways in which a word can be written.
private enum WordForm {
  case quoted, base64

  func length(of bytes: [UInt8]) -> Int { 12 + content(bytes).utf8.count }

  func word(_ bytes: [UInt8]) -> String {
    "=?utf-8?\(self == .quoted ? "q" : "b")?\(content(bytes))?="
  }

  private func content(_ bytes: [UInt8]) -> String {
    switch self {
    case .base64: base64Text(bytes)
    case .quoted:
      String(
        decoding: bytes.flatMap { byte -> [UInt8] in
          if byte == 32 { return [UInt8(ascii: "_")] }
          return isPlainInWord(byte) ? [byte] : escaped(byte, after: UInt8(ascii: "="))
        }, as: UTF8.self)
    }
  }
}

/// Tells whether a byte stands for itself, also in a word that is part of a name, or is a space.
private func isPlainInWord(_ byte: UInt8) -> Bool {
  isAlphanumeric(byte) || byte == 32 || "!*+-/".utf8.contains(byte)
}

/// Returns a byte as a mark and two hexadecimal digits.
func escaped(_ byte: UInt8, after mark: UInt8) -> [UInt8] {
  [mark, upperHexDigit(byte >> 4), upperHexDigit(byte & 15)]
}

private func upperHexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 55 + value }
