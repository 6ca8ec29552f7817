import HTTP
import JSON
import Server
import World

extension SandboxState {
  private static let auditPath = "/api/v2/audits/query"
  private static let permission = "audits:audit:view"

  /// The template of a path of the audit query; nil for any other path.
  static func auditTemplate(_ path: String) -> String? {
    guard path == auditPath || path.hasPrefix(auditPath + "/") else { return nil }
    let rest = path.dropFirst(auditPath.count).split(separator: "/").map(String.init)
    if rest.isEmpty || rest == ["realtime"] { return path }
    return auditPath + "/{transactionId}" + (rest.count == 2 ? "/results" : "")
  }

  /// Answers a question of who changed what; nil where the request is none.
  mutating func answerAudits(
    _ request: ServerRequest, _ at: Circumstances
  ) throws(APIError) -> ServerResponse? {
    guard let template = Self.auditTemplate(request.path) else { return nil }
    if denied.contains(Self.permission) { throw .missing(permission: Self.permission) }
    let rest = request.path.dropFirst(Self.auditPath.count).split(separator: "/").map(String.init)
    switch (request.method, template) {
    case ("POST", Self.auditPath): return try beginQuery(request, at)
    case ("POST", Self.auditPath + "/realtime"): return try recentAudits(request, at)
    case ("GET", Self.auditPath + "/{transactionId}"): return try status(of: rest[0])
    case ("GET", Self.auditPath + "/{transactionId}/results"):
      return try results(of: rest[0], request)
    default: throw .methodNotAllowed(["GET", "POST"])
    }
  }

  private func recentAudits(
    _ request: ServerRequest, _ at: Circumstances
  ) throws(APIError) -> ServerResponse {
    let question = try AuditQuestion(request)
    guard question.start >= at.now.advanced(by: .zero - AuditTrail.recent - .seconds(3600)) else {
      throw .invalid("interval", "The interval must lie within the last 14 days.")
    }
    let found = question.found(in: audits)
    let size = min(max(question.body["pageSize"]?.int ?? 25, 1), 500)
    let number = max(question.body["pageNumber"]?.int ?? 1, 1)
    let page = found.dropFirst((number - 1) * size).prefix(size)
    let isExpanding = request.asks("expand", "user")
    return ServerResponse(
      status: 200,
      json: [
        "entities": .array(page.map { $0.json(expanding: isExpanding) }),
        "pageSize": .number(.init(size)), "pageNumber": .number(.init(number)),
        "total": .number(.init(found.count)),
        "pageCount": .number(.init((found.count + size - 1) / size)),
      ])
  }

  private mutating func beginQuery(
    _ request: ServerRequest, _ at: Circumstances
  ) throws(APIError) -> ServerResponse {
    let question = try AuditQuestion(request)
    let id = identifiers.next(at.world)
    audits.queries[id] = AuditTrail.Query(
      request: question.body, entries: question.found(in: audits))
    return ServerResponse(status: 200, json: status(id, "Queued"))
  }

  private mutating func status(of id: String) throws(APIError) -> ServerResponse {
    guard let query = audits.queries[id] else { throw .notFound("audit query \(id)") }
    audits.queries[id]?.looks += 1
    return ServerResponse(
      status: 200, json: status(id, query.looks == 0 ? "Running" : "Succeeded"))
  }

  private func status(_ id: String, _ state: String) -> JSON {
    var object: JSONObject = ["id": .string(id), "state": .string(state)]
    for name in ["interval", "serviceName", "filters", "sort"] {
      object[name] = audits.queries[id]?.request[name]
    }
    return .object(object)
  }

  private func results(
    of id: String, _ request: ServerRequest
  ) throws(APIError) -> ServerResponse {
    guard let query = audits.queries[id], query.looks > 1 else {
      throw .notFound("the results of audit query \(id)")
    }
    func value(_ name: String) -> String? { request.query.first { $0.name == name }?.value }
    let size = min(max(value("pageSize").flatMap { Int($0) } ?? 25, 1), 500)
    let start = value("cursor").flatMap { Int($0) } ?? 0
    let page = query.entries.dropFirst(start).prefix(size)
    let isExpanding = request.asks("expand", "user")
    var object: JSONObject = [
      "id": .string(id), "pageSize": .number(.init(size)),
      "entities": .array(page.map { $0.json(expanding: isExpanding) }),
    ]
    if start + size < query.entries.count { object["cursor"] = .string(String(start + size)) }
    return ServerResponse(status: 200, json: .object(object))
  }

  /// Writes down what a client's request changed.
  mutating func noteChange(
    _ request: ServerRequest, _ route: Org.Route, _ response: ServerResponse, by client: String,
    from former: JSON?, _ at: Circumstances
  ) {
    guard org.isPlatform(route), !["GET", "HEAD"].contains(request.method),
      (200..<300).contains(response.status)
    else { return }
    let made = (try? JSON.parse(response.body)) ?? [:]
    guard let id = route.ids.first ?? made["id"]?.string else { return }
    let isNew = route.ids.isEmpty && request.method == "POST"
    let action = request.method == "DELETE" ? "Delete" : isNew ? "Create" : "Update"
    audits.note(
      AuditTrail.Entry(
        id: audits.nextID, at: at.now, collection: org[route.position].rule.name,
        action: action, actor: .client(client), object: id, name: made["name"]?.string,
        changes: AuditTrail.Change.between(former, org[route.position][id]?.object)))
  }
}

/// What an audit query asks for.
private struct AuditQuestion {
  let body: JSON
  let start: Timestamp
  let end: Timestamp

  init(_ request: ServerRequest) throws(APIError) {
    guard let body = try? JSON.parse(request.body), body.object != nil else {
      throw .invalid("", "The request body is not valid JSON.", code: "malformed.json")
    }
    let times = (body["interval"]?.string ?? "").split(separator: "/").map(String.init)
    guard times.count == 2, let start = Timestamp(rfc3339: times[0]),
      let end = Timestamp(rfc3339: times[1]), start < end
    else { throw .invalid("interval", "interval must be two times with a / between them") }
    guard AuditTrail.words.values.contains(where: { $0.service == body["serviceName"]?.string })
    else { throw .invalid("serviceName", "serviceName is not valid") }
    for filter in body["filters"]?.array ?? [] {
      guard ["EntityType", "EntityId", "UserId", "Action"].contains(filter["property"]?.string)
      else { throw .invalid("filters", "a filter's property is not valid") }
    }
    (self.body, self.start, self.end) = (body, start, end)
  }

  /// Returns what is asked for, in the order asked for.
  func found(in trail: AuditTrail) -> [AuditTrail.Entry] {
    let service = body["serviceName"]?.string
    let filters = body["filters"]?.array ?? []
    let found = trail.entries.filter { entry in
      let words = AuditTrail.words[entry.collection]
      return words?.service == service && entry.at >= start && entry.at <= end
        && filters.allSatisfy { filter in
          let value = filter["value"]?.string
          switch filter["property"]?.string {
          case "EntityType": return words?.type == value
          case "EntityId": return entry.object == value
          case "Action": return entry.action == value
          default: if case .user(let id, _) = entry.actor { return id == value }
          }
          return false
        }
    }
    let isDescending = body["sort"]?.array?.first?["sortOrder"] == "descending"
    return isDescending ? found.reversed() : found
  }
}

extension ServerRequest {
  fileprivate func asks(_ name: String, _ value: String) -> Bool {
    query.contains { $0.name == name && $0.value == value }
  }
}
