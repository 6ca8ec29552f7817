internal import JSON

extension RunSummary {
  /// Returns the summary for a pull request or a ticket, shortened until it fits.
  func markdown() -> String {
    Markdown.fitting([500, 50, 10, 0].map { limit in { markdown(limit) } })
  }

  private func markdown(_ limit: Int) -> String {
    let environment = Markdown.code(plain("run", "environment").cut(to: 200))
    var text = "### gcsync apply to \(environment)\n\n**\(Markdown.escaped(counts))**\n\n"
    if let resume { text += "To go on: \(Markdown.code(resume.cut(to: 200)))\n\n" }
    text += figures + "\n"
    let failed = failures + operations.filter { $0.outcome == "failed" }
    text += section("Failed", failed, limit)
    text += section("Skipped", operations.filter { !$0.isDone && $0.outcome != "failed" }, limit)
    text += section("Applied", operations.filter(\.isDone), limit)
    return text
  }

  private var figures: String {
    let commit = plain("run", "commit") == "-" ? "" : ", commit \(plain("run", "commit"))"
    let rows = [
      ("plan", plain("run", "plan")), ("by", plain("run", "actor") + commit),
      ("finished", plain("timestamp")), ("compliance", plain("compliance_status")),
      ("routing", plain("routing_state")), ("succeeded", succeeded), ("latency", latency),
    ]
    return "| run | \(Markdown.escaped(title.cut(to: 300))) |\n|---|---|\n"
      + rows.map { "| \($0) | \(Markdown.escaped($1.cut(to: 300))) |\n" }.joined()
  }

  private func section(_ title: String, _ items: [Item], _ limit: Int) -> String {
    guard !items.isEmpty else { return "" }
    let list = Markdown.list(items, limit: limit, line)
    return "#### \(title): \(items.count)\n\n\(list)\n"
  }

  private func line(_ item: Item) -> String {
    func shown(_ text: String) -> String { Markdown.escaped(text.cut(to: Markdown.longest)) }
    let subject = item.subject.map { Markdown.code($0.cut(to: 300)) } ?? "the run"
    let standard = item.outcome == "unchanged" ? "was as planned already" : nil
    let message = (item.message ?? standard).map { ": \(shown($0))" } ?? ""
    let code = item.code.map { " (\(Markdown.code($0.cut(to: 100))))" } ?? ""
    let remarks = item.remarks.prefix(10) + (item.hint.map { ["hint: \($0)"] } ?? [])
    return "- \(subject)\(message)\(code)\n" + remarks.map { "  - \(shown($0))\n" }.joined()
  }
}
