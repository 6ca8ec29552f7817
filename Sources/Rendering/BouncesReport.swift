internal import Diagnostics
package import JSON
package import Reports

/// What came back, and who gets no mail.
package struct BouncesReport: Sendable {
  /// Nil where nothing was read.
  private let summary: BounceSummary?
  private let environment: String
  private let suppressed: [(address: String, suppression: Suppression)]

  package init(
    _ summary: BounceSummary?, environment: String,
    suppressed: [(address: String, suppression: Suppression)]
  ) {
    (self.summary, self.environment, self.suppressed) = (summary, environment, suppressed)
  }

  package func rendered(as format: Format, style: Style) -> String {
    switch format {
    case .text: text
    case .json: document.prettyText + "\n"
    case .markdown: Markdown.fitting([200, 50, 10].map { limit in { markdown(limit) } })
    }
  }

  package var document: JSON {
    var object: JSONObject = [
      "format": "gcsync.bounces/1", "environment": .string(environment),
      "suppressed": .array(suppressed.map { $0.suppression.document(of: $0.address) }),
    ]
    if let summary {
      let counted = BounceReport.Kind.allCases.map { kind in
        (kind.rawValue, JSON.number(JSONNumber(summary.counted[kind] ?? 0)))
      }
      object["read"] = [
        "letters": .number(JSONNumber(summary.letters)),
        "counted": .object(JSONObject(counted)),
        "ignored": .number(JSONNumber(summary.ignored)),
        "withoutFailure": .number(JSONNumber(summary.withoutFailure)),
        "notUnderstood": .array(
          summary.strange.map { ["letter": .string($0.letter), "reason": .string($0.reason)] }),
        "whole": .bool(summary.isWhole),
      ]
    }
    return .object(object)
  }

  private var text: String {
    var lines: [String] = []
    if let summary {
      let kinds = BounceReport.Kind.allCases.compactMap { kind in
        summary.counted[kind].map { "\($0) \(kind.rawValue)" }
      }
      lines.append(
        "\(counted(summary.letters, "letter")) read: "
          + (kinds.isEmpty ? "nothing that counts" : kinds.joined(separator: ", ")))
      if summary.ignored > 0 {
        lines.append("  \(summary.ignored) about messages that are not in the ledger, passed over")
      }
      if summary.withoutFailure > 0 { lines.append("  \(summary.withoutFailure) about no failure") }
      lines += summary.strange.map {
        "  not understood: \($0.letter.withoutControls): \($0.reason.withoutControls)"
      }
      if !summary.isWhole { lines.append("  there are more letters; run it again") }
    }
    lines.append(
      suppressed.isEmpty
        ? "Nobody is suppressed in \(environment.withoutControls)."
        : "Suppressed in \(environment.withoutControls), whatever a list says:")
    lines += suppressed.map { $0.suppression.line(of: $0.address) }
    return lines.map { $0 + "\n" }.joined()
  }

  private func markdown(_ limit: Int) -> String {
    var text = "### Suppressed in \(Markdown.code(environment.cut(to: 200)))\n\n"
    if suppressed.isEmpty { return text + "Nobody.\n" }
    text += "| address | why | since | reason |\n|---|---|---|---|\n"
    return text
      + Markdown.list(suppressed, limit: limit, more: " addresses") { item in
        "| \(Markdown.code(item.address.cut(to: 200))) | \(item.suppression.kind.rawValue) "
          + "| \(item.suppression.sinceText) "
          + "| \(Markdown.escaped(item.suppression.reason.cut(to: 300))) |\n"
      }
  }
}

extension Suppression {
  /// The suppression of an address as a line.
  func line(of address: String) -> String {
    "  \(address.withoutControls)  \(kind.rawValue) since \(sinceText): \(reason.withoutControls)"
  }

  func document(of address: String) -> JSON {
    [
      "address": .string(address), "kind": .string(kind.rawValue), "since": .string(sinceText),
      "reason": .string(reason),
    ]
  }
}
