internal import Diagnostics
internal import JSON
internal import Rendering
internal import Synchronization
internal import World

extension Invocation {
  /// One place that a result is written to.
  struct Output: Sendable {
    /// A report in one of its formats, or one of the forms that some commands have besides.
    enum Form: Sendable, Hashable {
      case report(Format)
      case patch, page, sarif, junit, ndjson, github, gitlab

      /// What a plan, or what is like one, can be told as.
      static let changes: [Form] = [
        .patch, .page, .sarif, .junit, .ndjson, .github, .gitlab,
      ]

      /// The name that `--output` takes.
      var name: String {
        switch self {
        case .report(let format): format.rawValue
        case .patch: "json-patch"
        case .page: "html"
        case .sarif: "sarif"
        case .junit: "junit"
        case .ndjson: "ndjson"
        case .github: "github"
        case .gitlab: "gitlab"
        }
      }

      /// Whether a command that has come to nothing can say in it why.
      var tellsFailure: Bool {
        [.report(.markdown), .report(.json), .sarif, .junit, .ndjson, .github].contains(self)
      }

      /// Whether others can go to standard output beside it: a runner takes its lines out of them.
      var sharesOutput: Bool { self == .github }

      /// What the help says of a form that not every command has.
      var help: String? {
        switch self {
        case .report: nil
        case .patch: "--output json-patch tells the changes as a JSON Patch (RFC 6902)."
        case .page: "--output html=PATH shows the changes as one page for a browser."
        case .sarif: "--output sarif tells the problems as SARIF 2.1.0, for code hosts."
        case .junit: "--output junit=PATH tells the results as JUnit XML, for pipelines."
        case .ndjson: "--output ndjson tells events, one line of JSON each."
        case .github:
          "--output github makes annotations for GitHub Actions, the step's summary and outputs."
        case .gitlab:
          "--output gitlab=PATH tells the counts for artifacts:reports:terraform of GitLab CI."
        }
      }
    }

    let format: Form
    /// Nil for standard output.
    let path: String?
  }

  /// Whether any of a result has been written.
  final class Written: Sendable {
    private let flag = Mutex(false)

    var isAny: Bool { flag.withLock { $0 } }

    func note() { flag.withLock { $0 = true } }
  }

  /// A result in the forms that only some commands have; one that is not asked for is not made.
  struct FurtherForms {
    /// The changes as a JSON Patch.
    var patch: () -> JSON = { .array([]) }
    /// The changes as a page for a browser, where there is something to show.
    var page: () -> String? = { nil }
    /// The problems, for SARIF and annotations.
    var problems: () -> [Diagnostic] = { [] }
    /// What else annotations tell.
    var remarks: () -> [Diagnostic] = { [] }
    var suites: () -> [JUnitRendering.Suite] = { [] }
    var events: () -> [Event] = { [] }
    /// The counts of changes for a merge request.
    var counts: () -> JSON = { [:] }
    /// What later steps of a pipeline may ask for.
    var facts: () -> [(name: String, value: String)] = { [] }
  }
}

extension Invocation {
  /// Writes a plan, or what is like one, to every place that was asked for.
  func write(_ report: PlanReport, patch: @autoclosure @escaping () -> JSON? = nil) throws {
    let forms = FurtherForms(
      patch: { patch() ?? report.patch }, page: { report.page }, problems: { report.diagnostics },
      remarks: { report.consequences }, suites: { report.suites }, events: { report.events },
      counts: { report.mergeRequestCounts }, facts: { report.facts })
    try write(forms) { report.rendered(as: $0, style: $1) }
  }

  /// Writes a result to every place that was asked for, each in its own format.
  func write(
    _ forms: FurtherForms = FurtherForms(), to places: [Output]? = nil,
    _ result: (Format, Style) -> String
  ) throws(DiagnosticsError) {
    written.note()
    var failures: [Diagnostic] = []
    // A place that cannot be written takes nothing from the others.
    for output in places ?? outputs {
      let style = output.path == nil ? style : Style(color: false, width: 100)
      do throws(DiagnosticsError) {
        if let text = text(of: output.format, style, forms, result) { try put(text, to: output) }
        if output.format == .github { try writeRunnerFiles(forms, result) }
      } catch {
        failures += error.diagnostics
      }
    }
    if !failures.isEmpty { throw DiagnosticsError(failures) }
  }

  /// Shows what is about to be done as a page, wherever one was asked for.
  func write(page: @autoclosure () -> String) throws {
    for output in outputs where output.format == .page { try put(page(), to: output) }
  }

  private func put(_ text: String, to output: Output) throws(DiagnosticsError) {
    guard let path = output.path else { return console.out(text) }
    do throws(FileError) {
      try Files.write(Array(text.utf8), to: path)
    } catch {
      throw DiagnosticsError(
        .error(
          "output-not-written", "the result cannot be written: \(error.description)",
          hint: error.writingRemedy))
    }
  }

  private func text(
    of form: Output.Form, _ style: Style, _ forms: FurtherForms,
    _ result: (Format, Style) -> String
  ) -> String? {
    let paths = RepositoryPaths(arguments, environment: world.environment)
    return switch form {
    case .report(.text): style.finished(result(.text, style))
    case .report(let format): result(format, style)
    case .patch: forms.patch().prettyText + "\n"
    case .page: forms.page()
    case .junit: JUnitRendering.document(forms.suites())
    case .sarif:
      SARIFRendering.document(
        forms.problems().inReadingOrder(), version: GCSync.version, project: paths.project,
        path: paths.path
      ).prettyText + "\n"
    case .ndjson:
      forms.events().map { EventRendering.json($0, at: world.now()) + "\n" }.joined()
    case .github:
      WorkflowCommands.text(forms.problems() + forms.remarks(), path: paths.path)
    case .gitlab: forms.counts().text + "\n"
    }
  }
}
