internal import HTTP
internal import JSON
package import Server
package import World

/// What a server of actions answers to a request, however that came in: by HTTP or by Lambda.
///
/// Whatever is asked, the answer to a call is an object as the caller's contract has it.
package struct ActionRoutes: Sendable {
  private let service: ActionService
  let authentication: CallAuthentication
  private let style: ReplyStyle
  private let budget: CallBudget
  private let world: World
  private let seen = SeenSignatures()

  package init(
    _ service: ActionService, authentication: CallAuthentication, style: ReplyStyle = .envelope,
    budget: CallBudget = CallBudget(), world: World
  ) {
    self.service = service
    self.authentication = authentication
    self.style = style
    self.budget = budget
    self.world = world
  }

  /// Answers at once what needs no action, and the rest after it has run.
  package func reply(to request: ServerRequest) -> ServerReply {
    switch Route(request) {
    case .health: .now(Self.response(.success([:]), 200))
    case .ready:
      .now(
        service.isStopping
          ? Self.response(ActionService.stopping) : Self.response(.success([:]), 200))
    case .metrics:
      .now(
        ServerResponse(
          status: 200, headers: ["Content-Type": PrometheusText.contentType],
          body: Array(service.metrics.prometheusText.utf8)))
    case .call(let action): call(action, request)
    case .refused(let refusal, let allowed): .now(Self.response(refusal, allowing: allowed))
    }
  }

  /// Answers a request to its end.
  package func response(
    to request: ServerRequest, within limit: Duration? = nil, mayBePending: Bool = true
  ) async -> ServerResponse {
    guard case .call(let action) = Route(request) else {
      guard case .now(let response) = reply(to: request) else {
        return Self.response(ActionRefusal(.notFound, "Not found."))
      }
      return response
    }
    if let refusal = refusal(of: request, action) { return Self.response(refusal) }
    return await answer(action, request, limit, mayBePending)
  }

  private func call(_ action: String?, _ request: ServerRequest) -> ServerReply {
    if let refusal = refusal(of: request, action) { return .now(Self.response(refusal)) }
    return .later { await answer(action, request, nil, true) }
  }

  /// Returns why a call is not taken; one that comes again with its signature is, where its answer is
  /// remembered and nothing runs.
  private func refusal(of request: ServerRequest, _ action: String?) -> ActionRefusal? {
    let now = world.serverTime()
    if let refusal = authentication.refusal(request.headers, request.body, at: now) {
      return refusal
    }
    guard let replay = authentication.replay(request.headers, among: seen, at: now) else {
      return nil
    }
    guard let event = try? named(action, CallEvent.decode(request.body)),
      service.remembers(event)
    else { return replay }
    return nil
  }

  private func answer(
    _ action: String?, _ request: ServerRequest, _ limit: Duration?, _ mayBePending: Bool
  ) async -> ServerResponse {
    let event: CallEvent
    let time: Duration
    do throws(ActionRefusal) {
      time = min(try budget.time(asked: request.headers[CallBudget.header]), limit ?? .seconds(900))
      event = try named(action, CallEvent.decode(request.body))
    } catch {
      let style = service.style(of: action ?? service.name(for: nil)) ?? style
      return Self.response(error.reply, style.status(of: error.reply))
    }
    let answer = await service.answer(event, within: time, mayBePending: mayBePending)
    if let wait = answer.retryAfter {
      return Self.response(answer.reply, answer.reply.status, retryAfter: wait)
    }
    let style = answer.style ?? style
    // A path that leads nowhere is a 404 in either style, a name in the body one that was understood.
    let status =
      answer.isKnown || action == nil ? style.status(of: answer.reply) : answer.reply.status
    return Self.response(answer.reply, status)
  }

  /// Takes the action's name from the path where it stands there.
  private func named(
    _ action: String?, _ event: CallEvent
  ) throws(ActionRefusal) -> CallEvent {
    guard let action else {
      var event = event
      event.actionName = service.name(for: event.actionName)
      return event
    }
    guard event.actionName != nil || !authentication.isSigned else {
      throw ActionRefusal(
        .input, "Invalid input: the event of a signed call must name its action in 'actionName'.")
    }
    guard event.actionName.map({ service.name(for: $0) == action }) ?? true else {
      throw ActionRefusal(
        .input, "Invalid input: 'actionName' is another action than the one in the path.")
    }
    var event = event
    event.actionName = action
    return event
  }
}

extension ActionRoutes {
  private static func response(
    _ refusal: ActionRefusal, allowing methods: String? = nil
  ) -> ServerResponse {
    var response = response(
      refusal.reply, refusal.kind.status, retryAfter: refusal.retryAfter)
    if let methods { response.headers["Allow"] = methods }
    if refusal.kind == .unauthenticated { response.headers["WWW-Authenticate"] = "Bearer" }
    return response
  }

  /// The answer to a body beyond the limit.
  package static let tooLarge = response(
    ActionRefusal(.tooLarge, "Invalid input: the event is larger than this server takes."))

  /// The answer to a request that could be taken for two different ones.
  package static func malformed(_ problem: MalformedHead) -> ServerResponse {
    response(ActionRefusal(.input, "Invalid request: it has \(problem.rawValue)."))
  }

  private static func response(
    _ reply: ActionReply, _ status: Int, retryAfter: Duration? = nil
  ) -> ServerResponse {
    var headers: HTTPHeaders = ["Content-Type": "application/json", "Cache-Control": "no-store"]
    if let retryAfter {
      let (seconds, rest) = retryAfter.components
      headers["Retry-After"] = String(max(1, seconds + (rest > 0 ? 1 : 0)))
    }
    return ServerResponse(status: status, headers: headers, body: reply.json.bytes)
  }
}

extension ActionReply {
  /// The HTTP status where it must say what is wrong in any style.
  fileprivate var status: Int {
    if case .failure(_, let kind, _) = self { kind.status } else { 200 }
  }
}
