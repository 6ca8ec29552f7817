internal import Diagnostics
internal import JSON
internal import Manifests
internal import Rendering
internal import World

extension Invocation {
  /// Returns problems as grave as the call takes them: with `--strict` a warning is an error.
  func judged(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    guard isStrict else { return diagnostics }
    return diagnostics.map { problem in
      var problem = problem
      if problem.severity == .warning { problem.severity = .error }
      return problem
    }
  }

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
    try write(forms(of: sorted, code, objects)) { format, style in
      switch format {
      case .text: note.map { $0 + "\n" } ?? Self.count(sorted)
      case .json: DiagnosticRendering.json(sorted).prettyText + "\n"
      case .markdown: DiagnosticRendering.markdown(sorted) + (note.map { $0 + "\n" } ?? "")
      }
    }
  }

  /// Tells why a command has come to nothing, also in those forms of its result that can say so, unless
  /// a result has been written.
  func fail(_ diagnostics: [Diagnostic], _ code: ExitCode) -> ExitCode {
    report(diagnostics)
    guard !written.isAny else { return code }
    let sorted = diagnostics.inReadingOrder()
    do throws(DiagnosticsError) {
      try write(forms(of: sorted, code), to: outputs.filter(\.format.tellsFailure)) { format, _ in
        format == .json
          ? DiagnosticRendering.json(sorted).prettyText + "\n"
          : "### gcsync \(command) has failed\n\n\(DiagnosticRendering.markdown(sorted))"
      }
    } catch {
      report(error.diagnostics)
    }
    return code
  }

  private func forms(
    of sorted: [Diagnostic], _ code: ExitCode, _ objects: [String] = []
  ) -> FurtherForms {
    FurtherForms(
      problems: { sorted }, suites: { [suite(sorted, objects)] },
      events: {
        DiagnosticRendering.events(sorted, report: command, exitCode: Int(code.rawValue))
      },
      facts: { Self.facts(sorted, code) })
  }

  /// What later steps of a pipeline may ask for, where a result is a list of problems.
  static func facts(
    _ problems: [Diagnostic], _ code: ExitCode
  ) -> [(name: String, value: String)] {
    [
      ("errors", String(problems.count { $0.severity == .error })),
      ("warnings", String(problems.count { $0.severity == .warning })),
      ("exit-code", String(code.rawValue)),
    ]
  }

  /// Returns a test for each object, and one for each further place that has an error.
  private func suite(_ diagnostics: [Diagnostic], _ objects: [String]) -> JUnitRendering.Suite {
    let errors = Dictionary(grouping: diagnostics.filter { $0.severity == .error }) {
      $0.address ?? $0.location?.file.name ?? Project.fileName
    }
    let known = Set(objects)
    let names = objects + errors.keys.filter { !known.contains($0) }.sorted()
    let all = names.isEmpty ? [Project.fileName] : names
    return JUnitRendering.Suite(
      "gcsync \(command)",
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
