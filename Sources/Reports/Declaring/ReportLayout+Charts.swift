internal import Diagnostics
internal import JSON

extension ReportLayout {
  mutating func readCharts(_ root: LayoutReader.Place, _ reader: inout LayoutReader) {
    for place in root["charts"]?.elements ?? [] {
      guard let kind = reader.word(place["type"], ReportChart.Kind.self),
        let title = reader.text(place["title"]), let label = reader.text(place["label"]),
        let value = reader.text(place["value"])
      else { continue }
      let total = reader.word(place["total"], Total.self) ?? .sum
      if kind == .donut, total != .sum, total != .count, let place = place["total"] {
        reader.report(
          "invalid-total", "is \(total), and the parts of a donut must add up", at: place,
          hint: "take sum or count, or type: bar")
      }
      let chart = ReportChart(
        kind, title, label: 0, value: 0, total: total,
        limit: reader.count(place["limit"], in: 1...50) ?? 6)
      charts.append(Chart(label: label, value: value, chart: chart))
    }
    for place in root["highlight"]?.elements ?? [] {
      guard let column = reader.text(place["column"]), let condition = reader.condition(place)
      else { continue }
      highlights.append(
        HighlightRule(
          column: column, condition: condition,
          tone: reader.word(place["tone"]) ?? .accent,
          coversRow: reader.flag(place["row"]) ?? false))
    }
  }

  /// Checks that charts and highlights are about columns that the layout names, if it names any.
  func checkNames(_ root: LayoutReader.Place, _ reader: inout LayoutReader) {
    guard let columns else { return }
    let known = columns.map(\.name) + [group].compactMap(\.self)
    let places =
      (root["charts"]?.elements ?? []).flatMap { [$0["label"], $0["value"]] }
      + (root["highlight"]?.elements ?? []).map { $0["column"] }
    for place in places.compactMap(\.self) {
      guard let name = place.value.string, !known.contains(name) else { continue }
      let near = nearestName(to: name, in: known)
      reader.report(
        "unknown-column", "is \"\(name)\", which is none of the columns", at: place,
        hint: near.map { "did you mean \"\($0)\"?" } ?? "add it to \(root.pointer)/columns")
    }
    for place in (root["charts"]?.elements ?? []).compactMap({ $0["value"] }) {
      guard let column = columns.first(where: { $0.name == place.value.string }),
        !column.column.kind.isNumeric, counted(place.value.string) == false
      else { continue }
      reader.report(
        "invalid-chart", "is \"\(column.name)\", which holds no numbers", at: place,
        hint: "give the column a format of type number, duration or percent, or take total: count")
    }
  }

  /// Whether every chart of a value only counts its cells.
  private func counted(_ value: String?) -> Bool {
    charts.filter { $0.value == value }.allSatisfy { $0.chart.total == .count }
  }
}

extension LayoutReader {
  /// Reads the one condition of a highlight.
  fileprivate mutating func condition(_ place: Place) -> Highlight.Condition? {
    let words = ["above", "below", "between", "equals", "contains", "empty"]
    let given = words.filter { place[$0] != nil }
    guard let word = given.first, given.count == 1 else {
      report(
        "invalid-highlight",
        given.isEmpty
          ? "has no condition" : "has several conditions: \(given.joined(separator: ", "))",
        at: place, hint: "name one of \(words.joined(separator: ", "))")
      return nil
    }
    switch word {
    case "above": return exact(place[word]).map { .above($0) }
    case "below": return exact(place[word]).map { .below($0) }
    case "between": return between(place[word])
    case "equals": return text(place[word]).map { .equals($0) }
    case "contains": return text(place[word]).map { .contains($0) }
    default: return .isEmpty
    }
  }

  private mutating func between(_ place: Place?) -> Highlight.Condition? {
    guard let place else { return nil }
    let bounds = place.elements.compactMap { exact($0) }
    guard bounds.count == 2, bounds[0] <= bounds[1] else {
      report(
        "invalid-highlight", "must be two numbers, the smaller one first", at: place,
        hint: "write [70, 80]")
      return nil
    }
    return .between(bounds[0], bounds[1])
  }
}
