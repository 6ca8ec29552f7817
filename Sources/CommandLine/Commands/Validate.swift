internal import Diagnostics
internal import JSON
internal import Manifests
internal import Rendering
internal import World

extension Command {
  static let validate = Command(
    "validate", summary: "Check the project and its manifests; contacts nothing.",
    options: [.output], hasSARIF: true
  ) { invocation in
    let session: Session
    do {
      session = try Session(invocation)
    } catch let failure as CommandFailure {
      try invocation.writeDiagnostics(failure.diagnostics, note: nil)
      return failure.code
    }
    let problems =
      session.problems + session.manifests.baseline.expired(at: invocation.world.now(), .error)
    let (count, files) = (session.manifests.manifests.count, session.manifests.fileCount)
    let note =
      "\(count) manifest\(count == 1 ? "" : "s") in \(files) file\(files == 1 ? "" : "s") "
      + "\(count == 1 ? "is" : "are") valid for \(session.environment.name)"
    try invocation.writeDiagnostics(problems, note: problems.hasErrors ? nil : note)
    return problems.hasErrors ? .invalid : .done
  }
}

extension Invocation {
  /// Writes problems as a result of their own: as text to standard error, else where asked.
  func writeDiagnostics(_ diagnostics: [Diagnostic], note: String?) throws {
    let sorted = diagnostics.inReadingOrder()
    if outputs.contains(where: { $0.format == .report(.text) && $0.path == nil }) {
      report(sorted, isResult: true)
    }
    try write(problems: sorted) { format, style in
      switch format {
      case .text: note.map { $0 + "\n" } ?? Self.count(sorted)
      case .json: DiagnosticRendering.json(sorted).prettyText + "\n"
      case .markdown: DiagnosticRendering.markdown(sorted) + (note.map { $0 + "\n" } ?? "")
      }
    }
  }

  private static func count(_ diagnostics: [Diagnostic]) -> String {
    let errors = diagnostics.count { $0.severity == .error }
    let warnings = diagnostics.count { $0.severity == .warning }
    return
      "\(errors) error\(errors == 1 ? "" : "s"), \(warnings) warning\(warnings == 1 ? "" : "s")\n"
  }
}
