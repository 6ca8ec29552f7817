import HTTP
import JSON
import Server

extension SandboxState {
  private static let tokenPath = "/oauth/token"

  /// Answers a request to the org.
  mutating func answerGenesys(_ request: ServerRequest, _ at: Circumstances) -> Outcome {
    let correlation = identifiers.next(at.world)
    let route = org.route(request)
    let template =
      route?.template ?? Self.auditTemplate(request.path)
      ?? (request.path == Self.tokenPath ? Self.tokenPath : "unknown path")
    var client = ""
    var played: (response: ServerResponse, delay: Duration)
    if request.path == Self.tokenPath {
      played = withFault(for: request) { $0.answerToken(request, at, client: &client) }
    } else {
      do throws(APIError) {
        client = try org.client(request, at: at.instant)
        try count(request, of: client, at)
        played = withFault(for: request) { state in
          do throws(APIError) {
            return try state.answerAPI(request, route, at, by: client)
          } catch {
            let isPlatform = route.map(state.org.isPlatform) ?? false
            return (isPlatform ? error.withTemplate : error).response(correlation: correlation)
          }
        }
      } catch {
        if client.isEmpty {
          org.windows["", default: .init(began: at.instant)].count(
            at: at.instant, at.options.rateLimit)
        }
        let isPlatform = route.map(org.isPlatform) ?? false
        let told = isPlatform ? error.withTemplate : error
        played = (told.response(correlation: correlation), .zero)
      }
    }
    addHeaders(to: &played.response, request, correlation: correlation, client: client, at)
    return Outcome(response: played.response, template: template, delay: played.delay)
  }

  private mutating func answerToken(
    _ request: ServerRequest, _ at: Circumstances, client: inout String
  ) -> ServerResponse {
    do throws(OAuthError) {
      let credentials = try ClientCredentials(request)
      let clients = at.options.clients
      let own = org.oauthClient(credentials)
      guard
        clients.isEmpty || own != nil
          || clients.contains(.init(id: credentials.id, secret: credentials.secret))
      else { throw .invalidClient }
      client = credentials.id
      try countToken(of: client, at)
      return org.issueToken(
        "sandbox-\(identifiers.next(at.world))", to: client,
        lifetime: own?["accessTokenValiditySeconds"]?.int.map { .seconds($0) }
          ?? at.options.tokenLifetime,
        at: at.instant)
    } catch {
      return error.response
    }
  }

  private mutating func answerAPI(
    _ request: ServerRequest, _ route: Org.Route?, _ at: Circumstances, by client: String
  ) throws(APIError) -> ServerResponse {
    if let answer = try answerAudits(request, at) { return answer }
    guard let route else { throw .notFound(request.path) }
    let permission = org.permission(for: request.method, at: route)
    if denied.contains(permission) { throw .missing(permission: permission) }
    let former = route.ids.first.flatMap { org[route.position][$0]?.object }
    let response = try answerAPI(request, at: route, at)
    noteChange(request, route, response, by: client, from: former, at)
    if request.method != "GET", request.method != "HEAD" { generation += 1 }
    return response
  }

  private mutating func answerAPI(
    _ request: ServerRequest, at route: Org.Route, _ at: Circumstances
  ) throws(APIError) -> ServerResponse {
    guard org.isPlatform(route) else {
      return try org.answer(
        request, at: route, now: at.now, newID: { identifiers.next(at.world) })
    }
    let fresh = [identifiers.next(at.world), identifiers.next(at.world)]
    let isSingleton = org[route.position].rule.identity == .singleton
    let call = PlatformCall(
      request: request, position: route.position,
      ids: isSingleton ? [CollectionRule.only] : route.ids, now: at.now, fresh: fresh,
      settleReads: at.options.settleReads, alias: route.alias, s3URL: s3URL)
    return try org.answerPlatform(call, at: route)
  }
}
