internal import Diagnostics
internal import JSON
internal import Manifests
internal import Reconciler
internal import Rendering
internal import World

extension Command {
  static let validate = Command(
    "validate", summary: "Check the project and its manifests; contacts nothing.",
    options: [.output], forms: [.sarif, .junit, .ndjson, .github]
  ) { invocation in
    let session: Session
    do {
      session = try Session(invocation)
    } catch let failure as CommandFailure {
      try invocation.writeDiagnostics(failure.diagnostics, note: nil, code: failure.code)
      return failure.code
    }
    let problems =
      session.problems + session.manifests.baseline.expired(at: invocation.world.now(), .error)
    let (count, files) = (session.manifests.manifests.count, session.manifests.fileCount)
    let note =
      "\(count) manifest\(count == 1 ? "" : "s") in \(files) file\(files == 1 ? "" : "s") "
      + "\(count == 1 ? "is" : "are") valid for \(session.environment.name)"
    let code: ExitCode = problems.hasErrors ? .invalid : .done
    try invocation.writeDiagnostics(
      problems, note: problems.hasErrors ? nil : note, code: code,
      objects: session.manifests.manifests.map(\.address.description))
    return code
  }
}

extension Invocation {
  /// Writes problems as a result of their own: as text to standard error, else where asked.
  ///
  /// Each of the objects that were looked at is a test of its own where tests are asked for.
  func writeDiagnostics(
    _ diagnostics: [Diagnostic], note: String?, code: ExitCode, objects: [String] = []
  ) throws {
    let sorted = diagnostics.inReadingOrder()
    if outputs.contains(where: { $0.format == .report(.text) && $0.path == nil }) {
      report(sorted, isResult: true)
    }
    let forms = FurtherForms(
      problems: { sorted }, suites: { [Self.suite(sorted, objects)] },
      events: {
        DiagnosticRendering.events(sorted, report: "validate", exitCode: Int(code.rawValue))
      },
      facts: {
        [
          ("errors", String(sorted.count { $0.severity == .error })),
          ("warnings", String(sorted.count { $0.severity == .warning })),
          ("exit-code", String(code.rawValue)),
        ]
      })
    try write(forms) { format, style in
      switch format {
      case .text: note.map { $0 + "\n" } ?? Self.count(sorted)
      case .json: DiagnosticRendering.json(sorted).prettyText + "\n"
      case .markdown: DiagnosticRendering.markdown(sorted) + (note.map { $0 + "\n" } ?? "")
      }
    }
  }

  /// Returns a test for each object, and one for each further place that has an error.
  private static func suite(
    _ diagnostics: [Diagnostic], _ objects: [String]
  ) -> JUnitRendering.Suite {
    let errors = Dictionary(grouping: diagnostics.filter { $0.severity == .error }) {
      $0.address ?? $0.location?.file.name ?? Project.fileName
    }
    let known = Set(objects)
    let names = objects + errors.keys.filter { !known.contains($0) }.sorted()
    let all = names.isEmpty ? [Project.fileName] : names
    return JUnitRendering.Suite(
      "gcsync validate",
      all.map { name in
        .init(
          name, failure: errors[name].map { DiagnosticRendering.text($0, style: .plain) })
      })
  }

  private static func count(_ diagnostics: [Diagnostic]) -> String {
    let errors = diagnostics.count { $0.severity == .error }
    let warnings = diagnostics.count { $0.severity == .warning }
    return
      "\(errors) error\(errors == 1 ? "" : "s"), \(warnings) warning\(warnings == 1 ? "" : "s")\n"
  }
}
