internal import Diagnostics
internal import JSON
internal import Reconciler

extension PlanReport {
  /// How much of a plan a comment holds.
  private enum Detail: CaseIterable {
    case fields, addresses, someAddresses, problems, counts

    /// What is left out, in words.
    var omission: String? {
      switch self {
      case .fields: nil
      case .addresses: "The fields are left out, because there are too many for a comment."
      case .someAddresses:
        "The fields and some objects are left out, because there are too many for a comment."
      case .problems: "The changes are left out, because there are too many for a comment."
      case .counts: "Only the counts are shown, because the rest is too much for a comment."
      }
    }
  }

  /// Returns the report for a pull request, shortened step by step until it fits.
  func markdown() -> String {
    let problems = problems
    let isShort = problems.utf8.count < Markdown.budget
    let details = isShort ? Detail.allCases : [.counts]
    return Markdown.fitting(details.map { detail in { markdown(detail, problems) } })
  }

  private func markdown(_ detail: Detail, _ problems: String) -> String {
    let environment = Markdown.code(plan.header.environment.cut(to: 200))
    var text = "### gcsync \(isDrift ? "drift" : "plan") for \(environment)\n\n"
    text += "**\(Markdown.escaped(summary))**\n\n"
    if !plan.isEmpty { text += "Plan \(Markdown.code(plan.id))\n\n" }
    if let origin { text += "\(Markdown.escaped(origin.cut(to: 1000)))\n\n" }
    if isNothingToDo { text += "\(nothingToDo)\n\n" }
    if proposal.isPartial {
      text += "> **Some collections could not be read whole;** their objects are left out.\n\n"
    }
    text += detail == .counts ? problemCounts : problems
    if ![.problems, .counts].contains(detail) { text += consequenceList }
    text += changes(detail)
    return text + (detail.omission.map { "*\($0)*\n" } ?? "")
  }

  /// What the changes come to, where that is told, object by object.
  private var consequenceList: String {
    let told = plan.operations.flatMap { operation in
      meanings(of: operation).map { (operation.address, $0) }
    }
    guard !told.isEmpty else { return "" }
    let lines = Markdown.list(told, limit: 50, more: " consequences") { address, sentence in
      let name = Markdown.code(address.description.cut(to: 200))
      return "- \(name) \(Markdown.escaped(sentence.cut(to: Markdown.longest)))\n"
    }
    return "**What this comes to**\n\n\(lines)\n"
  }

  private func changes(_ detail: Detail) -> String {
    guard !plan.isEmpty else { return "" }
    switch detail {
    case .fields: return plan.operations.map(details).joined()
    case .addresses: return plan.operations.map(line).joined() + "\n"
    case .someAddresses:
      return Markdown.list(plan.operations, limit: 200, more: " objects", line) + "\n"
    case .problems, .counts: return ""
    }
  }

  private func line(_ operation: Operation) -> String {
    let address = Markdown.code(operation.address.description.cut(to: 200))
    let mark = holdUps(operation.address).isEmpty ? "" : " · **held up**"
    return "- \(operation.action.rawValue) \(address)\(mark)\n"
  }

  private func details(_ operation: Operation) -> String {
    let words = [directionWords(of: operation), remark(on: operation)]
    let remarks = words.compactMap { $0.map { " · \(Markdown.html($0.cut(to: 300)))" } }.joined()
    let title =
      "\(operation.action.rawValue) \(Markdown.htmlCode(operation.address.description.cut(to: 300)))"
    let holdUps = holdUps(operation.address)
    let mark = holdUps.isEmpty ? "" : " · <b>held up</b>"
    let quotes = Markdown.list(holdUps, limit: 20, more: " reasons", quote)
    let lines = shownFields(of: operation).flatMap { differenceLines($0, operation) }
    return "<details><summary>\(title)\(remarks)\(mark)</summary>\n\n\(quotes)"
      + (lines.isEmpty ? "" : "\(Markdown.difference(lines))\n") + "</details>\n\n"
  }

  private func quote(_ reason: String) -> String {
    "> \(Markdown.escaped(reason.cut(to: Markdown.longest)))\n\n"
  }

  private func differenceLines(_ change: FieldChange, _ operation: Operation) -> [String] {
    let field = field(of: change, in: operation.address)
    let name = change.shownPath(width: 300)
    let why = remark(on: change, in: operation).map { "  # \($0.cut(to: 300))" } ?? ""
    if operation.action != .create, let moves = elementMoves(change, field) {
      return ["! \(name): \(moves.cut(to: 800))\(why)"]
    }
    let (before, after) = shownPair(
      shownValue(change.before, field), shownValue(change.after, field), width: 400)
    var lines: [String] = []
    if forcesReplacement(change, operation) {
      lines.append("# \(name) cannot be changed in place")
    }
    if operation.action != .create, change.before != nil { lines.append("- \(name): \(before)") }
    if change.after != nil { lines.append("+ \(name): \(after)\(why)") }
    return lines
  }
}
