internal import Diagnostics
internal import Manifests
internal import Reports
internal import World

extension Command {
  /// Draws a report of the manifests, and sends nothing.
  static func previewReport(_ name: String, _ invocation: Invocation) async throws -> ExitCode {
    guard let out = invocation.arguments.last("out") else {
      throw Arguments.Misuse(message: "report preview needs --out FILE")
    }
    let session = try Session.load(invocation)
    let item = try session.declaredReport(named: name)
    let preview = ReportPreview(
      item.declaration, id: item.id, environment: session.environment.name,
      scratch: ReportSession.scratch(invocation.world),
      path: { [project = session.project] in project.path($0) }, world: invocation.world)
    let files: [ReportPreview.File]
    do {
      if let data = invocation.arguments.last("data") {
        files = try await preview.files(
          of: data, as: out, withPages: invocation.arguments.has("png"))
      } else {
        let exports = try await ReportSession.exports(for: session)
        files = try await preview.files(
          from: exports, as: out, withPages: invocation.arguments.has("png"))
      }
    } catch let failure as RunFailure {
      throw CommandFailure(
        .error, .error(failure.code, failure.message, hint: failure.hint))
    }
    for file in files {
      do throws(FileError) {
        try Files.write(file.bytes, to: file.path)
      } catch {
        throw CommandFailure(
          .error,
          .error(
            "output-not-written", "the preview cannot be written: \(error.description)",
            hint: error.writingRemedy))
      }
      invocation.say("wrote \(file.path): \(file.words)")
    }
    invocation.report(files.flatMap(\.notes).map { .warning($0.code, $0.message) })
    return .done
  }
}
