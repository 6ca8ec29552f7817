import JSON
import Server
import World

/// The generic conduct of a platform collection: what its rule says, done.
extension Org {
  func isPlatform(_ route: Route) -> Bool { self[route.position].rule.platform != nil }

  /// Does what a request to a collection of the platform asks for, and counts it where it reads.
  mutating func answerPlatform(_ call: PlatformCall, at route: Route) throws(APIError)
    -> ServerResponse
  {
    defer { if call.isReading, call.isFirstPage { noteRead(call) } }
    if let operation = route.operation { return try operation.run(&self, call) }
    return try answerPlainly(call)
  }

  /// Shows hidden changes one read sooner, and lets jobs get on.
  private mutating func noteRead(_ call: PlatformCall) {
    countRead(of: call.ids.first, in: call.position)
    guard let rule = self[call.position].rule.platform, call.ids.isEmpty || !rule.isListOnly
    else { return }
    guard rule.progress != nil || rule.advance != nil else { return }
    for id in call.ids.isEmpty ? self[call.position].ids : call.ids {
      guard var members = self[call.position][id]?.object.object else { continue }
      rule.advance?(&members, call, self)
      rule.progress?.advance(&members, call)
      put(.object(members), id: id, in: call.position)
    }
  }

  private mutating func answerPlainly(_ call: PlatformCall) throws(APIError) -> ServerResponse {
    let collection = self[call.position].rule
    guard let rule = collection.platform else { throw .notFound(call.request.path) }
    let method = call.request.method == "HEAD" ? "GET" : call.request.method
    let isSingleton = collection.identity == .singleton
    if rule.isListOnly, !call.ids.isEmpty { throw .notFound(call.request.path) }
    switch (method, !call.ids.isEmpty) {
    case ("GET", false) where rule.methods.contains("GET"): return try list(call)
    case ("GET", true) where rule.methods.contains("GET"): return try read(call)
    case ("POST", false) where rule.methods.contains("POST"): return try create(call)
    case ("PUT", true) where rule.methods.contains("PUT"): return try replace(call)
    case ("PATCH", true) where rule.patch != nil: return try patch(call)
    case ("DELETE", true) where rule.methods.contains("DELETE") && !isSingleton:
      return try delete(call)
    case ("DELETE", false) where rule.hasBulkDelete: return try deleteMany(call)
    default: throw .methodNotAllowed(rule.methods.sorted())
    }
  }

  /// Returns an object as it is, for what changes it.
  func existing(_ id: String, _ call: PlatformCall) throws(APIError) -> JSON {
    guard let object = self[call.position][id]?.object else {
      throw .notFound("\(self[call.position].rule.path)/\(id)")
    }
    return object
  }

  /// Returns an object as a reader sees it.
  func seen(_ id: String, _ call: PlatformCall) throws(APIError) -> JSON {
    guard let object = self[call.position].seen(id) else {
      throw .notFound("\(self[call.position].rule.path)/\(id)")
    }
    return object
  }

  private func read(_ call: PlatformCall) throws(APIError) -> ServerResponse {
    let object = try seen(call.id, call)
    if let flag = call.alias?.flag, object[flag] != true { throw .notFound(call.request.path) }
    return ServerResponse(status: 200, json: shown(object, call))
  }

  /// Returns an object as it is answered.
  func shown(_ object: JSON, _ call: PlatformCall, inList: Bool = false) -> JSON {
    guard let rule = self[call.position].rule.platform else { return object }
    var object = object
    for partial in rule.partials where partial.applies(inList: inList, call) {
      let isAsked = call.asks(partial.query, partial.value)
      if isAsked != partial.isShownThen { object[JSONPointer([partial.member])] = nil }
    }
    for name in rule.hidden + rule.internals { object[JSONPointer([name])] = nil }
    for name in rule.nulls where object[name] == nil { object[JSONPointer([name])] = .null }
    expandLinks(of: &object, rule)
    rule.present?(&object, call)
    return object
  }
}

extension PlatformRule.Progress {
  /// Puts an object into its next state where it has one.
  fileprivate func advance(_ members: inout JSONObject, _ call: PlatformCall) {
    guard let next = members[member]?.string.flatMap({ self.next[$0] }) else { return }
    members[member] = .string(next)
    reached(&members, next, call)
  }
}

extension PlatformRule.Partial {
  fileprivate func applies(inList: Bool, _ call: PlatformCall) -> Bool {
    switch place {
    case .lists: inList
    case .reads: call.isReading
    case .everywhere: true
    }
  }
}
