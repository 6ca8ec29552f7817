import Crypto
import DataActions
import HTTP
import JSON
import TestSupport
import Testing
import World

/// Slow actions: `pending` first, the reply to a callback afterwards.
@Suite(.timeLimit(.minutes(20))) struct PendingTests {
  private let clock = ManualClock()
  private let log = CallLog()
  private let metrics = ActionMetrics()
  private let gate = Gate()
  private let key = Secret("signing-key")

  private func slow(_ reply: ActionReply = .success(["name": "Ada"])) -> StubAction {
    StubAction { [gate] _ in
      await gate.wait()
      return reply
    }
  }

  private func service(
    _ action: StubAction, _ transport: any Transport, limits: CallLimits = CallLimits(),
    callback: String = "https://hooks.example/done"
  ) throws -> ActionService {
    let asynchronous = AsynchronousReply(
      callback: try #require(URL(parsing: callback)), addresses: AddressGuard(),
      headers: [("X-Token", Secret("t0ken-of-the-receiver"))], signingKey: key)
    return ActionService(
      [ServedAction(action, limits: limits, asynchronous: asynchronous)],
      upstream: Upstream(transport: transport, world: clock.world), metrics: metrics,
      world: clock.world, log: { log.add($0) })
  }

  /// Has a call told `pending`, which takes 2 s.
  private func pending(_ service: ActionService, _ id: String = "r-1") async -> ActionReply {
    async let answer = service.answer(.fetch(id), within: .seconds(29))
    await gate.arrived(1)
    await clock.sleeper(within: .seconds(2))
    clock.advance(by: .seconds(2))
    return await answer.reply
  }

  @Test func `an action that is soon done answers as any other, and calls nobody back`()
    async throws
  {
    let transport = ScriptedTransport([])
    let service = try service(StubAction(), transport)
    let answer = await service.answer(.fetch(), within: .seconds(29))
    #expect(answer.reply == .success(["got": ["userId": 1]]))
    #expect(await service.stop(grace: {}) == 0)
    #expect(transport.requests.isEmpty)
  }

  @Test func `a slow one answers pending, and its reply goes to the callback, signed`() async throws
  {
    let transport = ScriptedTransport([.status(204)])
    let service = try service(slow(), transport)
    #expect(await pending(service) == .pending(requestID: "r-1"))
    gate.open()
    await log.saw("callback_delivered")
    let request = try #require(transport.requests.first)
    #expect(request.method == .post && request.url.text == "https://hooks.example/done")
    #expect(
      try JSON.parse(request.body).text
        == #"{"status":"success","data":{"name":"Ada"},"actionName":"FetchUser","requestId":"r-1"}"#
    )
    #expect(request.headers["X-Token"] == "t0ken-of-the-receiver")
    #expect(request.headers["Content-Type"] == "application/json")
    #expect(
      CallAuthentication.signature(.init(keys: [key]))
        .refusal(request.headers, request.body, at: clock.world.now()) == nil)
    #expect(log.outcomes == ["pending", "callback_delivered"])
    #expect(
      metrics.prometheusText.contains(
        "gcsync_action_callbacks_total{action=\"FetchUser\",outcome=\"delivered\"} 1"))
  }

  @Test func `a failure goes to the callback as well`() async throws {
    let transport = ScriptedTransport([.status(200)])
    let service = try service(slow(.failure("HTTP Error: 500 - x", .upstream)), transport)
    _ = await pending(service)
    gate.open()
    await log.saw("callback_delivered")
    let body = try JSON.parse(try #require(transport.requests.first).body)
    #expect(body["status"] == "error" && body["error"] == "HTTP Error: 500 - x")
    #expect(body["data"] == [:])
  }

  @Test func `a callback that fails is tried again, and its failure told`() async throws {
    let transport = ScriptedTransport([.status(503), .status(200)])
    let service = try service(slow(), transport)
    _ = await pending(service)
    gate.open()
    await clock.sleeper(within: .milliseconds(500))
    clock.advance(by: .milliseconds(500))
    await log.saw("callback_delivered")
    #expect(Set(transport.requests.map { $0.headers["X-Gcsync-Signature"] }).count == 1)
  }

  @Test func `a callback nobody takes is told by its reason`() async throws {
    let transport = ScriptedTransport([.status(410, body: "t0ken-of-the-receiver")])
    let service = try service(slow(), transport)
    _ = await pending(service)
    gate.open()
    await log.saw("callback_failed")
    #expect(log.records.last?.detail == "status 410")
    // The result is not lost with it: who asks again gets it.
    let again = await service.answer(.fetch(), within: .seconds(29))
    #expect(again.reply == .success(["name": "Ada"]))
  }

  @Test func `a callback that leads into the own network is not called`() async throws {
    let transport = ScriptedTransport([.status(200)])
    let service = try service(slow(), transport, callback: "http://169.254.169.254/latest")
    _ = await pending(service)
    gate.open()
    await log.saw("callback_failed")
    #expect(transport.requests.isEmpty)
  }

  @Test func `a call that comes again does not run again`() async throws {
    let transport = ScriptedTransport([.status(200)])
    let action = slow()
    let service = try service(action, transport, limits: CallLimits(concurrency: 1))
    _ = await pending(service)
    // While it runs it is answered like the first one, and takes no place from others.
    async let second = service.answer(.fetch(), within: .seconds(29))
    await clock.sleeper(within: .seconds(2))
    clock.advance(by: .seconds(2))
    #expect(await second.reply == .pending(requestID: "r-1"))
    gate.open()
    await log.saw("callback_delivered")
    clock.advance(by: .seconds(500))
    let third = await service.answer(.fetch(), within: .seconds(29))
    #expect(third.reply == .success(["name": "Ada"]))
    #expect(action.calls.count == 1)
    #expect(transport.requests.count == 1)
    // After ten minutes it is forgotten, and a new call.
    clock.advance(by: .seconds(101))
    _ = await service.answer(.fetch(), within: .seconds(29))
    #expect(action.calls.count == 2)
  }

  @Test func `an id stands for the data it came with`() async throws {
    let action = StubAction()
    let service = try service(action, ScriptedTransport([]))
    _ = await service.answer(.fetch("r-1", ["userId": 1]), within: .seconds(29))
    let other = await service.answer(.fetch("r-1", ["userId": 2]), within: .seconds(29))
    #expect(
      other.reply
        == .failure("Invalid input: 'requestId' was used with other data before.", .input))
    let same = await service.answer(.fetch("r-1", ["userId": 1]), within: .seconds(29))
    #expect(same.reply == .success(["got": ["userId": 1]]))
    #expect(action.calls.count == 1)
  }

  @Test func `where nobody can be told later, the reply is waited for`() async throws {
    let service = try service(slow(), ScriptedTransport([]))
    async let answer = service.answer(.fetch(), within: .seconds(29), mayBePending: false)
    await gate.arrived(1)
    await clock.slept(1)
    clock.advance(by: .seconds(10))
    gate.open()
    #expect(await answer.reply == .success(["name": "Ada"]))
  }

  @Test func `stopping lets what is pending be delivered`() async throws {
    let transport = ScriptedTransport([.status(200)])
    let service = try service(slow(), transport)
    _ = await pending(service)
    let never = Gate()
    async let left = service.stop {
      gate.open()
      await never.wait()
    }
    #expect(await left == 0)
    #expect(log.outcomes == ["pending", "callback_delivered"])
    let late = await service.answer(.fetch("r-2"), within: .seconds(29))
    #expect(late.reply == .failure("Too busy: the server is stopping.", .busy))
  }

  @Test func `what is not done within the grace is told by its id`() async throws {
    let transport = ScriptedTransport([])
    let service = try service(slow(), transport)
    _ = await pending(service)
    #expect(await service.stop(grace: {}) == 1)
    let record = try #require(log.records.last)
    #expect(record.outcome == "abandoned" && record.requestID == "r-1")
    // The action is cancelled, which opens the gate.
    await gate.wait()
    #expect(transport.requests.isEmpty)
  }
}
