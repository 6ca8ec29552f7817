package import Diagnostics

/// Problems as workflow commands of GitHub Actions, which shows them beside the lines they are about.
///
/// What is in a command is escaped just as GitHub's own toolkit does it, so that no text from outside
/// ends one or begins another.
package enum WorkflowCommands {
  /// Returns a command a line, the worst first; `path` returns what the repository calls a file.
  package static func text(
    _ diagnostics: [Diagnostic], path: (String) -> String = { $0 }
  ) -> String {
    let levels: [Diagnostic.Severity] = [.error, .warning, .note]
    return levels.flatMap { level in
      diagnostics.filter { $0.severity == level }.map { command($0, path) + "\n" }
    }.joined()
  }

  private static func command(_ diagnostic: Diagnostic, _ path: (String) -> String) -> String {
    let level =
      switch diagnostic.severity {
      case .error: "error"
      case .warning: "warning"
      case .note: "notice"
      }
    var properties: [(String, String)] = []
    if let location = diagnostic.location {
      properties = [
        ("file", path(location.file.name)), ("line", String(location.line)),
        ("col", String(location.column)),
      ]
    }
    properties.append(
      ("title", [diagnostic.address, diagnostic.code].compactMap(\.self).joined(separator: " ")))
    let words = properties.map { "\($0.0)=\(property($0.1))" }.joined(separator: ",")
    return "::\(level) \(words)::\(data(text(of: diagnostic)))"
  }

  /// The message with its remarks and what to do, a line each.
  private static func text(of diagnostic: Diagnostic) -> String {
    let notes = diagnostic.notes.map { note in
      note.message + (note.location.map { " (\($0))" } ?? "")
    }
    let hint = diagnostic.hint.map { ["hint: \($0)"] } ?? []
    return ([diagnostic.message] + notes + hint).map(\.withoutControls).joined(separator: "\n")
  }

  /// Returns a text as what a command says; `escapeData` of the toolkit.
  static func data(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }

  /// Returns a text as the value of a property; `escapeProperty` of the toolkit.
  static func property(_ text: String) -> String {
    data(text.withoutControls).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}

extension WorkflowCommands {
  /// Returns values as `GITHUB_OUTPUT` takes them, each between lines that it does not hold.
  package static func outputs(_ values: [(name: String, value: String)]) -> String {
    values.map { name, value in
      var end = "gcsync_end"
      while value.contains(end) { end += "_" }
      return "\(name)<<\(end)\n\(value)\n\(end)\n"
    }.joined()
  }

  /// Returns a text of which a runner takes no line for a command: `::` at its beginning, whatever
  /// space is before it, and `##[` or `##vso[` anywhere.
  package static func disarmed(_ text: String) -> String {
    guard text.contains("::") || text.contains("##") else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let rest = line.drop { $0.isWhitespace }
      let line =
        rest.hasPrefix("::") ? line.prefix(line.count - rest.count) + ": " + rest.dropFirst() : line
      return line.replacing("##[", with: "# #[").replacing("##vso[", with: "# #vso[")
    }.joined(separator: "\n")
  }
}
