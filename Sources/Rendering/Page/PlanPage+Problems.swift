internal import Diagnostics
internal import Reconciler

extension PlanPage {
  /// How many findings stand in the page before somebody asks for more.
  static let shownFindings = 100

  /// What stands in the way, the broken rules first.
  var problems: String {
    [unsafe, heldUp, findings].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// The findings with the errors first, else in reading order.
  var orderedFindings: [Diagnostic] {
    let ordered = proposal.findings.inReadingOrder()
    return [.error, .warning, .note].flatMap { severity in
      ordered.filter { $0.severity == severity }
    }
  }

  private var unsafe: String {
    let advice =
      report.isDrift || !proposal.unsafe.contains(where: \.isApprovable)
      ? ""
      : "<p class=\"quiet\">To have it applied all the same, call apply with "
        + "\(HTML.code("--approve-unsafe \(plan.id)")).</p>"
    let items = proposal.unsafe.map { unsafe in
      let refusal = unsafe.isApprovable ? "" : "<strong>Will be refused:</strong> "
      return refusal + HTML.text(unsafe.message) + link(to: unsafe.address)
    }
    return section("unsafe", "Needs approval", items, advice)
  }

  private var heldUp: String {
    let items = report.heldUpUnchanged.map { address, reasons in
      "\(HTML.code(address.description)) is held up: \(HTML.text(reasons.joined(separator: "; ")))"
    }
    return section("held-up", "Held up", items)
  }

  private var findings: String {
    let rest = orderedFindings.count - Self.shownFindings
    var lines = SourceLines()
    let items = orderedFindings.prefix(Self.shownFindings).map { finding($0, &lines) }
    return section(
      "findings", "Findings", items,
      rest > 0 ? "<p class=\"quiet rest\">and \(rest) more</p>" : "")
  }

  private func section(
    _ name: String, _ title: String, _ items: [String], _ below: String = ""
  ) -> String {
    guard !items.isEmpty else { return "" }
    let list = items.map { "<li>\($0)</li>" }.joined(separator: "\n")
    return """
      <section id="\(name)" aria-labelledby="\(name)-title">
      <h2 id="\(name)-title">\(title)</h2>
      <ol>
      \(list)
      </ol>
      \(below)</section>
      """
  }

  private func finding(_ finding: Diagnostic, _ lines: inout SourceLines) -> String {
    let severity = finding.severity.rawValue
    var text = HTML.element("strong", ["class": "severity \(severity)"], severity)
    text += " \(HTML.text(finding.message)) "
    text += HTML.element("code", ["class": "quiet"], HTML.text("[\(finding.code)]"))
    if let place = finding.location {
      text += " " + HTML.element("code", ["class": "place"], HTML.text(place.description))
    }
    text += finding.address.map { link(to: $0) } ?? ""
    text += excerpt(of: finding, in: &lines)
    for note in finding.notes {
      let place = note.location.map { HTML.code($0.description) + ": " } ?? ""
      text += HTML.element("p", ["class": "quiet"], place + HTML.text(note.message))
    }
    return text
      + (finding.hint.map { HTML.element("p", ["class": "quiet"], "Hint: \(HTML.text($0))") } ?? "")
  }

  /// The line that a finding is about, unless it may hold a secret.
  private func excerpt(of finding: Diagnostic, in lines: inout SourceLines) -> String {
    guard let location = finding.location, !finding.hidesSource,
      let excerpt = Excerpt(of: location, in: &lines, width: 100)
    else { return "" }
    let caret = String(repeating: " ", count: excerpt.caret) + "^"
    return HTML.element("pre", "\(HTML.text(excerpt.text))\n\(caret)")
  }

  /// An address, which the script makes a link where its change is in the page.
  private func link(to address: Address?) -> String {
    address.map { link(to: $0.description) } ?? ""
  }

  private func link(to address: String) -> String {
    " " + HTML.element("span", ["data-address": address], HTML.code(address))
  }
}
