import JSON
import Server

extension PlatformOperation {
  private static let path = "/api/v2/integrations/actions/{id}/draft"

  /// What can be done with the draft of an action.
  static let actionDrafts = [
    PlatformOperation("POST", "/api/v2/integrations/actions/drafts", on: "actionDrafts") {
      org, call throws(APIError) in
      let body = try org.checked(call.body(), id: nil, former: nil, call)
      return org.keepDraft(body, version: 1, id: "custom_-_\(call.fresh[0])", call)
    },
    PlatformOperation("POST", path, on: "actionDrafts") {
      org, call throws(APIError) in try org.draftPublished(call)
    },
    PlatformOperation("GET", path, on: "actionDrafts") {
      org, call throws(APIError) in try org.answer(call.id, call)
    },
    PlatformOperation("PATCH", path, on: "actionDrafts") {
      org, call throws(APIError) in try org.changeDraft(call)
    },
    PlatformOperation("DELETE", path, on: "actionDrafts") {
      org, call throws(APIError) in try org.delete(call)
    },
    PlatformOperation("GET", "\(path)/validation", on: "actionDrafts") {
      org, call throws(APIError) in
      let errors = org.problems(of: try org.seen(call.id, call))
      return ServerResponse(
        status: 200, json: ["valid": .bool(errors.isEmpty), "errors": .array(errors)])
    },
    PlatformOperation("POST", "\(path)/publish", on: "actionDrafts") {
      org, call throws(APIError) in try org.publish(call)
    },
    PlatformOperation("POST", "\(path)/test", on: "actionDrafts") {
      org, call throws(APIError) in
      ActionTrial(try org.existing(call.id, call), input: try call.body()).result
    },
    PlatformOperation("GET", "\(path)/templates/{name}", on: "actionDrafts") {
      org, call throws(APIError) in try org.template(of: try org.seen(call.id, call), call)
    },
    PlatformOperation("GET", "\(path)/schemas/{name}", on: "actionDrafts") {
      org, call throws(APIError) in try org.schema(of: try org.seen(call.id, call), call)
    },
  ]
}

extension Org {
  fileprivate mutating func keepDraft(
    _ body: JSON, version: Int, id: String, _ call: PlatformCall
  ) -> ServerResponse {
    var body = body
    body[JSONPointer(["version"])] = .number(.init(version))
    return ServerResponse(status: 200, json: shown(write(body, id: id, call), call))
  }

  /// Begins a draft with what is published.
  fileprivate mutating func draftPublished(_ call: PlatformCall) throws(APIError)
    -> ServerResponse
  {
    guard let actions = position(of: "actions"), let action = self[actions][call.id]?.object,
      call.id.hasPrefix("custom")
    else { throw .notFound(call.request.path) }
    guard self[call.position][call.id] == nil else {
      throw .conflict("The action \(call.id) has a draft already.")
    }
    return keepDraft(action, version: 1, id: call.id, call)
  }

  fileprivate mutating func changeDraft(_ call: PlatformCall) throws(APIError) -> ServerResponse {
    let former = try existing(call.id, call)
    let sent = try call.body()
    let version = try checkDraftVersion(sent, former)
    var body = former
    for name in ["category", "name", "config", "contract", "secure"] {
      guard let value = sent[name], !value.isNull else { continue }
      body[JSONPointer([name])] = value
    }
    let checked = try checked(body, id: call.id, former: nil, call)
    return keepDraft(checked, version: version + 1, id: call.id, call)
  }

  private func checkDraftVersion(_ body: JSON, _ draft: JSON) throws(APIError) -> Int {
    let latest = draft["version"]?.int ?? 0
    guard let supplied = body["version"]?.int else {
      throw .invalid("version", "version is required", code: "required")
    }
    guard supplied == latest else {
      throw APIError(
        status: 400, code: "bad.request",
        message: "Supplied version \(supplied) does not match latest draft version \(latest)")
    }
    return latest
  }

  /// Why a draft cannot be published, as bodies of errors.
  fileprivate func problems(of draft: JSON) -> [JSON] {
    let request = draft["config"]?["request"]
    let needed = ["requestUrlTemplate", "requestType"].filter {
      request?[$0]?.string?.isEmpty ?? true
    }
    return needed.map {
      [
        "message": .string("config.request.\($0) is required"), "code": "bad.request",
        "status": 400, "details": [], "errors": [],
      ]
    }
  }

  /// Puts a draft in the place of what is published.
  fileprivate mutating func publish(_ call: PlatformCall) throws(APIError) -> ServerResponse {
    let draft = try existing(call.id, call)
    _ = try checkDraftVersion(call.body(), draft)
    if let problem = problems(of: draft).first {
      throw APIError(
        status: 400, code: "bad.request", message: problem["message"]?.string ?? "")
    }
    var members = draft.object ?? [:]
    members["version"] = nil
    _ = try delete(call)
    var target = call
    target.position = position(of: "actions") ?? call.position
    return ServerResponse(
      status: 200, json: shown(write(.object(members), id: call.id, target), target))
  }
}
