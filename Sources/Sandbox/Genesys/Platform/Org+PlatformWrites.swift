import HTTP
import JSON
import Server

extension Org {
  mutating func create(_ call: PlatformCall) throws(APIError) -> ServerResponse {
    let body = try checked(call.body(), id: nil, former: nil, call)
    let id = (self[call.position].rule.platform?.idPrefix ?? "") + call.fresh[0]
    let object = write(body, id: id, call)
    return ServerResponse(status: 200, json: shown(object, call))
  }

  mutating func replace(_ call: PlatformCall) throws(APIError) -> ServerResponse {
    let former = try existing(call.id, call)
    let body = try checked(call.body(), id: call.id, former: former, call)
    let object = write(body, id: call.id, call)
    return ServerResponse(status: 200, json: shown(object, call))
  }

  /// Lays the members of a body over the object, those a partial update may change.
  mutating func patch(_ call: PlatformCall) throws(APIError) -> ServerResponse {
    let former = try existing(call.id, call)
    var object = former.object ?? [:]
    for member in try call.body().object ?? [:] {
      if case .only(let names)? = self[call.position].rule.platform?.patch,
        !names.contains(member.key)
      {
        continue
      }
      object[member.key] = member.value
    }
    if self[call.position].rule.platform?.lock != nil {
      object["version"] = try call.body()["version"]
    }
    let body = try checked(.object(object), id: call.id, former: former, call)
    let changed = write(body, id: call.id, call)
    return ServerResponse(status: 200, json: shown(changed, call))
  }

  mutating func delete(_ call: PlatformCall) throws(APIError) -> ServerResponse {
    _ = try existing(call.id, call)
    try deleteFreely(call.id, call)
    let status = self[call.position].rule.platform?.deleteStatus ?? 204
    return ServerResponse(status: status)
  }

  /// Deletes the objects of `ids=a,b` that exist.
  mutating func deleteMany(_ call: PlatformCall) throws(APIError) -> ServerResponse {
    let ids = call.query.filter { $0.name == "ids" }
      .flatMap { $0.value.split(separator: ",").map(String.init) }
    guard !ids.isEmpty else { throw .invalid("ids", "ids is required", code: "required") }
    for id in ids where self[call.position][id] != nil { try deleteFreely(id, call) }
    return ServerResponse(status: self[call.position].rule.platform?.deleteStatus ?? 204)
  }

  private mutating func deleteFreely(_ id: String, _ call: PlatformCall) throws(APIError) {
    let builtIn = self[call.position].rule.platform?.builtIn ?? []
    guard !builtIn.contains(where: { $0["id"]?.string == id }) else {
      throw .conflict("\(self[call.position].rule.path)/\(id) is part of every org.")
    }
    let former = self[call.position][id]?.object
    remove(id, in: call.position)
    hideChange(of: id, from: former, in: call.position, reads: call.settleReads)
  }

  /// Returns what a body means with defaults filled in, or why it is refused.
  func checked(
    _ body: JSON, id: String?, former: JSON?, _ call: PlatformCall
  ) throws(APIError) -> JSON {
    let rule = self[call.position].rule
    guard let platform = rule.platform else { return body }
    if let former { try checkVersion(of: body, former: former, platform.lock) }
    var kept = rule.withoutUnknown(body)
    for name in former == nil ? [] : platform.createOnly {
      kept[JSONPointer([name])] = former?[name]
    }
    var violations = rule.fields.flatMap { $0.check(&kept) }
    violations += platform.alsoCheck?(kept, self) ?? []
    violations += checkLinks(of: kept, platform)
    for name in platform.fixed where former.map({ $0[name] != kept[name] }) ?? false {
      violations.append(
        Violation(code: "invalid.value", field: name, message: "\(name) cannot be changed"))
    }
    guard violations.isEmpty else { throw .invalid(violations, code: platform.invalidCode) }
    if let unique = platform.unique { try checkUnique(unique, of: kept, id: id, call) }
    return kept
  }

  private func checkVersion(
    of body: JSON, former: JSON, _ lock: PlatformRule.Lock?
  ) throws(APIError) {
    guard let lock, let current = former["version"]?.int else { return }
    let sent = body["version"]?.int
    if sent == current { return }
    let named = sent.map { String($0) } ?? "none"
    let message = "The version \(named) does not match the current version \(current)."
    switch lock {
    case .required where sent == nil:
      throw .invalid("version", "version is required", code: "required")
    case .worded: throw APIError(status: 400, code: "bad.request", message: message)
    case .conflict, .required: throw .conflict(message)
    }
  }

  private func checkUnique(
    _ member: String, of body: JSON, id: String?, _ call: PlatformCall
  ) throws(APIError) {
    guard let value = body[member]?.string?.lowercased() else { return }
    let collection = self[call.position]
    let other = collection.ids.first {
      $0 != id && collection[$0]?.object[member]?.string?.lowercased() == value
    }
    if other != nil { throw .conflict("\(member) \"\(value)\" is already in use.") }
  }
}

extension CollectionRule {
  /// A body without the members a sender has no say in.
  func withoutUnknown(_ body: JSON) -> JSON {
    let known = Set(fields.compactMap(\.pointer.tokens.first))
    let kept = (body.object ?? [:]).filter { known.contains($0.key) && !$0.value.isNull }
    return .object(JSONObject(distinct: kept))
  }
}
