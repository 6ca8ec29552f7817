internal import Crypto
internal import Diagnostics
internal import Reconciler
internal import Rendering
internal import World

extension Command {
  static let apply = Command(
    "apply", usage: "--yes",
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
      .adopt, .output,
    ]
  ) { invocation in
    let share = try invocation.budgetShare()
    let run = "r-" + UUID.random().text
    invocation.console.err("run \(run)\n")
    let session = try Session.load(invocation)
    var application = Application(session: session, run: run, started: invocation.world.now())
    return try await application.perform(share: share)
  }
}

extension Invocation {
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
