internal import JSON

extension Checkup {
  /// What was looked at in one bucket, check by check.
  package struct Table: Sendable {
    /// What it is about: `bucket recordings of StorageTarget/archive`.
    package let name: String
    package let checks: [Check]

    package init(_ name: String, _ checks: [Check]) {
      self.name = name
      self.checks = checks
    }
  }

  /// One check of a table.
  package struct Check: Sendable {
    package let number: Int
    package let id: String
    package let state: State
    /// The codes of what was found, where anything was.
    package let codes: [String]
    package let found: String
    package let remedy: String?

    package init(
      _ number: Int, _ id: String, _ state: State, _ found: String, codes: [String] = [],
      remedy: String? = nil
    ) {
      self.number = number
      self.id = id
      self.state = state
      self.codes = codes
      self.found = found
      self.remedy = remedy
    }
  }

  func tableLines(_ style: Style) -> [String] {
    (tables + senders).flatMap { table in
      let width = table.checks.map { $0.id.columns }.max() ?? 0
      let gap = String(repeating: " ", count: width + 9)
      return ["", "\(table.name.withoutControls):"]
        + table.checks.flatMap { check in
          [
            "  \(style.paint(check.state.mark, check.state.color)) "
              + "\(check.number < 10 ? " " : "")\(check.number) \(check.id.padded(to: width))  "
              + check.found.withoutControls
          ]
            + (check.remedy.map {
              ["\(gap)\(style.paint("remedy", .green)): \($0.withoutControls)"]
            } ?? [])
        }
    }
  }

  /// The tables for a ticket, of each only so many checks.
  func tableMarkdown(_ limit: Int) -> String {
    func cell(_ text: String) -> String {
      Markdown.escaped(text.cut(to: Markdown.longest))
    }
    return (tables + senders).map { table in
      let rows = table.checks.map { check in
        let remedy = check.remedy.map { "; remedy: \($0)" } ?? ""
        return "| \(check.state.mark) | \(check.number) | \(check.id) | "
          + "\(cell(check.found + remedy)) |\n"
      }
      let rest = rows.count > limit ? "\n… and \(rows.count - limit) more checks\n" : ""
      return "\n#### \(Markdown.escaped(table.name.cut(to: 300)))\n\n| | # | check | found |\n"
        + "|---|---|---|---|\n" + rows.prefix(limit).joined() + rest
    }.joined()
  }
}

extension Checkup.Table {
  var document: JSON {
    [
      "name": .string(name),
      "checks": .array(
        checks.map { check in
          var object: JSONObject = [
            "number": .number(JSONNumber(check.number)), "id": .string(check.id),
            "state": .string(check.state.rawValue), "found": .string(check.found),
          ]
          if !check.codes.isEmpty { object["codes"] = .array(check.codes.map(JSON.string)) }
          check.remedy.map { object["remedy"] = .string($0) }
          return .object(object)
        }),
    ]
  }
}
