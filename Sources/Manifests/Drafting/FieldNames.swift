internal import JSON

/// What the name of a field tells about it, before any value is looked at.
enum FieldNames {
  /// Whether the service alone seems to set a field of that name.
  static func isReadOnly(_ name: String, _ seen: Sighting) -> Bool {
    if ["id", "selfUri", "version"].contains(name) { return true }
    let words = words(of: name)
    if name.hasSuffix("Count"), seen.types == ["number"] { return true }
    guard words.contains(where: ["created", "modified", "updated"].contains) else { return false }
    return words.contains(where: moments.contains) || words.count == 1
  }

  /// Whether a field of that name seems to hold a secret.
  static func isSecret(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["password", "passphrase", "secret", "apikey", "privatekey", "accesskey"]
      .contains { name.contains($0) } || name.hasSuffix("token") || name.hasSuffix("credential")
  }

  /// Whether a field of that name seems to hold members that people name.
  static func isFreeForm(_ name: String, _ seen: Sighting) -> Bool {
    ["attributes", "headers", "properties", "metadata", "parameters", "credentials"]
      .contains { name == $0 || name.hasSuffix($0.prefix(1).uppercased() + $0.dropFirst()) }
      && !seen.areEntities || seen.names.contains { !isIdentifier($0) }
  }

  private static let moments: Set<String> = ["date", "by", "at", "time", "last", "on"]

  /// The words of a name in camel case, in small letters.
  private static func words(of name: String) -> [String] {
    name.reduce(into: [""]) { words, letter in
      if letter.isUppercase { words.append("") }
      words[words.count - 1] += letter.lowercased()
    }
  }

  private static func isIdentifier(_ name: String) -> Bool {
    name.utf8.count <= 40
      && name.wholeMatch(of: /[A-Za-z_][A-Za-z_]*[0-9]{0,2}[A-Za-z_]*/) != nil
  }
}
