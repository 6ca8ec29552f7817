internal import Diagnostics
internal import JSON
internal import Reconciler
internal import Rendering
internal import World

extension Command {
  static let audit = Command(
    "audit", usage: "report [RUN] | verify",
    summary: "Show the report of a run, the last one by default, or check the chain of all.",
    options: [.output]
  ) { invocation in
    let session = try Session(invocation)
    let archive = try session.backend().audit
    switch invocation.arguments.positional.first {
    case "report": return try await showReport(invocation, archive)
    case "verify":
      let verdict = try await archive.verify()
      try invocation.write { AuditRendering.rendered(verdict, as: $0, style: $1) }
      return verdict.breaches.isEmpty ? .done : .error
    default: throw Arguments.Misuse(message: "audit is report [RUN] or verify")
    }
  }

  private static func showReport(
    _ invocation: Invocation, _ archive: any AuditArchive
  ) async throws -> ExitCode {
    let wanted = invocation.arguments.positional.dropFirst().first
    let last = wanted == nil ? try await archive.runs().last : nil
    guard let run = wanted ?? last else {
      throw DiagnosticsError(
        .error("no-report", "no apply has left a report yet", hint: "run gcsync apply first"))
    }
    guard let bytes = try await archive.report(of: run), let document = try? JSON.parse(bytes)
    else {
      throw DiagnosticsError(
        .error(
          "no-report", "there is no report of the run \"\(run)\" that can be read",
          hint: "gcsync history lists the runs"))
    }
    try invocation.write { AuditRendering.rendered(document, as: $0, style: $1) }
    return .done
  }
}
