/// What a part is, as `Content-Type` has it; what cannot be read is plain text.
package struct ContentType: Sendable, Hashable {
  /// In lower case, as in `text/plain`.
  package let name: String
  /// By their names in lower case.
  package let parameters: [String: String]

  package init(_ field: String?) {
    var parts = Self.split(field ?? "")
    let name = parts.isEmpty ? "" : parts.removeFirst().trimmingBlanks.lowercased()
    self.name = name.contains("/") ? name : "text/plain"
    var parameters: [String: String] = [:]
    for part in parts.prefix(50) {
      guard let equals = part.firstIndex(of: "=") else { continue }
      let key = part[..<equals].trimmingBlanks.lowercased()
      parameters[key] = Self.unquoted(part[part.index(after: equals)...].trimmingBlanks)
    }
    self.parameters = parameters
  }

  package var isMultipart: Bool { name.hasPrefix("multipart/") }

  /// Cuts at semicolons that stand in no quotes.
  private static func split(_ text: String) -> [String] {
    var parts = [""]
    var (isQuoted, isEscaped) = (false, false)
    for character in text {
      if character == ";", !isQuoted {
        parts.append("")
        continue
      }
      if character == "\"", !isEscaped { isQuoted.toggle() }
      isEscaped = character == "\\" && !isEscaped
      parts[parts.count - 1].append(character)
    }
    return parts
  }

  private static func unquoted(_ text: String) -> String {
    guard text.hasPrefix("\"") else {
      return String(text.prefix { $0 != " " && $0 != "(" })
    }
    var result = ""
    var isEscaped = false
    for character in text.dropFirst() {
      if character == "\"", !isEscaped { break }
      isEscaped = character == "\\" && !isEscaped
      if !isEscaped { result.append(character) }
    }
    return result
  }
}
