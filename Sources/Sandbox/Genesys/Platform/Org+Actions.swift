import HTTP
import JSON
import Server

extension PlatformOperation {
  private static let path = "/api/v2/integrations/actions"

  /// What can be done with a published action.
  static let actions = [
    PlatformOperation("GET", "\(path)/categories", on: "actions") {
      org, call throws(APIError) in try org.categories(call)
    },
    PlatformOperation("PATCH", "\(path)/{id}", on: "actions") {
      org, call throws(APIError) in
      try org.checkFixed(try org.existing(call.id, call), call)
      return try org.patch(call)
    },
    PlatformOperation("DELETE", "\(path)/{id}", on: "actions") {
      org, call throws(APIError) in
      guard call.id.hasPrefix("custom_") else { throw .builtIn(call.id) }
      return try org.delete(call)
    },
    PlatformOperation("GET", "\(path)/{id}/templates/{name}", on: "actions") {
      org, call throws(APIError) in try org.template(of: try org.seen(call.id, call), call)
    },
    PlatformOperation("GET", "\(path)/{id}/schemas/{name}", on: "actions") {
      org, call throws(APIError) in try org.schema(of: try org.seen(call.id, call), call)
    },
    PlatformOperation("POST", "\(path)/{id}/test", on: "actions") {
      org, call throws(APIError) in
      ActionTrial(try org.existing(call.id, call), input: try call.body()).result
    },
    PlatformOperation("POST", "\(path)/{id}/execute", on: "actions") {
      org, call throws(APIError) in
      try ActionTrial(try org.existing(call.id, call), input: try call.body()).rawResult()
    },
  ]
}

extension APIError {
  /// The refusal to change what Genesys Cloud itself provides.
  fileprivate static func builtIn(_ id: String) -> APIError {
    APIError(status: 400, code: "bad.request", message: "\(id) is built in and cannot be changed.")
  }
}

extension Org {
  /// Refuses a change of what stays as it is once an action is published.
  fileprivate func checkFixed(_ action: JSON, _ call: PlatformCall) throws(APIError) {
    if call.id.hasPrefix("static") { throw .builtIn(call.id) }
    let body = try call.body()
    for name in ["contract", "secure", "integrationId"] {
      guard let sent = body[name], !sent.isNull, sent != action[name] else { continue }
      throw .invalid(name, "\(name) cannot be changed on a published action")
    }
    if call.id.hasPrefix("customAuth"), body["config"]?["timeoutSeconds"] != nil {
      throw .invalid("config.timeoutSeconds", "timeoutSeconds is invalid for authentication")
    }
  }

  fileprivate func categories(_ call: PlatformCall) throws(APIError) -> ServerResponse {
    let names = Set(self[call.position].objects.compactMap { $0["category"]?.string }).sorted()
    return try numberedPage(of: names, call) { names in
      .array(names.map { ["name": .string($0)] })
    }
  }

  /// Answers the text of one of an action's two templates.
  func template(of action: JSON, _ call: PlatformCall) throws(APIError) -> ServerResponse {
    let config = action["config"]
    let texts = [
      "requesttemplate.vm": config?["request"]?["requestTemplate"],
      "successtemplate.vm": config?["response"]?["successTemplate"],
    ]
    guard let text = texts[call.ids[1].lowercased()]??.string else {
      throw .notFound(call.request.path)
    }
    return ServerResponse(
      status: 200, headers: ["Content-Type": "text/plain; charset=UTF-8"], body: Array(text.utf8))
  }

  /// Answers one of the schemas of an action's contract.
  func schema(of action: JSON, _ call: PlatformCall) throws(APIError) -> ServerResponse {
    let contract = action["contract"]
    let schemas = [
      "inputschema.json": contract?["input"]?["inputSchema"],
      "successschema.json": contract?["output"]?["successSchema"],
      "errorschema.json": ["type": "object"],
    ]
    guard let schema = schemas[call.ids[1].lowercased()], let schema else {
      throw .notFound(call.request.path)
    }
    return ServerResponse(status: 200, json: schema)
  }

  /// Puts in the actions Genesys Cloud brings with an integration of its own.
  mutating func plantStaticActions(of integration: String, _ call: PlatformCall) {
    for name in ["Get User by Id", "Get On Queue Agent Counts"] {
      let slug = name.lowercased().replacing(" ", with: "_")
      plantAction("static_-_\(slug)_-_\(integration)", name, of: integration, call)
    }
  }

  /// Puts in the action that gets the tokens of an integration with credentials of its own kind.
  mutating func plantAuthAction(of integration: JSON, _ call: PlatformCall) {
    let used = integration["config"]?["current"]?["credentials"]?.object ?? [:]
    guard integration["integrationType"]?["id"] == "custom-rest-actions",
      let credentials = position(of: "credentials"), let actions = position(of: "actions"),
      let id = integration["id"]?.string, self[actions]["customAuth_-_\(id)"] == nil,
      used.contains(where: { member in
        let name = member.value["id"]?.string ?? ""
        return self[credentials][name]?.object["type"]?["name"] == "userDefinedOAuth"
      })
    else { return }
    plantAction("customAuth_-_\(id)", "Custom Auth", of: id, call)
  }

  private mutating func plantAction(
    _ id: String, _ name: String, of integration: String, _ call: PlatformCall
  ) {
    guard let position = position(of: "actions") else { return }
    let schema: JSON = ["type": "object", "properties": [:]]
    plant(
      [
        "category": "Genesys Cloud Data Actions", "name": .string(name),
        "integrationId": .string(integration), "config": ["request": [:], "response": [:]],
        "contract": ["input": ["inputSchema": schema], "output": ["successSchema": schema]],
      ], id: id, in: position, now: call.now)
  }
}
