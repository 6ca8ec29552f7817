import JSON

extension YAMLWriter {
  /// Returns a value on one line, as it may stand between brackets.
  static func flowText(of value: JSON) -> String {
    switch value {
    case .array(let elements): "[" + elements.map(flowText).joined(separator: ", ") + "]"
    case .object(let object): "{" + object.map(flowText).joined(separator: ", ") + "}"
    case .string(let string): flowText(of: string)
    default: YAMLWriter().text(ofScalar: value)
    }
  }

  static func flowText(of member: JSONObject.Member) -> String {
    flowText(of: member.key) + ": " + flowText(of: member.value)
  }

  private static func flowText(of string: String) -> String {
    let writer = YAMLWriter()
    return writer.isPlainInFlow(string) ? string : writer.quoted(string)
  }

  /// Returns a scalar as it would stand alone, which may be a block text.
  func text(ofScalar value: JSON, indent: Int = 2) -> String {
    var writer = self
    writer.scalar(value, indent: indent)
    return writer.text
  }

  /// Whether a text means itself between brackets as well.
  func isPlainInFlow(_ text: String) -> Bool {
    isPlain(text) && !text.utf8.contains { "[]{},?".utf8.contains($0) }
  }

  /// Returns a scalar in the style another one has, if the new text allows it.
  func text(
    ofScalar value: JSON, like style: YAMLEvent.Style, isInFlow: Bool, indent: Int
  ) -> String {
    guard case .string(let string) = value else { return Self.flowText(of: value) }
    switch style {
    case .singleQuoted where isOneLine(string):
      return "'" + string.unicodeScalars.map { $0 == "'" ? "''" : String($0) }.joined() + "'"
    case .singleQuoted, .doubleQuoted: return quoted(string)
    case .plain, .literal, .folded:
      return isInFlow ? Self.flowText(of: value) : text(ofScalar: value, indent: indent)
    }
  }

  private func isOneLine(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0.value >= 0x20 && isPrintable($0) }
  }
}
