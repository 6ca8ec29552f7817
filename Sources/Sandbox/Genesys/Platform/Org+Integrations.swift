import JSON
import Server
import World

extension PlatformOperation {
  /// The life of an integration, whose configuration is an object of its own.
  static let integrations = [
    PlatformOperation("POST", "/api/v2/integrations", on: "platformIntegrations") {
      org, call throws(APIError) in try org.install(call)
    },
    PlatformOperation("PATCH", "/api/v2/integrations/{id}", on: "platformIntegrations") {
      org, call throws(APIError) in try org.setIntendedState(call)
    },
    PlatformOperation("DELETE", "/api/v2/integrations/{id}", on: "platformIntegrations") {
      org, call throws(APIError) in try org.uninstall(call)
    },
    PlatformOperation(
      "GET", "/api/v2/integrations/{id}/config/current", on: "platformIntegrations"
    ) { org, call throws(APIError) in
      org.configuration(of: try org.seen(call.id, call), call)
    },
    PlatformOperation(
      "PUT", "/api/v2/integrations/{id}/config/current", on: "platformIntegrations"
    ) { org, call throws(APIError) in try org.configure(call) },
    PlatformOperation(
      "GET", "/api/v2/integrations/types/{id}/configschemas/{name}", on: "integrationTypes"
    ) { org, call throws(APIError) in
      guard let schema = try org.seen(call.id, call)["\(call.ids[1])Schema"] else {
        throw .notFound(call.request.path)
      }
      return ServerResponse(status: 200, json: schema)
    },
  ]
}

extension Org {
  /// Creates an integration, disabled and with an empty configuration.
  fileprivate mutating func install(_ call: PlatformCall) throws(APIError) -> ServerResponse {
    let sent = try call.body()
    var body: JSON = ["integrationType": sent["integrationType"] ?? .null]
    body[JSONPointer(["name"])] = sent["name"]
    var members = try checked(body, id: nil, former: nil, call).object ?? [:]
    let type = integrationType(of: .object(members)) ?? [:]
    let name = members["name"] ?? type["name"] ?? ""
    members["integrationType"] = ["id": type["id"] ?? ""]
    members["name"] = name
    furnishIntegration(&members, id: call.fresh[0])
    members["reportedState"] = Self.reported("INACTIVE", call.now)
    let object = write(.object(members), id: call.fresh[0], call)
    if type["id"] == "purecloud-data-actions" { plantStaticActions(of: call.fresh[0], call) }
    return ServerResponse(status: 200, json: shown(object, call))
  }

  /// Switches an integration on or off, or puts it away and takes it back.
  fileprivate mutating func setIntendedState(_ call: PlatformCall) throws(APIError)
    -> ServerResponse
  {
    var members = try existing(call.id, call).object ?? [:]
    let wanted = try call.body()["intendedState"]?.string ?? ""
    guard ["ENABLED", "DISABLED", "DELETED", "RESTORED"].contains(wanted) else {
      throw .invalid(
        "intendedState", "intendedState must be one of ENABLED, DISABLED, DELETED, RESTORED")
    }
    members["intendedState"] = .string(wanted == "RESTORED" ? "DISABLED" : wanted)
    let isOn = wanted == "ENABLED"
    let isChange = members["reportedState"]?["code"] != .string(isOn ? "ACTIVE" : "INACTIVE")
    var between = members
    between["reportedState"] = Self.reported(isOn ? "ACTIVATING" : "DEACTIVATING", call.now)
    members["reportedState"] = Self.reported(isOn ? "ACTIVE" : "INACTIVE", call.now)
    put(.object(members), id: call.id, in: call.position)
    let first = JSON.object(isChange ? between : members)
    hideChange(of: call.id, from: first, in: call.position, reads: call.settleReads)
    return ServerResponse(status: 200, json: shown(first, call))
  }

  /// Deletes an integration with its actions.
  fileprivate mutating func uninstall(_ call: PlatformCall) throws(APIError) -> ServerResponse {
    let object = try existing(call.id, call)
    let answer = shown(object, call)
    _ = try delete(call)
    for name in ["actions", "actionDrafts"] {
      guard let position = position(of: name) else { continue }
      for action in self[position].objects where action["integrationId"]?.string == call.id {
        guard let id = action["id"]?.string else { continue }
        remove(id, in: position)
        hideChange(of: id, from: action, in: position, reads: call.settleReads)
      }
    }
    return ServerResponse(status: 200, json: answer)
  }

  /// Puts in the configuration an integration has from the beginning.
  func furnishIntegration(_ members: inout JSONObject, id: String) {
    let type = integrationType(of: .object(members)) ?? [:]
    let given = members["config"]?["current"] ?? [:]
    let isOn = members["intendedState"] == "ENABLED"
    members["name"] = members["name"] ?? given["name"] ?? type["name"] ?? ""
    members["notes"] = given["notes"] ?? members["notes"] ?? ""
    members["reportedState"] =
      members["reportedState"] ?? ["code": isOn ? "ACTIVE" : "INACTIVE"]
    members["config"] = [
      "current": [
        "id": .string(id), "name": members["name"] ?? "", "version": given["version"] ?? 1,
        "properties": Self.withDefaults(given["properties"] ?? [:], type["propertiesSchema"]),
        "advanced": Self.withDefaults(given["advanced"] ?? [:], type["advancedSchema"]),
        "notes": members["notes"] ?? "", "credentials": given["credentials"] ?? [:],
        "selfUri": .string("/api/v2/integrations/\(id)/config/current"),
      ]
    ]
  }

  private static func reported(_ code: String, _ now: Timestamp) -> JSON {
    let words = code.prefix(1) + code.dropFirst().lowercased()
    return [
      "code": .string(code), "effective": .string(String(words)),
      "detail": [
        "localizableMessageCode": .string("status.\(code.lowercased())"),
        "message": .string(String(words)),
      ],
      "lastUpdated": .string(now.rfc3339),
    ]
  }

  /// The type an integration is of.
  func integrationType(of integration: JSON) -> JSON? {
    guard let id = integration["integrationType"]?["id"]?.string else { return nil }
    return position(of: "integrationTypes").flatMap { self[$0][id]?.object }
  }
}
