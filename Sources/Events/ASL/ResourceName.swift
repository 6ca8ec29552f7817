/// The names AWS gives to what a task calls.
enum ResourceName {
  /// Returns what keeps a text from being such a name, or nil where nothing does.
  static func problem(of text: String) -> String? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.first == "arn" else { return "it does not start with arn:" }
    guard parts.count >= 6 else { return "it has fewer than six parts" }
    guard parts[1].hasPrefix("aws") else { return "\"\(parts[1])\" is no partition" }
    guard !parts[2].isEmpty else { return "the service is missing" }
    if text.unicodeScalars.contains(where: { $0.properties.isWhitespace }) {
      return "it has blanks in it"
    }
    guard !parts[5].isEmpty else { return "what the service is asked for is missing" }
    return parts[2] == "lambda" && parts[5] == "function" ? function(parts.dropFirst(6)) : nil
  }

  private static func function(_ parts: ArraySlice<String>) -> String? {
    guard let name = parts.first, isName(name) else { return "the function has no valid name" }
    guard parts.count <= 2 else { return "something follows the alias of the function" }
    guard let alias = parts.dropFirst().first else { return nil }
    guard alias == "$LATEST" || isName(alias) else {
      return "the function's version or alias is not valid"
    }
    return nil
  }

  private static func isName(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
          || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
      }
  }
}
