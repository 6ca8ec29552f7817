internal import Diagnostics
internal import JSON

extension ReportLayout {
  mutating func readColumns(_ root: LayoutReader.Place, _ reader: inout LayoutReader) {
    var read: [Column] = []
    for place in root["columns"]?.elements ?? [] {
      guard let name = reader.text(place["name"]) else {
        reader.report("missing-field", "is missing \"name\"", at: place)
        continue
      }
      if let first = read.first(where: { $0.name == name }) {
        reader.report(
          "duplicate-column", "names the column \"\(name)\" again", at: place,
          hint: "it is named at \(first.place) already; take one of them out")
        continue
      }
      read.append(Column(name: name, column: column(place, name, &reader), place: place.pointer))
    }
    if root["columns"] != nil { columns = read }
    group = reader.text(root["group"])
    for place in root["sort"]?.elements ?? [] {
      guard let name = reader.text(place["column"]) else { continue }
      let order = reader.word(place["order"], SortOrder.self)
      sort.append(SortKey(name: name, isDescending: order == .descending))
    }
  }

  private func column(
    _ place: LayoutReader.Place, _ name: String, _ reader: inout LayoutReader
  ) -> ReportColumn {
    let kind = place["format"].flatMap { reader.kind($0) } ?? .text
    let total = reader.word(place["total"], Total.self)
    if let total, total != .count, !kind.isNumeric, let place = place["total"] {
      reader.report(
        "invalid-total", "is \(total) of a column that holds no numbers", at: place,
        hint: "give the column a format of type number, duration or percent, or take count")
    }
    return ReportColumn(
      reader.text(place["label"]) ?? name, kind, alignment: reader.word(place["align"]),
      width: place["width"].map { reader.width($0) } ?? .automatic, total: total,
      isLink: reader.flag(place["link"]) ?? false)
  }

  /// Checks that the columns fit on the paper, as far as they have a width.
  func checkWidths(_ root: LayoutReader.Place, _ reader: inout LayoutReader) {
    guard let columns, let place = root["columns"] else { return }
    let room = theme.pageSize.width - 2 * theme.margin
    let shown = columns.filter { $0.name != group }
    let taken = shown.reduce(0.0) { sum, column in
      switch column.column.width {
      case .automatic: sum
      case .points(let points): sum + points
      case .share(let share): sum + share * room
      }
    }
    let least = Double(shown.count { $0.column.width == .automatic }) * 10
    guard taken + least > room + 0.5 else { return }
    reader.report(
      "columns-too-wide",
      "take \(Int(taken.rounded())) points where the page has \(Int(room.rounded()))"
        + (least > 0 ? " and other columns need room, too" : ""),
      at: place, hint: "give fewer columns a width, or take orientation: landscape")
  }
}

private enum SortOrder: String, CaseIterable {
  case ascending, descending
}

extension LayoutReader {
  private enum KindWord: String, CaseIterable {
    case text, number, duration, date, percent

    /// What may be said of the kind besides its type.
    var words: [String] {
      switch self {
      case .text: []
      case .number: ["decimals", "unit"]
      case .duration: ["from", "as"]
      case .date: ["pattern"]
      case .percent: ["decimals", "hundredths"]
      }
    }
  }

  /// Reads what the cells of a column hold.
  fileprivate mutating func kind(_ place: Place) -> ValueKind? {
    guard let type = place["type"] else {
      report("missing-field", "is missing \"type\"", at: place)
      return nil
    }
    guard let word = word(type, KindWord.self) else { return nil }
    for key in place.value.object?.keys ?? [] where key != "type" && !word.words.contains(key) {
      guard let place = place[key] else { continue }
      let owners = KindWord.allCases.filter { $0.words.contains(key) }.map(\.rawValue)
      report(
        "invalid-format", "means nothing for a \(word)", at: place,
        hint: owners.isEmpty
          ? "take it out" : "it belongs to type: \(owners.joined(separator: " or "))")
    }
    switch word {
    case .text: return .text
    case .number:
      return .number(
        decimals: count(place["decimals"], in: 0...9), unit: text(place["unit"]) ?? "")
    case .duration:
      return .duration(
        from: self.word(place["from"]) ?? .milliseconds, as: self.word(place["as"]) ?? .clock)
    case .percent:
      return .percent(
        decimals: count(place["decimals"], in: 0...9) ?? 1,
        isHundredths: flag(place["hundredths"]) ?? false)
    case .date:
      return place["pattern"].flatMap { pattern($0) }.map { .date(pattern: $0) } ?? .date()
    }
  }

  /// Reads the pattern of a date, and refuses what looks like a field and is none.
  private mutating func pattern(_ place: Place) -> String? {
    guard let text = text(place) else { return nil }
    var (hasField, wrong): (Bool, [String]) = (false, [])
    var rest = text[...]
    while let first = rest.first {
      let run = rest.prefix { $0 == first }
      rest = rest[run.endIndex...]
      if DateText.names.contains(String(run)) {
        hasField = true
      } else if "yYMDHhSE".contains(first), run.count > 1 || "yYMDE".contains(first) {
        wrong.append(String(run))
      }
    }
    guard !hasField || !wrong.isEmpty else { return text }
    report(
      "invalid-pattern",
      wrong.isEmpty ? "has no field of a date" : "has \(wrong.joined(separator: ", "))",
      at: place, hint: "the fields are \(DateText.names.joined(separator: " "))")
    return nil
  }

  /// Reads a number of points, or a part of the table's width in percent.
  fileprivate mutating func width(_ place: Place) -> ReportColumn.Width {
    if let points = place.value.number?.double, points > 0, points <= 1200 {
      return .points(points)
    }
    if let text = place.value.string, text.last == "%", let share = Double(text.dropLast()),
      share > 0, share <= 100
    {
      return .share(share / 100)
    }
    report(
      "invalid-layout", "is no width", at: place,
      hint: "write a number of points, or a part of the table such as \"25%\"")
    return .automatic
  }
}
