/// Writes text into Markdown so that it reads there as it is.
///
/// Code hosts look for mentions, issues, commits, emoji codes and addresses in the page they have
/// made, where an escape no longer counts, and leave only code alone. So each word that could be one
/// of those becomes code.
enum Markdown {
  /// Returns a text of which nothing is taken for markup, a mention or a link; on one line.
  static func escaped(_ text: String) -> String {
    let words = text.withoutControls.split(separator: " ").map(String.init)
    return guarded(words.map { word($0, literal, code) }.joined(separator: " "))
  }

  /// Returns a text as inline code, fenced by more backticks than it holds in a row.
  ///
  /// A pipe would end the cell of a table even in there, so that a text with one is written as HTML.
  static func code(_ text: String) -> String {
    let text = text.withoutControls
    guard !text.isEmpty else { return "` `" }
    guard !text.contains("|") else { return htmlCode(text) }
    let fence = String(repeating: "`", count: longestFence(in: text) + 1)
    let isEaten = text.hasPrefix(" ") && text.hasSuffix(" ") && text.contains { $0 != " " }
    let space = text.hasPrefix("`") || text.hasSuffix("`") || isEaten ? " " : ""
    return "\(fence)\(space)\(text)\(space)\(fence)"
  }

  /// Returns a text as the code of an HTML element.
  static func htmlCode(_ text: String) -> String { "<code>\(entities(text))</code>" }

  /// Returns a text for an HTML element, in code where a code host could find something in it.
  static func html(_ text: String) -> String {
    text.withoutControls.split(separator: " ").map(String.init)
      .map { word($0, entities, htmlCode) }.joined(separator: " ")
  }

  /// Returns a word as it is, or as code without the punctuation around it.
  private static func word(
    _ word: String, _ plain: (String) -> String, _ code: (String) -> String
  ) -> String {
    guard isReference(word) else { return plain(word) }
    let head = word.prefix { "(\"'".contains($0) }
    var core = word.dropFirst(head.count)
    while let last = core.last, ",;:.)\"'?".contains(last) { core.removeLast() }
    let tail = word.dropFirst(head.count + core.count)
    guard isReference(String(core)) else { return code(word) }
    return plain(String(head)) + code(String(core)) + plain(String(tail))
  }

  /// Returns a text of which neither HTML nor Markdown reads any sign.
  private static func entities(_ text: String) -> String {
    text.withoutControls.unicodeScalars.map { $0.isMarkup ? "&#\($0.value);" : String($0) }
      .joined()
  }

  /// Returns lines as a block of code that is coloured as a difference.
  static func difference(_ lines: [String]) -> String {
    let longest = lines.map(longestFence).max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return "\(fence)diff\n\(lines.joined(separator: "\n"))\n\(fence)\n"
  }

  /// Returns a text as a block in which nothing is marked up.
  static func block(_ text: String) -> String {
    let fence = String(repeating: "`", count: max(3, longestFence(in: text) + 1))
    return "\(fence)\n\(text)\(text.hasSuffix("\n") ? "" : "\n")\(fence)\n"
  }

  private static func longestFence(in text: String) -> Int {
    text.utf8.split { $0 != UInt8(ascii: "`") }.map(\.count).max() ?? 0
  }

  private static func literal(_ word: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in word.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;".unicodeScalars
      case "<": result += "&lt;".unicodeScalars
      case ">": result += "&gt;".unicodeScalars
      case "\\", "`", "*", "_", "{", "}", "[", "]", "(", ")", "|", "~", "!", "#", "$":
        result += ["\\", scalar]
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// Returns a line of which the beginning makes no list and no heading.
  private static func guarded(_ line: String) -> String {
    if let first = line.first, "-+=".contains(first) { return "\\" + line }
    let digits = line.prefix { "0"..."9" ~= $0 }
    let rest = line.dropFirst(digits.count)
    return !digits.isEmpty && rest.hasPrefix(".") ? "\(digits)\\\(rest)" : line
  }
}

extension Unicode.Scalar {
  /// Whether it is a sign of ASCII that Markdown or HTML could read.
  fileprivate var isMarkup: Bool {
    isASCII && value > 0x20 && !properties.isAlphabetic && !("0"..."9" ~= self)
      && !["-", "/", ",", "."].contains(self)
  }
}
