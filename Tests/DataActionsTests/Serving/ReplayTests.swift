import DataActions
import HTTP
import JSON
import Server
import TestSupport
import Testing
import World

/// Signed calls that come again.
@Suite(.timeLimit(.minutes(20))) struct ReplayTests {
  private let clock = ManualClock()
  private let log = CallLog()
  private let key = Secret("key-of-both-sides")

  private func routes(_ actions: ServedAction...) -> ActionRoutes {
    let service = ActionService(
      actions, upstream: Upstream(transport: ScriptedTransport([]), world: clock.world),
      world: clock.world, log: { log.add($0) })
    return ActionRoutes(
      service,
      authentication: .signature(.init(keys: [key], plainHeader: "X-Hub-Signature-256")),
      style: .status, world: clock.world)
  }

  private func request(
    _ body: String, path: String = "/", at time: Timestamp? = nil
  ) -> ServerRequest {
    let fields = CallSignature.fields(
      of: Array(body.utf8), at: time ?? clock.world.now(), key: key)
    return ServerRequest(
      method: "POST", path: path, headers: HTTPHeaders(fields), body: Array(body.utf8))
  }

  private let call = #"{"actionName":"FetchUser","requestId":"r-1","data":{"userId":1}}"#

  @Test func `a signature opens once, however it is written`() async {
    let action = StubAction()
    let routes = routes(ServedAction(action))
    var request = request(call)
    #expect(await routes.response(to: request).status == 200)
    #expect(await routes.response(to: request).status == 401)
    let signature = request.headers["X-Gcsync-Signature"] ?? ""
    request.headers["X-Gcsync-Signature"] = signature.dropFirst(7).uppercased()
    #expect(await routes.response(to: request).status == 401)
    guard case .now(let answer) = routes.reply(to: request) else {
      Issue.record("it was taken")
      return
    }
    #expect(answer.status == 401)
    #expect(String(decoding: answer.body, as: UTF8.self).contains("sign each call anew"))
    #expect(action.calls.count == 1)
    clock.advance(by: .seconds(1))
    #expect(await routes.response(to: self.request(call)).status == 200)
  }

  @Test func `what was signed wrongly uses no signature up`() async {
    let routes = routes(ServedAction(StubAction()))
    var wrong = request(call)
    wrong.body += [0x20]
    #expect(await routes.response(to: wrong).status == 401)
    #expect(await routes.response(to: request(call)).status == 200)
  }

  @Test func `a call that is remembered by its id is answered from memory`() async throws {
    let action = StubAction()
    let callback = try #require(URL(parsing: "https://hooks.example/done"))
    let routes = routes(
      ServedAction(
        action,
        asynchronous: AsynchronousReply(callback: callback, addresses: AddressGuard())))
    let request = request(call)
    for _ in 0..<3 { #expect(await routes.response(to: request).status == 200) }
    #expect(action.calls.count == 1)
    let nameless = self.request(#"{"actionName":"FetchUser","data":{}}"#)
    #expect(await routes.response(to: nameless).status == 200)
    #expect(await routes.response(to: nameless).status == 401)
    clock.advance(by: .seconds(299))
    #expect(await routes.response(to: request).status == 200)
  }

  @Test func `the event of a signed call names its action, whatever the path says`() async {
    let action = StubAction()
    let routes = routes(ServedAction(action))
    let answer = await routes.response(
      to: request(#"{"data":{}}"#, path: "/actions/FetchUser"))
    #expect(answer.status == 400)
    #expect(String(decoding: answer.body, as: UTF8.self).contains("must name its action"))
    #expect(action.calls.isEmpty)
    #expect(await routes.response(to: request(call, path: "/actions/FetchUser")).status == 200)
  }

  @Test func `signatures are known as long as they are good, and so many of them`() throws {
    let now = Timestamp(seconds: 1_795_225_800)
    func proof(_ number: Int, signed seconds: Int = 0) throws -> CallProof {
      let fields = CallSignature.fields(
        of: Array("\(number)".utf8), at: now.advanced(by: .seconds(seconds)), key: key)
      return try #require(CallProof(HTTPHeaders(fields)))
    }
    let seen = SeenSignatures(capacity: 3)
    func take(_ proof: CallProof, after seconds: Int = 0) -> Bool {
      seen.take(proof, at: now.advanced(by: .seconds(seconds)), tolerance: .seconds(300))
    }
    #expect(try take(proof(1)) && take(proof(2, signed: 1)) && take(proof(3, signed: 2)))
    #expect(try !take(proof(1), after: 300))
    // The fourth leaves no room for what was signed first, none of which is taken from then on.
    #expect(try take(proof(4, signed: 3)))
    #expect(try !take(proof(1)) && !take(proof(5)))
    #expect(try !take(proof(2, signed: 1)) && take(proof(6, signed: 4), after: 304))
    // What has become too old has made room.
    #expect(try take(proof(7, signed: 600), after: 600))
    #expect(try take(proof(8, signed: 600), after: 600))
    #expect(try !take(proof(7, signed: 600), after: 600))
  }
}
