internal import Crypto
internal import Diagnostics
internal import Manifests
internal import Reconciler
internal import Rendering
internal import World

extension Command {
  static let apply = Command(
    "apply", usage: "[PLAN | --resume RUN | --yes]",
    summary: "Make the org what the manifests say, read it back, and write an audit report.",
    options: [
      Option("yes", short: "y", "Do not ask."),
      Option(
        "on-error", value: "WHAT", choices: Schedule.OnError.allCases.map(\.rawValue),
        "continue with what does not need the failed object (the default), or stop."),
      Option(
        "budget", value: "PERCENT", "The share of the rate limit to use, such as 60%; else all."),
      Option(
        "approve-unsafe", value: "PLAN-ID", "Apply this plan although it breaks a limit."),
      Option(
        "resume", value: "RUN", "Go on with a run that was interrupted, killed or failed in part."),
      Option(
        "max-duration", value: "TIME",
        "Start nothing more after this time, such as 20m; what is left can be resumed."),
      Option(
        "generated-secrets", value: "FILE",
        "Write the secrets that the service makes up for new objects to a file only you can read."),
    ] + Option.scope + Option.permissions + [.metrics, .output], forms: [.page]
  ) { invocation in
    let share = try invocation.budgetShare()
    _ = try invocation.duration("max-duration")
    let name = invocation.arguments.last("resume") ?? "r-" + UUID.random().text
    invocation.announce(run: name)
    if invocation.arguments.has("resume") {
      return try await resume(invocation, run: name, share: share)
    }
    if let path = invocation.arguments.positional.first {
      return try await apply(path, invocation, run: name, share: share)
    }
    let session = try Session.load(invocation)
    return try await Application(session: session, source: .manifests, run: name)
      .perform(share: share)
  }

  /// Applies a saved plan as it is, and so takes no options that would change it.
  private static func apply(
    _ path: String, _ invocation: Invocation, run: String, share: Double
  ) async throws -> ExitCode {
    try invocation.forbid(Option.scope + Option.permissions, with: "a saved plan")
    let file = try PlanFile.load(path)
    let session = try Session.withoutManifests(
      invocation, environment: invocation.environment(of: file.plan))
    return try await Application(session: session, source: .file(file, name: path), run: run)
      .perform(share: share)
  }

  private static func resume(
    _ invocation: Invocation, run: String, share: Double
  ) async throws -> ExitCode {
    try invocation.forbid(Option.scope + Option.permissions, with: "--resume")
    let session = try Session.withoutManifests(invocation)
    let record = try await session.record(ofRun: run)
    if record.state == .done {
      invocation.say("the run is done; there is nothing to resume")
      return .done
    }
    return try await Application(
      session: session, source: .resumed(record, try record.planFile()), run: run
    ).perform(share: share)
  }
}

extension PlanFile {
  /// Reads a plan from disk.
  static func load(_ path: String) throws -> PlanFile {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try Files.read(path, limit: 1 << 30)
    } catch {
      throw DiagnosticsError(
        .error(
          "unreadable-plan", error.description, hint: "gcsync plan --out FILE makes a plan"))
    }
    return try PlanFile(reading: bytes, name: path)
  }
}

extension Session {
  /// Finds a run in the journal, with all that is known of it.
  func run(named id: String) async throws -> (RunRecord, [JournalEntry]) {
    let record = try await record(ofRun: id)
    return (record, try await backend().present()?.journal(of: id) ?? [])
  }

  /// Finds what is known of a run but for its journal.
  func record(ofRun id: String) async throws -> RunRecord {
    let missing = CommandFailure(
      .error,
      .error(
        "unknown-run", "the state of \(environment.name) knows no run \(id)",
        hint: "gcsync history lists the runs"))
    guard let state = try backend().present() else { throw missing }
    guard let record = try await state.run(named: id) else { throw missing }
    if let operation = record.operation {
      throw CommandFailure(
        .error,
        .error(
          "not-an-apply", "\(id) ran the operation \(operation), and no plan",
          hint: "gcsync operation status FILE tells how far it is"))
    }
    return record
  }
}

extension Invocation {
  /// The environment a plan is for; `-e` may say the same, and anything else is found out later.
  func environment(of plan: Plan) -> String {
    arguments.last("environment") ?? plan.header.environment
  }

  /// Refuses options that mean nothing beside something else.
  func forbid(_ options: [Option], with what: String) throws(Arguments.Misuse) {
    guard let option = options.first(where: { arguments.has($0.name) }) else { return }
    throw Arguments.Misuse(message: "--\(option.name) does not go with \(what)")
  }

  /// Reads `60%` or `60` as a share.
  func budgetShare() throws(Arguments.Misuse) -> Double {
    guard let text = arguments.last("budget") else { return 1 }
    let digits = text.hasSuffix("%") ? text.dropLast() : text[...]
    guard let percent = Int(digits), (1...100).contains(percent) else {
      throw Arguments.Misuse(message: "--budget is a share such as 60%, not \"\(text)\"")
    }
    return Double(percent) / 100
  }
}
