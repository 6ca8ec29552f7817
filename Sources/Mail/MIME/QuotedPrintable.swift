/// Returns text as quoted-printable (RFC 2045), in lines of 76 characters at most that end with CRLF.
///
/// A dot or `From ` that begins a line is escaped too, for relays that take it for something else.
func quotedPrintable(_ text: String) -> [UInt8] {
  var output: [UInt8] = []
  output.reserveCapacity(text.utf8.count + text.utf8.count / 8)
  for line in lines(of: text) {
    var column = 0
    for (index, byte) in line.enumerated() {
      let isLast = index == line.count - 1
      let piece =
        isPlain(byte, isFirst: index == 0, isLast: isLast)
        ? [byte] : escaped(byte, after: UInt8(ascii: "="))
      if column + piece.count > (isLast ? 76 : 75) {
        output += [UInt8(ascii: "="), 13, 10]
        column = 0
      }
      output += piece
      column += piece.count
    }
    output += [13, 10]
  }
  return output
}

private func isPlain(_ byte: UInt8, isFirst: Bool, isLast: Bool) -> Bool {
  switch byte {
  case UInt8(ascii: "="): false
  case UInt8(ascii: "."), UInt8(ascii: "F"), UInt8(ascii: "-"): !isFirst
  case 32, 9: !isLast
  default: (33...126).contains(byte)
  }
}

/// Returns the lines of a text, whatever ends them, without an empty one behind the last line end.
func lines(of text: String) -> [ArraySlice<UInt8>] {
  let bytes = Array(text.utf8)
  var lines: [ArraySlice<UInt8>] = []
  var start = 0
  var place = 0
  while place < bytes.count {
    guard bytes[place] == 10 || bytes[place] == 13 else {
      place += 1
      continue
    }
    lines.append(bytes[start..<place])
    if bytes[place] == 13, place + 1 < bytes.count, bytes[place + 1] == 10 { place += 1 }
    place += 1
    start = place
  }
  if start < bytes.count { lines.append(bytes[start...]) }
  return lines
}
