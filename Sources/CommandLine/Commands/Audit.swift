internal import Diagnostics
internal import JSON
internal import Reconciler
internal import Rendering
internal import Store
internal import World

extension Command {
  static let audit = Command(
    "audit", usage: "report [RUN] | verify",
    summary: "Show the report of a run, the last one by default, or check the chain of all.",
    options: [.output]
  ) { invocation in
    let session = try Session(invocation)
    let store = AuditStore(state: session.stateFolder)
    switch invocation.arguments.positional.first {
    case "report": return try showReport(invocation, store)
    case "verify":
      let verdict = try store.verify()
      try invocation.write { AuditRendering.rendered(verdict, as: $0, style: $1) }
      return verdict.breaches.isEmpty ? .done : .error
    default: throw Arguments.Misuse(message: "audit is report [RUN] or verify")
    }
  }

  private static func showReport(
    _ invocation: Invocation, _ store: AuditStore
  ) throws -> ExitCode {
    let wanted = invocation.arguments.positional.dropFirst().first
    guard let run = try wanted ?? store.runs().last else {
      throw DiagnosticsError(
        .error("no-report", "no apply has left a report yet", hint: "run gcsync apply first"))
    }
    guard !run.contains("/"), let bytes = try? store.report(of: run),
      let document = try? JSON.parse(bytes)
    else {
      throw DiagnosticsError(
        .error("no-report", "there is no report of the run \"\(run)\" that can be read"))
    }
    try invocation.write { AuditRendering.rendered(document, as: $0, style: $1) }
    return .done
  }
}
