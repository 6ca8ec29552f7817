/// Writes text into Markdown so that it reads there as it is.
enum Markdown {
  /// Returns a text of which nothing is taken for markup, a mention or a link.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text.withoutControls {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "@": result += "&#64;"
      case "#": result += "&#35;"
      case "\\", "`", "*", "_", "{", "}", "[", "]", "(", ")", "|", "~", "!":
        result += "\\\(character)"
      default: result.append(character)
      }
    }
    return result
  }

  /// Returns a text as inline code, fenced by more backticks than it holds in a row.
  static func code(_ text: String) -> String {
    let text = text.withoutControls
    let runs = text.split { $0 != "`" }.map(\.count)
    let fence = String(repeating: "`", count: (runs.max() ?? 0) + 1)
    let space = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
    return "\(fence)\(space)\(text)\(space)\(fence)"
  }
}
