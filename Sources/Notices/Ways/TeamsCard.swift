package import JSON

/// A notice as a workflow webhook of Teams takes it: an Adaptive Card of no more than 28 KB.
///
/// All texts are runs of rich text, of which nothing is read as Markdown.
package enum TeamsCard {
  /// How large a message may be, with something left for what Teams adds.
  static let limit = 27_000

  /// Returns the message, with as many differences as fit.
  package static func of(_ notice: DriftNotice) -> JSON {
    let words = NoticeText(notice: notice)
    var (differences, gone) = (words.differences, words.gone)
    var left = 0
    while true {
      let message = message(words, differences, gone, left)
      if message.bytes.count <= limit || differences.isEmpty && gone.isEmpty { return message }
      if differences.count >= gone.count { differences.removeLast() } else { gone.removeLast() }
      left += 1
    }
  }

  private static func message(
    _ words: NoticeText, _ differences: [(text: String, isNew: Bool)], _ gone: [String],
    _ left: Int
  ) -> JSON {
    var body: [JSON] = [block([run(words.title, isBold: true, size: "Large")])]
    body += differences.map { line in
      block((line.isNew ? [run("new ", isBold: true)] : []) + [run(line.text)])
    }
    if !gone.isEmpty { body.append(block([run("No longer", isBold: true)])) }
    body += gone.map { block([run($0)]) }
    if left > 0 { body.append(block([run("… and \(left) more lines")])) }
    body += words.problem.map { block([run($0)]) }
    body.append(block([run(words.footer, isSubtle: true)]))
    return [
      "type": "message",
      "attachments": [
        [
          "contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": .null,
          "content": [
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "type": "AdaptiveCard", "version": "1.4", "body": .array(body),
          ],
        ]
      ],
    ]
  }

  private static func block(_ runs: [JSON]) -> JSON {
    ["type": "RichTextBlock", "inlines": .array(runs)]
  }

  private static func run(
    _ text: String, isBold: Bool = false, isSubtle: Bool = false, size: String? = nil
  ) -> JSON {
    var object: JSONObject = ["type": "TextRun", "text": .string(text)]
    if isBold { object["weight"] = "Bolder" }
    if isSubtle { object["isSubtle"] = true }
    object["size"] = size.map(JSON.string)
    return .object(object)
  }
}
