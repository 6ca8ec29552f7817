internal import Diagnostics
package import JSON
package import Reports
internal import World

/// What reports came to: their runs, and when each is due next.
package struct ReportRunsReport: Sendable {
  /// One report and the runs that are told of it.
  package struct Entry: Sendable {
    package let name: String
    package let id: String
    package let runs: [ReportRun]
    /// What is known of the recipients of each run, where that was asked for.
    package let rows: [String: [RecipientRow]]
    package let held: [ReportRun.Hold]
    package let next: FireTime?
    package let timeZone: String

    package init(
      name: String, id: String, runs: [ReportRun], rows: [String: [RecipientRow]] = [:],
      held: [ReportRun.Hold] = [], next: FireTime?, timeZone: String
    ) {
      (self.name, self.id, self.runs, self.rows) = (name, id, runs, rows)
      (self.held, self.next, self.timeZone) = (held, next, timeZone)
    }
  }

  private let entries: [Entry]
  private let environment: String
  private let suppressed: [(address: String, suppression: Suppression)]
  /// Whether everything was done but the sending.
  private let isRehearsal: Bool

  package init(
    _ entries: [Entry], environment: String,
    suppressed: [(address: String, suppression: Suppression)] = [], isRehearsal: Bool = false
  ) {
    (self.entries, self.environment, self.suppressed) = (entries, environment, suppressed)
    self.isRehearsal = isRehearsal
  }

  package func rendered(as format: Format, style: Style) -> String {
    switch format {
    case .text: text(style)
    case .json: document.prettyText + "\n"
    case .markdown: Markdown.fitting([200, 50, 10].map { limit in { markdown(limit) } })
    }
  }

  package var document: JSON {
    [
      "format": "gcsync.reports/1", "environment": .string(environment),
      "reports": .array(entries.map(document)),
      "suppressed": .array(
        suppressed.map { $0.suppression.document(of: $0.address) }),
    ]
  }

  private func document(_ entry: Entry) -> JSON {
    [
      "name": .string(entry.name), "id": .string(entry.id),
      "next": entry.next.map { .string($0.instant.rfc3339) } ?? .null,
      "timeZone": .string(entry.timeZone),
      "runs": .array(
        entry.runs.map { run in
          guard case .object(var object) = run.json else { return run.json }
          if let rows = entry.rows[run.id] { object["deliveries"] = .array(rows.map(\.json)) }
          return .object(object)
        }),
    ]
  }
}

extension ReportRunsReport {
  private func text(_ style: Style) -> String {
    var lines: [String] = []
    let width = entries.reduce(0) { max($0, $1.name.withoutControls.cut(to: 40).columns) }
    for entry in entries {
      let name = entry.name.withoutControls.cut(to: 40).padded(to: width)
      lines += entry.runs.flatMap { run in
        ["\(name)  \(run.line(style, isRehearsal: isRehearsal))"] + details(of: run, entry)
      }
      lines += entry.held.map { "\(name)  under way: \($0.holder.withoutControls)" }
      if entry.runs.isEmpty, entry.held.isEmpty {
        let next =
          entry.next.map { "next \($0.words) \(entry.timeZone)" } ?? "nothing to go on with"
        lines.append("\(name)  \(style.paint(next, .dim))")
      }
    }
    if entries.isEmpty { lines.append("No report has been run in \(environment.withoutControls).") }
    if !suppressed.isEmpty {
      lines += ["", "Suppressed, whatever a list says:"]
      lines += suppressed.map { $0.suppression.line(of: $0.address) }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The steps of a run and its recipients, where they were asked for.
  private func details(of run: ReportRun, _ entry: Entry) -> [String] {
    guard let rows = entry.rows[run.id] else { return [] }
    let steps = run.steps.map { step in
      "    \(step.at.rfc3339)  \(step.name.rawValue.padded(to: 10))  "
        + "\(step.outcome.rawValue.padded(to: 7))  \(step.reason.withoutControls)"
    }
    let deliveries = rows.map { row in
      "    \(row.at.rfc3339)  \(row.words.withoutControls)"
    }
    return steps + deliveries
  }

  private func markdown(_ limit: Int) -> String {
    var text = "### Reports of \(Markdown.code(environment.cut(to: 200)))\n\n"
    let runs = entries.flatMap(\.runs)
    if runs.isEmpty { return text + "Nothing was due.\n" }
    text += "| report | period | state | recipients | reason |\n|---|---|---|---|---|\n"
    return text
      + Markdown.list(runs, limit: limit, more: " runs") { run in
        "| \(Markdown.escaped(run.name.cut(to: 100))) | \(Markdown.escaped(run.period.label)) "
          + "| \(run.state.rawValue) | \(run.accepted) of \(run.total) "
          + "| \(Markdown.escaped((run.reason ?? "").cut(to: 300))) |\n"
      }
  }
}

extension ReportRun {
  fileprivate var accepted: Int { recipients["accepted"] ?? 0 }
  fileprivate var total: Int { recipients.values.reduce(0, +) }

  fileprivate func line(_ style: Style, isRehearsal: Bool) -> String {
    let word =
      isRehearsal && state == .sent
      ? "rehearsed" : state == .failed && retryAt != nil ? "retrying" : state.rawValue
    var parts = [
      started.rfc3339, period.label.withoutControls,
      style.paint(word, state.color) + String(repeating: " ", count: max(0, 8 - word.count)),
    ]
    var facts: [String] = []
    if total > 0 {
      facts.append(
        isRehearsal ? counted(total, "recipient") : "accepted for \(accepted) of \(total)")
    }
    if let rows { facts.append(counted(rows, "row")) }
    if let pages { facts.append(counted(pages, "page")) }
    if !suppressed.isEmpty { facts.append("\(suppressed.count) suppressed") }
    if let reason { facts.append(reason.withoutControls) }
    if let retryAt { facts.append("tried again at \(retryAt.rfc3339)") }
    parts.append(facts.joined(separator: ", "))
    return parts.joined(separator: "  ")
  }
}

extension ReportRun.State {
  fileprivate var color: Style.Color {
    switch self {
    case .running, .deferred: .cyan
    case .sent, .skipped: .green
    case .partly, .missed: .yellow
    case .failed: .red
    }
  }
}
