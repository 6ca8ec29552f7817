import HTTP
import JSON
import Server
import World

extension Org {
  /// The permission a method needs there.
  func permission(for method: String, at route: Route) -> String {
    let rule = self[route.position].rule
    let isReading = method == "GET" || method == "HEAD"
    guard let platform = rule.platform else {
      return isReading ? rule.readPermission : rule.writePermission
    }
    guard platform.hasVerbs else { return platform.permission }
    let verbs = ["POST": "add", "PUT": "edit", "PATCH": "edit", "DELETE": "delete"]
    return "\(platform.permission):\(verbs[method] ?? "view")"
  }

  /// Does what a request asks for.
  mutating func answer(
    _ request: ServerRequest, at route: Route, now: Timestamp, newID: () -> String
  ) throws(APIError) -> ServerResponse {
    let rule = self[route.position].rule
    let method = request.method == "HEAD" ? "GET" : request.method
    switch (method, route.id, rule.identity) {
    case ("GET", nil, _): return try list(request, in: route.position)
    case ("GET", let id?, _):
      guard let entry = self[route.position][id] else { throw .notFound("\(rule.path)/\(id)") }
      return ServerResponse(status: 200, encoded: entry.answer)
    case ("POST", nil, .server):
      let body = try checkedBody(request, id: nil, in: route.position)
      return try save(body, id: newID(), status: 201, in: route.position, now: now)
    case ("PUT", let id?, _):
      let exists = self[route.position][id] != nil
      if !exists, rule.identity == .server { throw .notFound("\(rule.path)/\(id)") }
      let body = try checkedBody(request, id: id, in: route.position)
      return try save(body, id: id, status: exists ? 200 : 201, in: route.position, now: now)
    case ("DELETE", let id?, _): return try delete(id, in: route.position)
    default: throw .methodNotAllowed(allowed(at: route))
    }
  }

  private func allowed(at route: Route) -> [String] {
    if route.id != nil { return ["GET", "PUT", "DELETE"] }
    return self[route.position].rule.identity == .server ? ["GET", "POST"] : ["GET"]
  }

  private func list(_ request: ServerRequest, in position: Int) throws(APIError) -> ServerResponse {
    let collection = self[position]
    let query = request.query
    var size = 25
    if let text = query.first(where: { $0.name == "pageSize" })?.value {
      guard let number = Int(text), number > 0 else {
        throw .invalid("pageSize", "pageSize must be a number above 0")
      }
      size = min(number, 100)
    }
    var start: String?
    if let text = query.first(where: { $0.name == "pageToken" })?.value, !text.isEmpty {
      guard let token = PageToken(text), token.list == collection.rule.path else {
        throw .invalid("pageToken", "pageToken is not one of this list")
      }
      start = token.last
    }
    let page = collection.page(after: start, size: size)
    var body = Array("{\"entities\":[".utf8) + page.body + Array("]".utf8)
    if let last = page.last {
      let token = PageToken(list: collection.rule.path, last: last).text
      body += Array(",\"nextPageToken\":\"\(token)\"".utf8)
    }
    return ServerResponse(status: 200, encoded: body + [UInt8(ascii: "}")])
  }

  private func checkedBody(
    _ request: ServerRequest, id: String?, in position: Int
  ) throws(APIError) -> JSON {
    guard var body = try? JSON.parse(request.body) else {
      throw .invalid("", "The request body is not valid JSON.", code: "malformed.json")
    }
    if let named = body["id"], let id, named != .string(id) {
      throw .invalid("id", "id must be the one in the path")
    }
    let version = body["version"]
    let violations = self[position].rule.check(&body)
    guard violations.isEmpty else { throw .invalid(violations) }
    let former = id.flatMap { self[position][$0]?.object }
    if let version, let current = former?["version"], version != current {
      throw .conflict("The version is \(current.text), not \(version.text).")
    }
    return body
  }

  private mutating func save(
    _ checked: JSON, id: String, status: Int, in position: Int, now: Timestamp
  ) throws(APIError) -> ServerResponse {
    var body = checked
    let violations = checkReferences(of: body, in: position)
    guard violations.isEmpty else { throw .invalid(violations) }
    let rule = self[position].rule
    if let former = self[position][id]?.object { rule.keepSecrets(of: former, in: &body) }
    rule.shuffleSets(of: &body)
    _ = store(body, id: id, in: position, now: now)
    return ServerResponse(status: status, encoded: self[position][id]?.answer ?? [])
  }

  private mutating func delete(_ id: String, in position: Int) throws(APIError) -> ServerResponse {
    let rule = self[position].rule
    guard self[position][id] != nil else { throw .notFound("\(rule.path)/\(id)") }
    if let user = user(of: id, in: position) {
      throw .conflict("\(rule.path)/\(id) is used by \(user).")
    }
    remove(id, in: position)
    return ServerResponse(status: 204)
  }
}
