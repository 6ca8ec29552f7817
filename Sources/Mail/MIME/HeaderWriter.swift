/// Writes header fields in lines of 78 characters at most where their words allow it.
struct HeaderWriter {
  private(set) var bytes: [UInt8] = []

  /// Writes a field of words between which its line may be folded.
  mutating func field(_ name: String, words: [String]) {
    var line = name + ":"
    for (index, word) in words.enumerated() {
      if index > 0, line.utf8.count + 1 + word.utf8.count > lineLimit {
        bytes += Array(line.utf8) + [13, 10]
        line = ""
      }
      line += " " + word
    }
    bytes += Array(line.utf8) + [13, 10]
  }

  /// Writes a field of free text, encoded where it is more than words of ASCII.
  mutating func field(_ name: String, text: String) {
    let room = lineLimit - name.utf8.count - 2
    let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard isPlain(text), words.allSatisfy({ (1...room).contains($0.utf8.count) }) else {
      return field(name, words: encodedWords(text, firstLimit: min(room, 75)))
    }
    field(name, words: words)
  }

  /// Writes a field of mailboxes.
  mutating func field(_ name: String, mailboxes: [Mailbox]) {
    var words: [String] = []
    for (index, mailbox) in mailboxes.enumerated() {
      let comma = index < mailboxes.count - 1 ? "," : ""
      let nameWords = phrase(mailbox.name, firstLimit: lineLimit - name.utf8.count - 2)
      let address = nameWords.isEmpty ? mailbox.address.text : "<\(mailbox.address.text)>"
      words += nameWords + [address + comma]
    }
    field(name, words: words)
  }

  mutating func end() { bytes += [13, 10] }
}

private let lineLimit = 78

private func isPlain(_ text: String) -> Bool {
  text.utf8.allSatisfy { (32..<127).contains($0) } && !text.contains("=?")
}

/// Returns a name as words of a header: atoms, a quoted string, or encoded words.
private func phrase(_ name: String?, firstLimit: Int) -> [String] {
  guard let name, !name.isEmpty else { return [] }
  guard isPlain(name), name.utf8.count <= firstLimit - 2 else {
    return encodedWords(name, firstLimit: min(firstLimit, 75))
  }
  let atoms = name.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
  let areAtoms = atoms.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isAtomByte) }
  return areAtoms ? atoms : [quoted(name)]
}

/// Returns a parameter as one or more words that end in semicolons but for the last (RFC 2231).
func parameter(_ name: String, _ value: String) -> [String] {
  // Some readers decode encoded words here too, against RFC 2047.
  let isSimple = isPlain(value) && value.utf8.allSatisfy { $0 != 34 && $0 != 92 }
  if isSimple, name.utf8.count + value.utf8.count <= 60 { return ["\(name)=\"\(value)\""] }
  var parts: [String] = [""]
  for byte in value.utf8 {
    let piece =
      isAlphanumeric(byte) || "-._".utf8.contains(byte)
      ? [byte] : escaped(byte, after: UInt8(ascii: "%"))
    let text = String(decoding: piece, as: UTF8.self)
    if (parts.last?.utf8.count ?? 0) + text.utf8.count > 48 { parts.append("") }
    parts[parts.count - 1] += text
  }
  if parts.count == 1 { return ["\(name)*=utf-8''\(parts[0])"] }
  return parts.enumerated().map { index, part in
    let semicolon = index < parts.count - 1 ? ";" : ""
    return "\(name)*\(index)*=\(index == 0 ? "utf-8''" : "")\(part)\(semicolon)"
  }
}
