/// The `name=value; …` of DKIM and DMARC records (RFC 6376, 3.2).
struct TagList: Sendable {
  private(set) var tags: [(name: String, value: String)] = []

  /// Reads a record; a fault is a part of a sentence.
  init(_ text: String) throws(RecordFault) {
    let parts = text.split(separator: ";", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      let part = part.trimmingSpace
      if part.isEmpty, index == parts.count - 1 { break }
      guard let equals = part.firstIndex(of: "=") else {
        throw RecordFault("\"\(shown(part))\" is no name=value")
      }
      let name = String(part[..<equals].trimmingSpace)
      let value = String(part[part.index(after: equals)...].trimmingSpace)
      guard !name.isEmpty, name.utf8.allSatisfy({ isAlphanumeric($0) || $0 == 0x5F }) else {
        throw RecordFault("\"\(shown(name))\" is no name of a tag")
      }
      guard self[name] == nil else { throw RecordFault("\(shown(name))= stands there twice") }
      tags.append((name, value))
    }
  }

  subscript(name: String) -> String? { tags.first { $0.name == name }?.value }
}

/// Says what is wrong with a record, as a part of a sentence.
struct RecordFault: Error, Sendable, Hashable {
  let message: String

  init(_ message: String) { self.message = message }
}

extension StringProtocol {
  /// The text without spaces, tabs and line breaks at its ends.
  var trimmingSpace: SubSequence {
    let isSpace = { (character: Character) in character.isWhitespace }
    guard let start = firstIndex(where: { !isSpace($0) }),
      let end = lastIndex(where: { !isSpace($0) })
    else { return self[endIndex...] }
    return self[start...end]
  }
}

/// Returns somebody else's text as it may stand in a sentence: printable, and not too long.
func shown(_ text: some StringProtocol) -> String {
  var scalars = String.UnicodeScalarView()
  for scalar in text.unicodeScalars.prefix(80) {
    scalars.append(scalar.value >= 32 && scalar.value < 127 ? scalar : "?")
  }
  return String(scalars) + (text.unicodeScalars.count > 80 ? "…" : "")
}
