internal import Manifests
internal import Reconciler
internal import Rendering

extension Command {
  static let operation = Command(
    "operation", usage: "start|status|cancel FILE",
    summary: "Run something once that is no state, such as a bulk job over recordings.",
    options: [
      Option("yes", short: "y", "Do not ask."),
      Option(
        "yes-delete", "Do not ask for the name of an operation that deletes either; needs --yes."),
      Option("wait", "Wait until the operation has ended."),
      Option("again", "Start it although it runs already, or nobody knows whether it was started."),
      Option("id", value: "ID", "The operation to look at or cancel; else the one started last."),
      .output,
    ],
    details: """
      FILE holds one document of the kind \(Command.kinds), outside of the manifests. Its references \
      are looked up in the org.
      status and cancel find what was started from a document of the same kind and name.
      """
  ) { invocation in
    let words = invocation.arguments.positional
    guard words.count == 2, let verb = OperationVerb(rawValue: words[0]) else {
      throw Arguments.Misuse(message: "operation is start FILE, status FILE or cancel FILE")
    }
    let run = try OperationSession(invocation, file: words[1])
    let code: ExitCode
    switch verb {
    case .start: code = try await run.start()
    case .status: code = try await run.showStatus()
    case .cancel: code = try await run.cancel()
    }
    return code
  }

  /// The operations that come with gcsync, for the help.
  private static let kinds = "RecordingJob or ReportingExport"
}

/// What can be done with an operation.
enum OperationVerb: String {
  case start, status, cancel
}
