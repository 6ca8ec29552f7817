internal import DataActions
internal import Diagnostics
internal import JSON
internal import Manifests
internal import Reconciler
internal import Rendering
internal import World

extension Command {
  /// Runs the tests of data actions, or one of them with an input.
  static func testActions(_ names: [String], _ invocation: Invocation) async throws -> ExitCode {
    let session = try ActionSession(invocation, names: names)
    if invocation.arguments.has("compare-live") {
      return try await compareActions(session, invocation)
    }
    if let text = invocation.arguments.last("input") {
      return try await tryAction(text, session, invocation)
    }
    for option in ["record", "credential"] where invocation.arguments.last(option) != nil {
      throw Arguments.Misuse(message: "--\(option) goes with --input")
    }
    let runs = try invocation.arguments.count("explore")
    let seed = UInt64(try invocation.arguments.count("seed") ?? 1)
    var entries: [ActionTestReport.Entry] = []
    for (address, action) in session.actions {
      let tester = session.offline.tester(action)
      var results: [ActionTestResult] = []
      for test in action.tests { results.append(await tester.result(of: test)) }
      var findings: [ActionExplorer.Finding] = []
      if let runs {
        let explorer = ActionExplorer(action, tester: tester)
        guard let found = await explorer.findings(runs: runs, seed: seed) else {
          invocation.say(
            "\(address): chance finds no input that the contract takes; a test with such an input "
              + "is what others are made from")
          entries.append(.init(address: address.description, results: results))
          continue
        }
        findings = found
        if !explorer.knowsAnswers {
          invocation.say(
            "\(address): no test knows an answer of the upstream, so that only what comes before "
              + "it is explored")
        }
      }
      entries.append(.init(address: address.description, results: results, findings: findings))
    }
    let report = ActionTestReport(
      entries, seed: runs == nil ? nil : seed, showsTraces: invocation.arguments.has("trace"))
    try invocation.write(.init(suites: { report.suites })) { report.rendered(as: $0, style: $1) }
    return report.isPassed ? .done : .error
  }

  /// Runs an action with an input and its real upstream, and shows or keeps what comes of it.
  private static func tryAction(
    _ text: String, _ session: ActionSession, _ invocation: Invocation
  ) async throws -> ExitCode {
    guard session.actions.count == 1, let (address, action) = session.actions.first else {
      throw Arguments.Misuse(message: "--input goes with the name of one action")
    }
    if action.asksOrg {
      throw Arguments.Misuse(
        message: "\(address.name) asks the org itself; --compare-live has the org run it")
    }
    let name = invocation.arguments.last("record")
    if let name { try session.checkRecording(name, address, action) }
    let input = try session.input(text)
    let upstream = RecordingTransport(session.transport)
    let given = try await session.surroundings()
    let tester = try await session.live(action)
    let whole = await tester.trace(of: input, through: upstream, surroundings: given.values)
    let cover = SecretCover(given.secrets + (try await session.values(of: action)))
    let trace = whole.covered(by: cover)
    let report = ActionTrialReport(address: address.description, trace)
    try invocation.write { report.rendered(as: $0, style: $1) }
    if let name {
      let fixture = upstream.fixture(named: name, input: input, whole, cover: cover)
      let path = try await session.record(fixture, for: address, action)
      invocation.say("the test \"\(name)\" stands in \(path)")
    }
    return trace.isSuccess ? .done : .error
  }
}
