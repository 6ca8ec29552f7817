package import JSON

extension YAML {
  /// Returns a value as a YAML document that reads as the same value, with a final newline.
  ///
  /// Texts are quoted where any YAML reader, also one of YAML 1.1, might take them for something
  /// else; texts of several lines become literal blocks where that is possible.
  package static func text(of value: JSON) -> String {
    var writer = YAMLWriter()
    writer.root(value)
    return writer.text
  }
}

struct YAMLWriter {
  var text = ""
  /// Whether texts of several lines may become literal blocks.
  var usesBlocks = true

  mutating func root(_ value: JSON) {
    switch value {
    case .array(let elements) where !elements.isEmpty: sequence(elements, indent: 0)
    case .object(let object) where !object.isEmpty: mapping(object, indent: 0)
    default:
      scalar(value, indent: 2)
      text += "\n"
    }
  }

  /// Writes the elements; the cursor already stands where the first dash goes.
  mutating func sequence(_ elements: [JSON], indent: Int) {
    for index in elements.indices {
      if index > 0 { text += spaces(indent) }
      text += "- "
      nested(elements[index], indent: indent + 2)
    }
  }

  mutating func nested(_ value: JSON, indent: Int) {
    switch value {
    case .array(let elements) where !elements.isEmpty: sequence(elements, indent: indent)
    case .object(let object) where !object.isEmpty: mapping(object, indent: indent)
    default:
      scalar(value, indent: indent)
      text += "\n"
    }
  }

  mutating func mapping(_ object: JSONObject, indent: Int) {
    var isFirst = true
    for member in object {
      if !isFirst { text += spaces(indent) }
      isFirst = false
      key(member.key, indent: indent)
      self.member(member.value, indent: indent + 2)
    }
  }

  /// Writes a key with its colon; one too long to be found by its colon gets a question mark.
  mutating func key(_ key: String, indent: Int) {
    let key = isPlain(key) ? key : quoted(key)
    text += key.utf8.count > 500 ? "? \(key)\n\(spaces(indent)):" : "\(key):"
  }

  mutating func member(_ value: JSON, indent: Int) {
    switch value {
    case .array(let elements) where !elements.isEmpty:
      text += "\n" + spaces(indent)
      sequence(elements, indent: indent)
    case .object(let object) where !object.isEmpty:
      text += "\n" + spaces(indent)
      mapping(object, indent: indent)
    default:
      text += " "
      scalar(value, indent: indent)
      text += "\n"
    }
  }

  mutating func scalar(_ value: JSON, indent: Int) {
    switch value {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let number): text += number.text
    case .string(let string):
      text += isPlain(string) ? string : literal(string, indent: indent) ?? quoted(string)
    case .array: text += "[]"
    case .object: text += "{}"
    }
  }

  func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}

extension YAMLWriter {
  /// Whether a text means itself without quotes, in every version of YAML.
  func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last,
      isLetter(first) || first == UInt8(ascii: "/") || first == UInt8(ascii: "$"),
      last != UInt8(ascii: " "), last != UInt8(ascii: ":"), !Self.reserved.contains(text),
      text.utf8.allSatisfy({ isLetter($0) || Self.harmless.contains($0) })
    else { return false }
    return !zip(text.utf8, text.utf8.dropFirst()).contains {
      ($0 == UInt8(ascii: ":") && $1 == UInt8(ascii: " "))
        || ($0 == UInt8(ascii: " ") && $1 == UInt8(ascii: "#"))
    }
  }

  private static let harmless = Set("0123456789 _-./:@+=,;()'\"#*&!?%<>~^${}".utf8)

  /// Words that some version of YAML reads as something else than a text.
  private static let reserved: Set<String> = Set(
    ["null", "true", "false", "yes", "no", "on", "off", "y", "n"].flatMap {
      [$0, $0.uppercased(), $0.prefix(1).uppercased() + $0.dropFirst()]
    })

  private func isLetter(_ byte: UInt8) -> Bool {
    byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
  }

  func quoted(_ text: String) -> String {
    var result = ""
    for scalar in JSON.string(text).text.unicodeScalars {
      if isPrintable(scalar) {
        result.unicodeScalars.append(scalar)
      } else {
        let code = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - code.utf8.count) + code
      }
    }
    return result
  }

  /// Returns a text of several lines as a literal block, nil where a block cannot hold it.
  func literal(_ text: String, indent: Int) -> String? {
    let scalars = text.unicodeScalars
    guard usesBlocks, scalars.contains("\n"), let first = scalars.first,
      !" \t\n".unicodeScalars.contains(first),
      scalars.allSatisfy({ $0 == "\n" || $0 == "\t" || ($0.value >= 0x20 && isPrintable($0)) })
    else { return nil }
    var lines = scalars.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var header = "|-"
    if lines.last == "" {
      lines.removeLast()
      header = lines.last == "" ? "|+" : "|"
    }
    let body = lines.map { $0.isEmpty ? "" : spaces(indent) + $0 }
    return header + "\n" + body.joined(separator: "\n")
  }

  /// Whether a character that is above the controls may stand in YAML and shows as what it is.
  func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: false
    default: true
    }
  }
}
