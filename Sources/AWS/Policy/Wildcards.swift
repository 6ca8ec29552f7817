/// One step of a text with wildcards.
enum WildcardToken: Sendable, Hashable {
  case byte(UInt8)
  /// `?`: one character.
  case one
  /// `*`: any number of characters.
  case any

  /// Returns the tokens of a plain text, in which nothing is a wildcard.
  static func literal(_ text: String) -> [WildcardToken] { text.utf8.map { .byte($0) } }
}

extension Array<WildcardToken> {
  /// Tells whether a text in UTF-8 is one that the wildcards stand for.
  ///
  /// Only the last `*` is ever gone back to, so the time is bounded by the product of the lengths.
  func matches(_ text: ArraySlice<UInt8>) -> Bool {
    var (place, position) = (text.startIndex, startIndex)
    var star: (position: Int, place: Int)?
    while place < text.endIndex {
      if position < endIndex, self[position] == .any {
        star = (position, place)
        position += 1
      } else if position < endIndex, let next = step(self[position], text, place) {
        (place, position) = (next, position + 1)
      } else if let last = star {
        star = (last.position, last.place + 1)
        (place, position) = (last.place + 1, last.position + 1)
      } else {
        return false
      }
    }
    return self[position...].allSatisfy { $0 == .any }
  }

  private func step(
    _ token: WildcardToken, _ text: ArraySlice<UInt8>, _ place: Int
  ) -> Int? {
    switch token {
    case .byte(let byte): return byte == text[place] ? place + 1 : nil
    case .one:
      var next = place + 1
      while next < text.endIndex, text[next] & 0xC0 == 0x80 { next += 1 }
      return next
    case .any: return nil
    }
  }

  /// Tells whether an ARN is one that the wildcards stand for, each of its six parts by itself.
  func matchesByPart(_ text: [UInt8]) -> Bool {
    let parts = text.arnParts
    let patterns = split(
      separator: .byte(UInt8(ascii: ":")), maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, patterns.count == 6 else { return false }
    return zip(patterns, parts).allSatisfy { Array($0).matches($1) }
  }

  /// Tells whether a resource is one that the wildcards stand for.
  ///
  /// A wildcard stays in its part of the ARN, unless a `*` at the end of one of the first five parts
  /// goes on over the colons behind it.
  func matchesResource(_ text: [UInt8]) -> Bool {
    guard matches(text[...]) else { return false }
    let colon = WildcardToken.byte(UInt8(ascii: ":"))
    var colons = 0
    var hasWildcards = false
    for position in indices where colons < 5 {
      switch self[position] {
      case colon: colons += 1
      case .any where position + 1 == endIndex || self[position + 1] == colon: return true
      case .any, .one: hasWildcards = true
      case .byte: break
      }
    }
    return !hasWildcards || matchesByPart(text)
  }
}

extension Array<UInt8> {
  fileprivate var arnParts: [ArraySlice<UInt8>] {
    split(separator: UInt8(ascii: ":"), maxSplits: 5, omittingEmptySubsequences: false)
  }
}
