internal import Diagnostics
package import JSON
package import Reconciler

/// Audit reports and the verdict on their chain, from the documents, so that old ones can be shown.
package enum AuditRendering {
  package static func rendered(_ report: JSON, as format: Format, style: Style) -> String {
    switch format {
    case .text: text(RunSummary(report), style)
    case .json: report.prettyText + "\n"
    case .markdown: RunSummary(report).markdown()
    }
  }

  private static func text(_ summary: RunSummary, _ style: Style) -> String {
    let commit = summary.plain("run", "commit")
    let rows = [
      ("run", summary.title),
      ("environment", "\(summary.plain("run", "environment")) of \(summary.plain("run", "owner"))"),
      ("plan", summary.plain("run", "plan")),
      ("actor", summary.plain("run", "actor") + (commit == "-" ? "" : ", commit \(commit)")),
      ("started", summary.plain("run", "started")), ("finished", summary.plain("timestamp")),
      ("compliance", summary.plain("compliance_status")),
      ("routing", summary.plain("routing_state")), ("succeeded", summary.succeeded),
      ("latency", summary.latency), ("requests", summary.requests),
    ]
    var lines = rows.map { "\($0.padded(to: 11))  \($1)" }
    let items = summary.itemLines(style)
    if !items.isEmpty { lines += [""] + items + [""] }
    lines.append(style.paint(summary.counts, .bold))
    if let resume = summary.resume { lines.append("To go on: \(resume)") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Returns what checking a chain has found.
  package static func rendered(
    _ verdict: AuditChain.Verdict, as format: Format, style: Style
  ) -> String {
    switch format {
    case .text: text(verdict, style)
    case .json: document(verdict).prettyText + "\n"
    case .markdown: markdown(verdict)
    }
  }

  private static func text(_ verdict: AuditChain.Verdict, _ style: Style) -> String {
    let breaches = verdict.breaches.map {
      "chain.jsonl:\($0.line): \($0.message.withoutControls)\n"
    }
    let end = words(verdict, head: verdict.head.withoutControls)
    return breaches.joined()
      + (verdict.breaches.isEmpty ? end : style.paint(end, .red)) + "\n"
  }

  private static func markdown(_ verdict: AuditChain.Verdict) -> String {
    let end = words(verdict, head: Markdown.code(verdict.head.cut(to: 200)))
    let breaches = Markdown.list(verdict.breaches, limit: 100, more: " breaches") { breach in
      let message = Markdown.escaped(breach.message.cut(to: 400))
      return "- \(Markdown.code("chain.jsonl:\(breach.line)")) \(message)\n"
    }
    return "**\(end)**\n\n\(breaches)"
  }

  private static func words(_ verdict: AuditChain.Verdict, head: String) -> String {
    let chain = "The chain of \(counted(verdict.entries, "report"))"
    return verdict.breaches.isEmpty
      ? "\(chain) is whole; its head is \(head)" : "\(chain) is broken"
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
