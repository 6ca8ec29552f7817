internal import CDrawing

/// Breaks plain text into lines: at spaces, behind hyphens and slashes, and where a word alone is too wide anywhere.
enum PlainWrapping {
  /// Returns the lines of a text, or nil where it must be shaped.
  static func lines(
    _ text: UnsafeBufferPointer<UInt8>, _ font: PlainFont, width: Double
  ) -> [TextLine]? {
    var lines: [TextLine] = []
    var start = 0
    while true {
      let rest = UnsafeBufferPointer(rebasing: text[start...])
      let end = rest.firstIndex(of: 10) ?? rest.count
      let paragraph = UnsafeBufferPointer(rebasing: rest[..<end])
      guard wrap(paragraph, font, width, &lines) else { return nil }
      guard end < rest.count else { return lines }
      start += end + 1
    }
  }

  private static func wrap(
    _ text: UnsafeBufferPointer<UInt8>, _ font: PlainFont, _ width: Double,
    _ lines: inout [TextLine]
  ) -> Bool {
    let limit = Int32(min(width, 100_000) * Double(GCS_UNITS)) + 1
    var start = 0
    repeat {
      let rest = UnsafeBufferPointer(rebasing: text[start...])
      guard let end = fitting(rest, font, limit) else { return false }
      let seen = trimmed(UnsafeBufferPointer(rebasing: rest[..<end]))
      let line = UnsafeBufferPointer(rebasing: rest[..<seen])
      lines.append(TextLine(content: .plain(Array(line)), width: font.width(line) ?? 0))
      start += end
    } while start < text.count
    return true
  }

  /// Returns how many bytes stand on the first line, the spaces behind them counted in; nil where it must be shaped.
  private static func fitting(
    _ text: UnsafeBufferPointer<UInt8>, _ font: PlainFont, _ limit: Int32
  ) -> Int? {
    var (place, used, lastBreak): (Int, Int32, Int) = (0, 0, 0)
    var end: Int?
    let isPlain = font.walk(text) { _, bytes, advance, kerning in
      guard end == nil else { return }
      used += advance + kerning
      let isSpace = bytes == 1 && text[place] == 32
      if used > limit, !isSpace {
        end = lastBreak > 0 ? lastBreak : max(place, bytes)
        return
      }
      place += bytes
      if isSpace || isHyphen(text, place - bytes, bytes) { lastBreak = place }
    }
    return isPlain ? end ?? text.count : nil
  }

  /// Whether a line may end behind a character that is seen; not between digits, nor before a space.
  private static func isHyphen(
    _ text: UnsafeBufferPointer<UInt8>, _ place: Int, _ bytes: Int
  ) -> Bool {
    guard bytes == 1, place > 0, place + 1 < text.count else { return false }
    let byte = text[place]
    guard byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") else { return false }
    let next = text[place + 1]
    return next > 32 && !(next &- 48 <= 9) && next != UInt8(ascii: "/")
  }

  private static func trimmed(_ line: UnsafeBufferPointer<UInt8>) -> Int {
    var end = line.count
    while end > 0, line[end - 1] == 32 { end -= 1 }
    return end
  }
}
