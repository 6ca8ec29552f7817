package import JSON
package import Reconciler

/// Audit reports and the verdict on their chain, from the documents, so that old ones can be shown.
package enum AuditRendering {
  package static func rendered(_ report: JSON, as format: Format, style: Style) -> String {
    switch format {
    case .text: text(report, style)
    case .json: report.prettyText + "\n"
    case .markdown: markdown(report)
    }
  }

  private static let figures = [
    "total_operations", "success_count", "failure_count", "skipped_count", "success_rate_percent",
    "average_latency_ms", "p95_latency_ms",
  ]

  private static func text(_ report: JSON, _ style: Style) -> String {
    var lines = [
      "run        \(plain(report["run"]?["id"]))", "finished   \(plain(report["timestamp"]))",
      "actor      \(plain(report["run"]?["actor"]))",
      "compliance \(plain(report["compliance_status"]))",
      "routing    \(plain(report["routing_state"]))",
    ]
    lines += figures.map { "\($0): \(plain(report["metrics"]?[$0]))" }
    for operation in report["operations"]?.array ?? [] {
      let reason = operation["error"]?["message"] ?? operation["reason"]
      lines.append(
        "  \(plain(operation["outcome"])) \(plain(operation["action"])) \(plain(operation["address"]))"
          + (reason.map { ": \(plain($0))" } ?? ""))
    }
    for failure in report["failures"]?.array ?? [] {
      lines.append("  \(style.paint("failure", .red)) \(plain(failure["message"]))")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  static func markdown(_ report: JSON) -> String {
    var text = "### gcsync run \(Markdown.code(plain(report["run"]?["id"])))\n\n"
    text += "| figure | value |\n|---|---|\n"
    text += "| compliance | \(Markdown.escaped(plain(report["compliance_status"]))) |\n"
    text += "| routing | \(Markdown.escaped(plain(report["routing_state"]))) |\n"
    for figure in figures {
      text +=
        "| \(Markdown.escaped(figure)) | \(Markdown.escaped(plain(report["metrics"]?[figure]))) |\n"
    }
    for operation in (report["operations"]?.array ?? []).prefix(500) {
      let reason = operation["error"]?["message"] ?? operation["reason"]
      text += "\n- \(Markdown.escaped(plain(operation["outcome"]))) "
      text += Markdown.code("\(plain(operation["action"])) \(plain(operation["address"]))")
      text += reason.map { " \(Markdown.escaped(plain($0)))" } ?? ""
    }
    return text + "\n"
  }

  private static func plain(_ value: JSON?) -> String {
    (value?.string ?? value?.text ?? "-").withoutControls
  }

  /// Returns what checking a chain has found.
  package static func rendered(
    _ verdict: AuditChain.Verdict, as format: Format, style: Style
  ) -> String {
    switch format {
    case .json: document(verdict).prettyText + "\n"
    case .text, .markdown:
      (verdict.breaches.map { "chain.jsonl:\($0.line): \($0.message.withoutControls)" }
        + [
          verdict.breaches.isEmpty
            ? "The chain of \(verdict.entries) reports is whole; its head is \(verdict.head)"
            : style.paint("The chain of \(verdict.entries) reports is broken", .red)
        ]).joined(separator: "\n") + "\n"
    }
  }

  private static func document(_ verdict: AuditChain.Verdict) -> JSON {
    [
      "format": "gcsync.audit-verdict/1", "entries": .number(JSONNumber(verdict.entries)),
      "head": .string(verdict.head), "whole": .bool(verdict.breaches.isEmpty),
      "breaches": .array(
        verdict.breaches.map {
          ["line": .number(JSONNumber($0.line)), "message": .string($0.message)]
        }),
    ]
  }
}
