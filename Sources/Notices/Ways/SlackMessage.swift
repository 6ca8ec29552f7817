package import JSON

/// A notice as an incoming webhook of Slack takes it, within what Slack takes.
///
/// A value is never taken for markup or a mention: Slack reads those from `<` alone, which is escaped,
/// and looks for nothing else where a text is verbatim.
package enum SlackMessage {
  /// How many blocks a message has, and how many characters a text and a header, at most.
  static let (blocks, text, header) = (50, 3000, 150)

  /// Returns the message.
  package static func of(_ notice: DriftNotice) -> JSON {
    let words = NoticeText(notice: notice)
    var list: [JSON] = [
      [
        "type": "header",
        "text": [
          "type": "plain_text", "text": .string(words.title.plain(header - 1)), "emoji": false,
        ],
      ]
    ]
    let lines = words.differences.map { "\($0.isNew ? "*new* " : "")\(escaped($0.text))" }
    list += sections(lines.map { "• \($0)" })
    if !words.gone.isEmpty {
      list += sections(["*No longer*"] + words.gone.map { "• \(escaped($0))" })
    }
    let problem = sections(words.problem.map(escaped))
    list = Array(list.prefix(blocks - 1 - problem.count)) + problem
    list.append(["type": "context", "elements": [markdown(escaped(words.footer))]])
    return ["text": .string(escaped(words.title)), "blocks": .array(list)]
  }

  /// Puts lines into as few sections as hold them.
  private static func sections(_ lines: [String]) -> [JSON] {
    var texts: [String] = []
    for line in lines.map({ cut($0, to: text) }) {
      if let last = texts.last, last.unicodeScalars.count + line.unicodeScalars.count < text {
        texts[texts.count - 1] = last + "\n" + line
      } else {
        texts.append(line)
      }
    }
    return texts.map { ["type": "section", "text": markdown($0)] }
  }

  private static func markdown(_ text: String) -> JSON {
    ["type": "mrkdwn", "text": .string(cut(text, to: Self.text)), "verbatim": true]
  }

  /// Cuts a text without leaving half of an entity.
  private static func cut(_ text: String, to length: Int) -> String {
    guard text.unicodeScalars.count > length else { return text }
    var kept = Array(text.unicodeScalars.prefix(length - 1))
    if let start = kept.lastIndex(of: "&"), !kept[start...].contains(";") {
      kept.removeSubrange(start...)
    }
    var result = ""
    result.unicodeScalars.append(contentsOf: kept)
    return result + "…"
  }

  /// Escapes what Slack reads, and what it would make bold, struck out or code of.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      // A joiner that is not seen keeps the sign from being markup.
      case "*", "_", "~", "`": result += "\u{200B}\(character)\u{200B}"
      default: result.append(character)
      }
    }
    return result
  }
}
