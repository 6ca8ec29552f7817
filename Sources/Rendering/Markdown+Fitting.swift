extension Markdown {
  /// The most a comment may hold, with room to spare below the 65,536 characters of code hosts.
  static let budget = 60_000

  /// How much of one sentence of somebody else is shown.
  static let longest = 600

  /// Returns the first of some forms of a text that fits, or what fits of the last.
  static func fitting(_ forms: [() -> String]) -> String {
    var text = ""
    for form in forms {
      text = form()
      if text.utf8.count <= budget { return text }
    }
    return cut(text)
  }

  /// Returns items of a list, and how many of them are left out.
  static func list<Item>(
    _ items: [Item], limit: Int, more: String = "", _ line: (Item) -> String
  ) -> String {
    let rest = items.count - limit
    return items.prefix(limit).map(line).joined()
      + (rest > 0 ? "\n*and \(rest) more\(more)*\n\n" : "")
  }

  /// Returns the whole lines of a text that fit.
  private static func cut(_ text: String) -> String {
    var room = budget
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).prefix { line in
      room -= line.utf8.count + 1
      return room >= 0
    }
    return lines.joined(separator: "\n") + "\n\n*and more, which is too much for a comment*\n"
  }
}
