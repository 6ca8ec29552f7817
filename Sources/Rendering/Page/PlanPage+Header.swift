internal import Diagnostics
internal import Reconciler

extension PlanPage {
  /// What was asked, for what, and the counts of what came of it.
  var header: String {
    """
    <header>
    <nav aria-label="Skip"><a href="#changes">Changes</a> \
    <a href="#graph" id="to-graph" hidden>References</a></nav>
    <p class="brand">gcsync \(report.isDrift ? "drift" : "plan")</p>
    <h1>\(word) for <span class="environment">\(HTML.text(plan.header.environment))</span></h1>
    \(partialMark)\(counts)
    <dl class="facts">
    \(facts.map { HTML.element("div", "<dt>\($0)</dt><dd>\($1)</dd>") }.joined(separator: "\n"))
    </dl>
    </header>
    """
  }

  private var facts: [(String, String)] {
    var facts: [(String, String)] = []
    if !plan.isEmpty { facts.append(("Plan", HTML.code(plan.id))) }
    if let origin = report.origin { facts.append(("Saved plan", HTML.text(origin))) }
    facts.append(("Owner", HTML.text(plan.header.owner)))
    facts += plan.header.target.sorted { $0.key < $1.key }.map { key, value in
      (HTML.text(Self.targetNames[key] ?? key), HTML.code(value))
    }
    if !plan.isEmpty { facts.append(("Cost", HTML.text(String(report.cost.dropFirst(3))))) }
    facts.append(("Read in", counted(proposal.requests.read, "request")))
    facts.append(("Exit code", "\(report.exitCode)"))
    return facts
  }

  private static let targetNames = ["genesys": "Genesys Cloud", "aws": "AWS"]

  private var partialMark: String {
    guard proposal.isPartial else { return "" }
    let words =
      "Some collections could not be read whole; their objects are left out. "
      + "This plan can be neither saved nor applied."
    return HTML.element("p", ["class": "banner"], words) + "\n"
  }

  /// The counts as a list, and under it a bar that shows their shares.
  private var counts: String {
    let items = PlanReport.actions.map { action in
      let count = plan.count(of: action)
      let symbol = HTML.element(
        "span", ["class": "symbol", "aria-hidden": "true"], HTML.text(action.symbol))
      let style = "\(action.rawValue)\(count == 0 ? " empty" : "")"
      return HTML.element(
        "li", ["class": style], "\(symbol) <b>\(count)</b> \(action.rawValue)")
    }
    let unchanged = HTML.element(
      "li", ["class": "unchanged"], "<b>\(proposal.unchanged)</b> unchanged")
    return HTML.element("ul", ["class": "counts"], items.joined() + unchanged) + bar
  }

  private var bar: String {
    guard !plan.isEmpty else { return "" }
    var left = 0
    let parts = PlanReport.actions.map { action -> String in
      let width = plan.count(of: action)
      defer { left += width }
      return width == 0
        ? "" : "<rect class=\"\(action.rawValue)\" x=\"\(left)\" width=\"\(width)\" height=\"1\"/>"
    }
    return "<svg class=\"bar\" viewBox=\"0 0 \(left) 1\" preserveAspectRatio=\"none\" "
      + "aria-hidden=\"true\">\(parts.joined())</svg>"
  }
}
