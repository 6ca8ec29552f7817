package import Diagnostics
package import JSON

/// Problems as a person or a program reads them.
package enum DiagnosticRendering {
  /// Returns each problem with its place, the line it stands in, and what to do.
  ///
  /// Where a limit is given, of the warnings and notes of one code only so many are shown, and the
  /// others are counted.
  package static func text(
    _ diagnostics: [Diagnostic], style: Style, alike limit: Int = .max
  ) -> String {
    var counts: [String: Int] = [:]
    let shown = diagnostics.filter { diagnostic in
      guard diagnostic.severity != .error else { return true }
      counts[diagnostic.code, default: 0] += 1
      return counts[diagnostic.code, default: 0] <= limit
    }
    let rest = counts.filter { $0.value > limit }.sorted { $0.key < $1.key }.map { code, count in
      "and \(count - limit) more [\(code.withoutControls)]; gcsync validate shows all\n"
    }
    var lines = SourceLines()
    return (shown.map { text($0, style, &lines) } + rest).joined(separator: "\n")
  }

  private static func text(
    _ diagnostic: Diagnostic, _ style: Style, _ source: inout SourceLines
  ) -> String {
    let place = diagnostic.location.map { "\($0.description.withoutControls): " } ?? ""
    let label = style.paint(
      "\(diagnostic.severity.rawValue)[\(diagnostic.code.withoutControls)]",
      color(of: diagnostic.severity))
    var lines = ["\(place)\(label): \(diagnostic.message.withoutControls)"]
    if let location = diagnostic.location, !diagnostic.hidesSource,
      let excerpt = Excerpt(of: location, in: &source, width: style.width - 4)
    {
      let indent = String(repeating: " ", count: excerpt.caret)
      lines += ["  \(excerpt.text)", "  \(indent)\(style.paint("^", .bold))"]
    }
    for note in diagnostic.notes {
      let place = note.location.map { "\($0.description.withoutControls): " } ?? ""
      lines.append("  \(place)\(style.paint("note", .cyan)): \(note.message.withoutControls)")
    }
    if let hint = diagnostic.hint {
      lines.append("  \(style.paint("hint", .green)): \(hint.withoutControls)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func color(of severity: Diagnostic.Severity) -> Style.Color {
    switch severity {
    case .error: .red
    case .warning: .yellow
    case .note: .cyan
    }
  }

  /// Returns the problems as one document.
  package static func json(_ diagnostics: [Diagnostic]) -> JSON {
    [
      "format": "gcsync.diagnostics/1",
      "diagnostics": .array(diagnostics.map(document)),
      "summary": [
        "errors": .number(JSONNumber(diagnostics.count { $0.severity == .error })),
        "warnings": .number(JSONNumber(diagnostics.count { $0.severity == .warning })),
      ],
    ]
  }

  /// Returns one problem as it stands inside documents.
  package static func document(_ diagnostic: Diagnostic) -> JSON {
    var object: JSONObject = [
      "severity": .string(diagnostic.severity.rawValue), "code": .string(diagnostic.code),
      "message": .string(diagnostic.message),
    ]
    object["source"] = diagnostic.location.map(document)
    object["address"] = diagnostic.address.map(JSON.string)
    if !diagnostic.notes.isEmpty {
      object["notes"] = .array(
        diagnostic.notes.map { note in
          var object: JSONObject = ["message": .string(note.message)]
          object["source"] = note.location.map(document)
          return .object(object)
        })
    }
    object["hint"] = diagnostic.hint.map(JSON.string)
    return .object(object)
  }

  static func document(_ location: SourceLocation) -> JSON {
    [
      "file": .string(location.file.name), "line": .number(JSONNumber(location.line)),
      "column": .number(JSONNumber(location.column)),
    ]
  }

  /// Returns the problems as a list for a pull request, as many as fit.
  package static func markdown(_ diagnostics: [Diagnostic]) -> String {
    Markdown.fitting(
      [diagnostics.count, 200, 50, 10].map { limit in
        { Markdown.list(diagnostics, limit: limit, more: " problems", markdown) }
      })
  }

  /// Returns one problem as an item of a list.
  static func markdown(_ diagnostic: Diagnostic) -> String {
    func shown(_ text: String) -> String { Markdown.escaped(text.cut(to: Markdown.longest)) }
    let place = diagnostic.location.map { " " + Markdown.code($0.description.cut(to: 300)) } ?? ""
    let code = Markdown.code(diagnostic.code.cut(to: 100))
    let notes = Markdown.list(diagnostic.notes, limit: 10, more: " remarks") { note in
      let place = note.location.map { Markdown.code($0.description.cut(to: 300)) + ": " } ?? ""
      return "  - \(place)\(shown(note.message))\n"
    }
    let hint = diagnostic.hint.map { "  - hint: \(shown($0))\n" } ?? ""
    return "- **\(diagnostic.severity.rawValue)** \(code)\(place) \(shown(diagnostic.message))\n"
      + notes + hint
  }
}
