/// The references of XML that need no document type.
enum XMLReferences {
  /// Returns text in which `&amp;`, `&#65;` and the like are replaced; what is not known stays.
  static func replaced(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    var result = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "&") {
      result += rest[..<start]
      rest = rest[rest.index(after: start)...]
      guard let end = rest.prefix(12).firstIndex(of: ";"),
        let character = character(rest[..<end])
      else {
        result += "&"
        continue
      }
      result.unicodeScalars.append(character)
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  private static func character(_ name: Substring) -> Unicode.Scalar? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default: break
    }
    guard name.hasPrefix("#") else { return nil }
    let digits = name.dropFirst(name.hasPrefix("#x") ? 2 : 1)
    return UInt32(digits, radix: name.hasPrefix("#x") ? 16 : 10).flatMap { Unicode.Scalar($0) }
  }
}
