internal import JSON
package import Reconciler
internal import World

/// The runs of an environment.
package enum HistoryRendering {
  package static func rendered(
    _ runs: [RunRecord], environment: String, as format: Format, style: Style
  ) -> String {
    switch format {
    case .text: text(runs, environment, style)
    case .json: document(runs).prettyText + "\n"
    case .markdown: markdown(runs, environment)
    }
  }

  static func document(_ runs: [RunRecord]) -> JSON {
    ["format": "gcsync.history/1", "runs": .array(runs.map(document))]
  }

  private static func document(_ run: RunRecord) -> JSON {
    [
      "id": .string(run.id), "state": .string(run.state.rawValue),
      "started": .string(run.started.rfc3339),
      "finished": run.finished.map { .string($0.rfc3339) } ?? .null,
      "environment": .string(run.environment), "owner": .string(run.owner),
      "actor": .string(run.actor), "commit": run.commit.map(JSON.string) ?? .null,
      "plan": run.planID.map(JSON.string) ?? .null,
      "summary": .object(
        JSONObject(
          run.summary.sorted { $0.key < $1.key }.map { ($0.key, .number(JSONNumber($0.value))) })),
    ]
  }

  private static func text(_ runs: [RunRecord], _ environment: String, _ style: Style) -> String {
    guard !runs.isEmpty else {
      return "No run has written to \(environment.withoutControls) yet.\n"
    }
    let width = runs.reduce(0) { max($0, $1.actor.withoutControls.cut(to: 30).columns) }
    return runs.map { run in
      let state = run.state.rawValue
      let gap = String(repeating: " ", count: max(1, 13 - state.count))
      return "\(run.started.rfc3339)  \(run.id.withoutControls)  "
        + "\(style.paint(state, run.state.color))\(gap)"
        + "\(run.actor.withoutControls.cut(to: 30).padded(to: width))  \(counts(run))\n"
    }.joined()
  }

  private static func markdown(_ runs: [RunRecord], _ environment: String) -> String {
    Markdown.fitting([200, 50, 10].map { limit in { markdown(runs, environment, limit) } })
  }

  private static func markdown(
    _ runs: [RunRecord], _ environment: String, _ limit: Int
  ) -> String {
    var text = "### gcsync runs of \(Markdown.code(environment.cut(to: 200)))\n\n"
    if runs.isEmpty { return text + "No run has written to it yet.\n" }
    text += "| started | run | state | actor | summary |\n|---|---|---|---|---|\n"
    return text
      + Markdown.list(runs, limit: limit, more: " runs") { run in
        "| \(run.started.rfc3339) | \(Markdown.code(run.id.cut(to: 100))) | \(run.state.rawValue) "
          + "| \(Markdown.escaped(run.actor.cut(to: 100))) "
          + "| \(Markdown.escaped(counts(run))) |\n"
      }
  }

  private static func counts(_ run: RunRecord) -> String {
    let parts = run.summary.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    guard !parts.isEmpty else { return run.state == .done ? "nothing to do" : "not finished" }
    return parts.joined(separator: ", ").cut(to: 300).withoutControls
  }
}

extension RunRecord {
  /// The id of the plan the run was for.
  fileprivate var planID: String? { plan["envelope"]?["id"]?.string }
}

extension RunRecord.State {
  fileprivate var color: Style.Color {
    switch self {
    case .running: .cyan
    case .interrupted: .yellow
    case .failed: .red
    case .done: .green
    }
  }
}
