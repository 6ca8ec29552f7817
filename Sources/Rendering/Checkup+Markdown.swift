extension Checkup {
  /// Returns the check-up for a ticket, shortened until it fits.
  func markdown() -> String {
    Markdown.fitting([200, 50, 10, 0].map { limit in { markdown(limit) } })
  }

  private func markdown(_ limit: Int) -> String {
    var text = "### \(Markdown.escaped(title.cut(to: 300)))\n\n**\(Markdown.escaped(summary))**\n\n"
    text += Markdown.list(rows, limit: limit, more: " checks", line)
    text += tableMarkdown(limit)
    for (state, words) in Self.open {
      let groups = groups(state)
      guard !groups.isEmpty else { continue }
      text += "\n#### \(words)\n\n"
      text += Markdown.list(groups, limit: limit, more: " kinds") { group in
        let names = group.names.map { Markdown.code($0.cut(to: 200)) }.joined(separator: ", ")
        return "- \(Markdown.escaped(group.kind.cut(to: 200))): \(names)\n"
      }
    }
    return text
  }

  private func line(_ row: Row) -> String {
    func shown(_ text: String) -> String { Markdown.escaped(text.cut(to: Markdown.longest)) }
    let remarks = row.details.prefix(10) + (row.remedy.map { ["remedy: \($0)"] } ?? [])
    return "- \(row.state.mark) **\(shown(row.name))**: \(shown(row.found))\n"
      + remarks.map { "  - \(shown($0))\n" }.joined()
  }
}
