/// Reads the characters of a path, and says where it is when one is not what it must be.
struct PathScanner {
  let input: [Unicode.Scalar]
  var position = 0

  init(_ text: String) {
    input = Array(text.unicodeScalars)
  }

  var peek: Unicode.Scalar? { position < input.count ? input[position] : nil }

  func peek(_ distance: Int) -> Unicode.Scalar? {
    position + distance < input.count ? input[position + distance] : nil
  }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    position += 1
    return true
  }

  mutating func take(text: StaticString) -> Bool {
    let wanted = text.description.unicodeScalars
    guard input[position...].starts(with: wanted) else { return false }
    position += wanted.count
    return true
  }

  mutating func takeWhile(_ isWanted: (Unicode.Scalar) -> Bool) -> String {
    var text = ""
    while let scalar = peek, isWanted(scalar) {
      text.unicodeScalars.append(scalar)
      position += 1
    }
    return text
  }

  mutating func skipBlanks() {
    while let scalar = peek, scalar.isPathBlank { position += 1 }
  }

  /// Skips blanks where the wanted character stands behind them, and takes it.
  mutating func takePastBlanks(_ scalar: Unicode.Scalar) -> Bool {
    let start = position
    skipBlanks()
    if take(scalar) { return true }
    position = start
    return false
  }

  func failure(_ message: String, at offset: Int? = nil, remedy: String) -> JSONPathError {
    JSONPathError(message, at: offset ?? position, remedy: remedy)
  }

  /// Returns the error of a character that is not what must stand here.
  func unexpected(_ wanted: String, remedy: String) -> JSONPathError {
    guard let peek else {
      return failure("the path ends where \(wanted) must stand", remedy: remedy)
    }
    return failure("\(peek.quoted) stands where \(wanted) must stand", remedy: remedy)
  }
}

extension Unicode.Scalar {
  var isPathBlank: Bool { self == " " || self == "\t" || self == "\n" || self == "\r" }

  var isDigit: Bool { ("0"..."9").contains(self) }

  /// Whether a name without quotes may start with it.
  var startsName: Bool {
    ("a"..."z").contains(self) || ("A"..."Z").contains(self) || self == "_" || value >= 0x80
  }

  fileprivate var quoted: String { "\"\(escaped(asASCII: false))\"" }
}
