internal import Diagnostics
internal import Reconciler

extension PlanReport {
  /// What stands in the way of a plan, for a pull request, each list cut to what somebody reads.
  var problems: String {
    let unsafe = Markdown.list(proposal.unsafe, limit: 50, more: " broken rules") { unsafe in
      "> **Needs approval:** \(shortened(unsafe.message))\n\n"
    }
    let heldUp = Markdown.list(heldUpUnchanged, limit: 50, more: " held-up objects") { item in
      let reasons = shortened(item.reasons.joined(separator: "; "))
      return "- \(Markdown.code(item.address.description.cut(to: 200))) is held up: \(reasons)\n"
    }
    let findings = Markdown.list(
      proposal.findings.inReadingOrder(), limit: 50, more: " findings",
      DiagnosticRendering.markdown)
    return unsafe + [heldUp, findings].filter { !$0.isEmpty }.map { $0 + "\n" }.joined()
  }

  /// The same as bare counts.
  var problemCounts: String {
    let counts = [
      (proposal.unsafe.count, "broken rule"), (heldUpCount, "held-up object"),
      (proposal.findings.count, "finding"),
    ]
    let words = counts.filter { $0.0 > 0 }.map { counted($0.0, $0.1) }
    return words.isEmpty ? "" : "\(words.joined(separator: ", "))\n\n"
  }

  private func shortened(_ text: String) -> String {
    Markdown.escaped(text.cut(to: Markdown.longest))
  }
}
