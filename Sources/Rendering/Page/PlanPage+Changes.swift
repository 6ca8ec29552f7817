internal import Diagnostics
internal import JSON
internal import Reconciler

extension PlanPage {
  /// How many changes are told with their fields where no script runs.
  private static let fullChanges = 1000

  /// The changes for whoever lets no script run.
  var staticChanges: String {
    let rest = plan.operations.dropFirst(Self.fullChanges)
    let remark =
      rest.isEmpty
      ? ""
      : "<p class=\"quiet\">The fields of the last \(rest.count) are left out here; "
        + "a browser that runs scripts shows them.</p>\n"
    return remark + "<ol class=\"rows\">\n"
      + plan.operations.prefix(Self.fullChanges).map { item($0, fields(of: $0)) }.joined()
      + rest.map { item($0, "") }.joined() + "</ol>\n"
  }

  private func item(_ operation: Operation, _ fields: String) -> String {
    let address = operation.address.description
    var words = [
      HTML.element("span", ["class": "symbol"], HTML.text(operation.action.symbol)),
      operation.action.rawValue, HTML.element("span", ["class": "address"], HTML.text(address)),
    ]
    if let direction = report.directionWords(of: operation) {
      words.append(HTML.element("span", ["class": "tag"], HTML.text(direction)))
    }
    if let place = proposal.sources[operation.address] {
      words.append(HTML.element("span", ["class": "place"], HTML.text(place.description)))
    }
    let row = HTML.element(
      "p", ["class": "row \(operation.action.rawValue)"], words.joined(separator: " "))
    let means = report.meanings(of: operation).map { HTML.element("li", HTML.text($0)) }
    let gist = means.isEmpty ? "" : HTML.element("ul", ["class": "means"], means.joined())
    return HTML.element("li", ["class": "change", "id": address], row + gist + fields) + "\n"
  }

  private func fields(of operation: Operation) -> String {
    let holdUps = report.holdUps(operation.address).map { "Held up: \($0)" }
    let remarks =
      holdUps.map { HTML.element("li", ["class": "alarm"], HTML.text($0)) }
      + [report.remark(on: operation)].compactMap(\.self).map { HTML.element("li", HTML.text($0)) }
    let rows = report.shownFields(of: operation).map { row($0, operation) }
    let table =
      "<thead><tr><th scope=\"col\">Field</th><th scope=\"col\">Before</th>"
      + "<th scope=\"col\">After</th></tr></thead><tbody>\(rows.joined())</tbody>"
    return (remarks.isEmpty ? "" : HTML.element("ul", ["class": "remarks"], remarks.joined()))
      + (rows.isEmpty ? "" : HTML.element("table", ["class": "fields"], table))
  }

  private func row(_ change: FieldChange, _ operation: Operation) -> String {
    let field = report.field(of: change, in: operation.address)
    let name = change.path.tokens.dropFirst().joined(separator: ".")
    let (before, after) = shownPair(
      shownValue(change.before, field), shownValue(change.after, field), width: 200)
    func cell(_ name: String, _ value: JSON?, _ text: String) -> String {
      "<td>\(value == nil ? "(none)" : HTML.element(name, ["class": "value"], HTML.text(text)))</td>"
    }
    return "<tr><th scope=\"row\">\(HTML.code(name))</th>"
      + cell("del", change.before, before) + cell("ins", change.after, after) + "</tr>"
  }
}
