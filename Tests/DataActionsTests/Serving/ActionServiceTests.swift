import DataActions
import HTTP
import JSON
import Synchronization
import TestSupport
import Testing
import World

/// Calls in their time and within their limits, on a clock that the test turns.
@Suite(.timeLimit(.minutes(20))) struct ActionServiceTests {
  private let clock = ManualClock()
  private let log = CallLog()
  private let metrics = ActionMetrics()

  private func service(
    _ actions: ServedAction..., transport: any Transport = ScriptedTransport([])
  ) -> ActionService {
    ActionService(
      actions, upstream: Upstream(transport: transport, world: clock.world, metrics: metrics),
      metrics: metrics, world: clock.world, log: { log.add($0) })
  }

  @Test func `a call reaches its action with its data and its deadline`() async {
    let action = StubAction()
    let service = service(ServedAction(action), ServedAction(StubAction("Other")))
    let answer = await service.answer(.fetch(), within: .seconds(29))
    #expect(answer.reply == .success(["got": ["userId": 1]]))
    #expect(action.calls.map(\.requestID) == ["r-1"])
    #expect(action.calls.map(\.deadline) == [clock.instant + .seconds(29)])
    #expect(
      log.records.map { "\($0.action) \($0.requestID) \($0.outcome)" } == ["FetchUser r-1 success"])
  }

  @Test func `why an action failed is for the log and not for its caller`() async {
    let action = StubAction { _ in .failure("It failed.", .internal, detail: "why it did") }
    let answer = await service(ServedAction(action)).answer(.fetch(), within: .seconds(29))
    #expect(answer.reply.json == ["status": "error", "error": "It failed.", "data": [:]])
    #expect(log.records.map(\.detail) == ["why it did"])
  }

  @Test func `an action that is inactive is not found, also where one other is served`() async {
    let action = StubAction()
    let service = ActionService(
      [ServedAction(action, aliases: ["Fetch User"])], inactive: ["old", "Old User"],
      upstream: Upstream(transport: ScriptedTransport([]), world: clock.world),
      world: clock.world, log: { log.add($0) })
    for name in ["old", "Old User"] { #expect(service.name(for: name) == name) }
    for name in ["Fetch User", "anything", nil] { #expect(service.name(for: name) == "FetchUser") }
  }

  @Test func `of two actions that are called the same the first one is meant`() async {
    for _ in 0..<20 {
      let service = service(
        ServedAction(StubAction("a"), aliases: ["X"]),
        ServedAction(StubAction("b"), aliases: ["X"]),
        ServedAction(StubAction("c"), aliases: ["X"]))
      #expect(service.name(for: "X") == "a")
    }
  }

  @Test func `a call without an id gets one of its own`() async {
    let action = StubAction()
    _ = await service(ServedAction(action)).answer(.fetch(nil), within: .seconds(1))
    #expect(action.calls.first?.requestID.hasPrefix("gcsync-") == true)
    #expect(log.records.first?.requestID == action.calls.first?.requestID)
  }

  @Test func `an action nobody serves is not found, and makes no series of its own`() async {
    let service = service(ServedAction(StubAction()))
    let unknown = await service.answer(
      CallEvent(actionName: "Nope", data: [:]), within: .seconds(1))
    #expect(unknown.reply == .failure("Not found: there is no action \"Nope\".", .notFound))
    #expect(!unknown.isKnown)
    let nameless = await service.answer(CallEvent(data: [:]), within: .seconds(1))
    #expect(
      nameless.reply == .failure("Invalid input: 'actionName' key missing from event.", .input))
    #expect(!metrics.prometheusText.contains("Nope"))
    #expect(
      metrics.prometheusText.contains(
        "gcsync_action_calls_total{action=\"unknown\",outcome=\"not_found\"} 1"))
  }

  @Test func `an action that does not come back is answered for when its time is up`() async {
    let gate = Gate()
    let action = StubAction { _ in
      await gate.wait()
      return .failure(Task.isCancelled ? "cancelled" : "late", .internal)
    }
    let service = service(ServedAction(action))
    async let answer = service.answer(.fetch(), within: .seconds(29))
    await gate.arrived(1)
    await clock.slept(1)
    clock.advance(by: .seconds(28))
    #expect(log.records.isEmpty)
    clock.advance(by: .seconds(1))
    #expect(await answer.reply == .failure("Request to external API timed out.", .timeout))
    #expect(log.records.first?.duration == .seconds(29))
  }

  @Test func `a thousand calls that end in time leave one timer`() async {
    let service = service(ServedAction(StubAction(), limits: CallLimits(concurrency: 5000)))
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<1000 {
        group.addTask { _ = await service.answer(.fetch("\(number)"), within: .seconds(29)) }
      }
    }
    await clock.slept(1)
    #expect(clock.sleeps == 1)
  }

  @Test func `calls beyond the limits are refused, and told when to come again`() async {
    let gate = Gate()
    let action = StubAction { _ in
      await gate.wait()
      return .success([:])
    }
    let service = service(
      ServedAction(action, limits: CallLimits(concurrency: 1)),
      ServedAction(
        StubAction("Rare"), limits: CallLimits(rate: .init(perSecond: 0.5, burst: 1))))
    async let first = service.answer(.fetch("1"), within: .seconds(9))
    await gate.arrived(1)
    let second = await service.answer(.fetch("2"), within: .seconds(9))
    #expect(second.reply.outcome == "busy" && second.retryAfter == .seconds(1))
    gate.open()
    #expect(await first.reply == .success([:]))
    #expect(await service.answer(.fetch("3"), within: .seconds(9)).reply == .success([:]))
    let rare = CallEvent(actionName: "Rare", data: [:])
    #expect(await service.answer(rare, within: .seconds(9)).reply == .success(["got": [:]]))
    let limited = await service.answer(rare, within: .seconds(9))
    #expect(limited.reply.outcome == "limited" && limited.retryAfter == .seconds(2))
    #expect(action.calls.map(\.requestID) == ["1", "3"])
  }

  @Test func `what became of calls can be read by Prometheus`() async throws {
    let action = StubAction { [clock] _ in
      clock.advance(by: .milliseconds(20))
      return .success([:])
    }
    let transport = ScriptedTransport([.status(503), .status(200)])
    let service = service(ServedAction(action), transport: transport)
    _ = await service.answer(.fetch(), within: .seconds(9))
    let url = try #require(URL(parsing: "https://api.example/"))
    let upstream = Upstream(transport: transport, world: clock.world, metrics: metrics)
    async let asked = upstream.run(
      UpstreamCall(
        HTTPRequest(.get, url), to: url, addresses: AddressGuard(),
        until: clock.instant + .seconds(9)), of: "FetchUser")
    await clock.slept(2)
    clock.advance(by: .milliseconds(500))
    #expect(try await asked.get().attempts == 2)
    let lines = metrics.prometheusText.split(separator: "\n")
    for line in [
      "gcsync_action_calls_total{action=\"FetchUser\",outcome=\"success\"} 1",
      "gcsync_action_upstream_attempts_total{action=\"FetchUser\"} 2",
      "gcsync_action_in_flight 0",
      "gcsync_action_duration_seconds_bucket{action=\"FetchUser\",le=\"0.01\"} 0",
      "gcsync_action_duration_seconds_bucket{action=\"FetchUser\",le=\"0.025\"} 1",
      "gcsync_action_duration_seconds_bucket{action=\"FetchUser\",le=\"+Inf\"} 1",
      "gcsync_action_duration_seconds_sum{action=\"FetchUser\"} 0.02",
    ] {
      #expect(lines.contains(Substring(line)), "\(line)")
    }
    #expect(
      clock.events.map(\.name).filter { $0 == "request" || $0 == "retry_scheduled" }
        == ["request", "retry_scheduled", "request"])
  }
}
