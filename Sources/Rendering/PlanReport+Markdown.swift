internal import Diagnostics
internal import JSON
internal import Reconciler

extension PlanReport {
  /// The longest comment a code host takes, with room to spare.
  private static let budget = 60_000

  /// Returns the report for a pull request, shortened step by step until it fits.
  func markdown() -> String {
    let full = markdown(details: true, addresses: true)
    if full.utf8.count <= Self.budget { return full }
    let listed = markdown(details: false, addresses: true)
    if listed.utf8.count <= Self.budget {
      return listed + "\n*The fields are left out, because there are too many for a comment.*\n"
    }
    return markdown(details: false, addresses: false)
      + "\n*The changes are left out, because there are too many for a comment.*\n"
  }

  private func markdown(details: Bool, addresses: Bool) -> String {
    let environment = Markdown.code(plan.header.environment)
    var text = "### gcsync \(isDrift ? "drift" : "plan") for \(environment)\n\n"
    text += "**\(Markdown.escaped(summary))**\n\n"
    if !plan.isEmpty { text += "Plan \(Markdown.code(plan.id))\n\n" }
    if let origin { text += "\(Markdown.escaped(origin))\n\n" }
    if addresses {
      for operation in plan.operations { text += markdown(operation, details) }
    }
    for unsafe in proposal.unsafe {
      text += "> **Needs approval:** \(Markdown.escaped(unsafe.message))\n\n"
    }
    for (address, reasons) in heldUpUnchanged {
      let reasons = Markdown.escaped(reasons.joined(separator: "; "))
      text += "- \(Markdown.code(address.description)) is held up: \(reasons)\n"
    }
    let findings = proposal.findings.inReadingOrder()
    text += DiagnosticRendering.markdown(Array(findings.prefix(50)))
    if findings.count > 50 { text += "\n*\(findings.count - 50) more findings are left out.*\n" }
    return text
  }

  private func markdown(_ operation: Operation, _ details: Bool) -> String {
    let address = operation.address.description
    let holdUps = holdUps(operation.address).map { "\n> \(Markdown.escaped($0))" }.joined()
    guard details else {
      return "- \(operation.action.symbol) \(Markdown.code(address))\(holdUps)\n"
    }
    let direction = directions.map { " · \($0(operation).words)" } ?? ""
    let title =
      "\(operation.action.symbol) <code>\(Markdown.escapedHTML(address))</code>\(direction)"
    let lines = operation.fields.flatMap { diffLines($0, operation) }
    let runs = lines.flatMap { line in line.split { $0 != "`" } }
    let longest = runs.map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return "<details><summary>\(title) \(operation.action.rawValue)</summary>\n\(holdUps)\n"
      + "\(fence)diff\n\(lines.joined(separator: "\n"))\n\(fence)\n\n</details>\n\n"
  }

  private func diffLines(_ field: FieldChange, _ operation: Operation) -> [String] {
    let role = role(of: field, in: operation.address)
    let name = field.path.description.withoutControls
    let (before, after) = shownPair(
      shownValue(field.before, role), shownValue(field.after, role), width: 400)
    var lines: [String] = []
    if operation.action != .create, field.before != nil { lines.append("- \(name): \(before)") }
    if field.after != nil { lines.append("+ \(name): \(after)") }
    return lines
  }
}

extension Markdown {
  fileprivate static func escapedHTML(_ text: String) -> String {
    text.withoutControls.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
      .replacing(">", with: "&gt;")
  }
}
