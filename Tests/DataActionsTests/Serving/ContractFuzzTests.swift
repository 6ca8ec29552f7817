import DataActions
import HTTP
import JSON
import Server
import TestSupport
import Testing
import World

/// Requests made by chance, of which none gets an answer that its caller's contract does not know.
@Suite struct ContractFuzzTests {
  private let clock = VirtualWorld()

  /// Answers as the first member of its data says, also with what no action should give.
  private let action = StubAction { call in
    switch call.data.object?.members.first?.value {
    case nil: .success([:])
    case .string(let text): .failure(text, .upstream)
    case .number: .success(call.data)
    case .some(let other): .success(other)
    }
  }

  private static let pieces = [
    "{", "}", "[", "]", ":", ",", "\"data\"", "\"actionName\"", "\"requestId\"", "\"FetchUser\"",
    "null", "true", "0", "-1e9", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\u{FEFF}", " ", "\n",
    "\u{0}",
    "{\"data\":{}}", "{\"actionName\":\"FetchUser\",\"data\":{\"a\":", "}}", "\"requestContext\"",
    "{\"requestContext\":{\"http\":{\"method\":\"POST\"}},\"rawPath\":\"/\",\"body\":\"",
    "\",\"isBase64Encoded\":true}",
    "{\"httpMethod\":\"POST\",\"path\":\"/actions/FetchUser\",\"body\":",
  ]
  private static let paths = [
    "/", "//", "/actions/", "/actions/FetchUser", "/actions/%46etchUser", "/actions/%zz",
    "/actions/%00", "/actions/..", "/actions/a/b", "/health", "/ready", "/Health", "", "*", "/%2F",
  ]
  private static let methods = ["POST", "POST", "POST", "GET", "HEAD", "PUT", "post", "", "X Y"]

  private func service() -> ActionService {
    ActionService(
      [ServedAction(action)],
      upstream: Upstream(transport: ScriptedTransport([]), world: clock.world),
      world: clock.world, log: { _ in })
  }

  private func isInContract(_ bytes: [UInt8]) -> Bool {
    guard let document = try? JSON.parse(bytes), let members = document.object else { return false }
    switch document["status"] {
    case "success": return members.keys == ["status", "data"] && document["data"]?.object != nil
    case "error":
      return members.keys == ["status", "error", "data"] && document["data"] == [:]
        && document["error"]?.string != nil
    default: return false
    }
  }

  /// Makes a call that is nearly right, or something that is not at all.
  private func text(_ chance: inout SeededGenerator) -> String {
    func piece() -> String { Self.pieces.randomElement(using: &chance) ?? "" }
    if Bool.random(using: &chance) {
      return (0..<Int.random(in: 0...9, using: &chance)).map { _ in piece() }.joined()
    }
    let value =
      ["1", "\"x\"", "\"\"", "null", "[1]", "{}", piece()]
      .randomElement(using: &chance) ?? ""
    let name = ["\"FetchUser\"", "\"Nope\"", "7", piece()].randomElement(using: &chance) ?? ""
    return "{\"actionName\":\(name),\"data\":{\"a\":\(value)}}"
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `every request gets an object of the contract`(seed: UInt64) async {
    var chance = SeededGenerator(seed: seed)
    let service = service()
    for _ in 0..<500 {
      let style = ReplyStyle.allCases.randomElement(using: &chance) ?? .status
      let routes = ActionRoutes(
        service, authentication: .none, style: style, world: clock.world)
      let text = text(&chance)
      var headers = HTTPHeaders()
      if Bool.random(using: &chance) {
        headers["X-Gcsync-Deadline-Ms"] = ["1", "0", "-1", "x", "99999"].randomElement(
          using: &chance)
      }
      let request = ServerRequest(
        method: Self.methods.randomElement(using: &chance) ?? "",
        path: Self.paths.randomElement(using: &chance) ?? "", headers: headers,
        body: Array(text.utf8))
      let response = await routes.response(to: request)
      #expect(
        isInContract(response.body), "seed \(seed): \(request.method) \(request.path) \(text)")
      #expect((200...504).contains(response.status))

      let answer = await ActionFunction(service, routes, world: clock.world).run(
        LambdaInvocation(
          requestID: "l", body: Array(text.utf8),
          deadline: clock.world.serverTime().advanced(by: .seconds(30))))
      let document = try? JSON.parse(answer)
      let body =
        document?["statusCode"] == nil ? answer : Array((document?["body"]?.string ?? "").utf8)
      #expect(isInContract(body), "seed \(seed): \(text)")
    }
    #expect(action.calls.count > 20)
  }
}
