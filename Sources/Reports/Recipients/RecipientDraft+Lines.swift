internal import Diagnostics

extension RecipientDraft {
  /// Reads an address a line, or several between commas or semicolons.
  mutating func readLines() {
    let text = String(decoding: file.bytes, as: UTF8.self)
    let lines = text.split(separator: /\r\n|\r|\n/, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      var scalars = Array(line.unicodeScalars)
      if index == 0, scalars.first == "\u{FEFF}" { scalars.removeFirst() }
      for range in Self.entries(in: scalars) {
        take(
          String(String.UnicodeScalarView(scalars[range])),
          at: SourceLocation(file: file, line: index + 1, column: range.lowerBound + 1))
      }
    }
  }

  /// The places of what stands between commas and before a comment, without blanks at its edges.
  private static func entries(in line: [Unicode.Scalar]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var (start, isQuoted, isEscaped, isOver) = (0, false, false, false)
    func close(at end: Int) {
      var range = start..<end
      while let first = range.first, isBlank(line[first]) { range = range.dropFirst() }
      while let last = range.last, isBlank(line[last]) { range = range.dropLast() }
      if !range.isEmpty { ranges.append(range) }
      start = end + 1
    }
    for (place, scalar) in line.enumerated() where !isOver {
      if isQuoted {
        if scalar == "\"", !isEscaped { isQuoted = false }
        isEscaped = scalar == "\\" && !isEscaped
      } else if scalar == "\"" {
        isQuoted = true
      } else if scalar == "," || scalar == ";" {
        close(at: place)
      } else if scalar == "#", place == 0 || isBlank(line[place - 1]) {
        // Within a word it is a character like any other.
        close(at: place)
        isOver = true
      }
    }
    if !isOver { close(at: line.count) }
    return ranges
  }
}

private func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }
