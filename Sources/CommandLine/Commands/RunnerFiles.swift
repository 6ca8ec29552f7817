internal import Diagnostics
internal import Rendering
internal import World

/// The files that the runner of GitHub Actions gives a step.
extension Invocation {
  /// How large the summary of a step may be, all commands of the step together.
  private static let summaryLimit = 1 << 20

  /// Fills the step's summary and its outputs, as far as the runner has named files for them.
  func writeRunnerFiles(
    _ forms: FurtherForms, _ result: (Format, Style) -> String
  ) throws(DiagnosticsError) {
    do throws(FileError) {
      if let path = runnerFile("GITHUB_STEP_SUMMARY") {
        try append(result(.markdown, .plain), toSummary: path)
      }
      if let path = runnerFile("GITHUB_OUTPUT") {
        try Files.append(Array(WorkflowCommands.outputs(forms.facts()).utf8), to: path)
      }
    } catch {
      throw DiagnosticsError(
        .error(
          "output-not-written", "a file of the runner cannot be written: \(error.description)",
          hint: "GITHUB_STEP_SUMMARY and GITHUB_OUTPUT name the files that --output github fills"))
    }
  }

  private func runnerFile(_ variable: String) -> String? {
    world.environment(variable).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Adds to a summary what there is room for; without any, the last that fits is what stands.
  private func append(_ markdown: String, toSummary path: String) throws(FileError) {
    let present = Files.exists(path) ? try Files.size(path) : 0
    let text = "\(present > 0 ? "\n" : "")\(markdown)\n"
    let room = Self.summaryLimit - present
    let rest = "\n*There is no room left for what gcsync found; its log has it.*\n"
    if text.utf8.count <= room {
      try Files.append(Array(text.utf8), to: path)
    } else if rest.utf8.count <= room {
      try Files.append(Array(rest.utf8), to: path)
    }
  }
}
