import JSON
import Server

extension Org {
  /// Answers the configuration of an integration.
  func configuration(of integration: JSON, _ call: PlatformCall) -> ServerResponse {
    var object = integration
    guard let rule = self[call.position].rule.platform else {
      return ServerResponse(status: 200, json: [:])
    }
    expandLinks(of: &object, rule)
    rule.present?(&object, call)
    return ServerResponse(status: 200, json: object["config"]?["current"] ?? [:])
  }

  /// Replaces the configuration of an integration as a whole.
  mutating func configure(_ call: PlatformCall) throws(APIError) -> ServerResponse {
    let former = try existing(call.id, call)
    let type = integrationType(of: former) ?? [:]
    var body = try call.body()
    var violations = Self.fields.flatMap { $0.check(&body) }
    if violations.isEmpty { violations = checkConfiguration(body, type) }
    guard violations.isEmpty else { throw .invalid(violations) }
    let current = former["config"]?["current"]?["version"]?.int ?? 0
    let sent = body["version"]?.int ?? 0
    guard sent == current else {
      throw APIError(
        status: 400, code: "bad.request",
        message: "The version \(sent) does not match the current version \(current).")
    }
    var config = former["config"]?["current"]?.object ?? [:]
    for name in ["name", "notes", "advanced", "credentials"] { config[name] = body[name] }
    if body["notes"] == "node_dynamodb_empty_string" { config["notes"] = "" }
    config["properties"] = Self.withDefaults(body["properties"] ?? [:], type["propertiesSchema"])
    config["advanced"] = Self.withDefaults(body["advanced"] ?? [:], type["advancedSchema"])
    config["version"] = .number(.init(current + 1))
    var object = former
    object[JSONPointer(["config", "current"])] = .object(config)
    object.reorder("config.current.properties.eventFilter")
    object[JSONPointer(["name"])] = body["name"]
    object[JSONPointer(["notes"])] = config["notes"]
    put(object, id: call.id, in: call.position)
    hideChange(of: call.id, from: former, in: call.position, reads: call.settleReads)
    plantAuthAction(of: object, call)
    return configuration(of: object, call)
  }

  private static let fields = [
    FieldRule("name", .filledText, required: true),
    FieldRule("version", .whole(0...Int.max), required: true),
    FieldRule("properties", .object, required: true),
    FieldRule("advanced", .object, required: true), FieldRule("notes", .text, required: true),
    FieldRule("credentials", .object, required: true),
  ]

  private func checkConfiguration(_ body: JSON, _ type: JSON) -> [Violation] {
    let link = Link("credentials.*", "credentials")
    var violations = checkLinks(of: body, PlatformRule(links: [link]))
    for key in body["credentials"]?.object?.keys ?? [] where type["credentials"]?[key] == nil {
      violations.append(
        Violation(
          code: "invalid.value", field: "credentials.\(key)",
          message: "credentials.\(key) is no credential of this type"))
    }
    if let schema = type["propertiesSchema"] {
      violations += Self.check(body["properties"] ?? [:], schema)
    }
    return violations
  }

  /// Returns what is wrong with properties by the few words of JSON Schema that types use.
  private static func check(_ properties: JSON, _ schema: JSON) -> [Violation] {
    let missing = (schema["required"]?.texts ?? []).filter { properties[$0] == nil }
    var violations = missing.map {
      Violation(
        code: "required", field: "properties.\($0)", message: "properties.\($0) is required")
    }
    for member in properties.object ?? [:] {
      guard let rule = schema["properties"]?[member.key], !member.value.isNull else { continue }
      let length = rule["maxLength"]?.int ?? Int.max
      let type = rule["type"]?.string.map { $0 == "integer" ? "number" : $0 }
      if type.map({ $0 != member.value.typeName }) ?? false
        || (member.value.string?.count ?? 0) > length
      {
        violations.append(
          Violation(
            code: "invalid.value", field: "properties.\(member.key)",
            message: "properties.\(member.key) is not valid"))
      }
    }
    return violations
  }

  /// Adds what a schema says of members that are not there.
  static func withDefaults(_ json: JSON, _ schema: JSON?) -> JSON {
    var json = json
    for property in schema?["properties"]?.object ?? [:] where json[property.key] == nil {
      json[JSONPointer([property.key])] = property.value["default"]
    }
    return json
  }

  /// Returns why an integration of a type cannot be made.
  func checkType(_ integration: JSON) -> [Violation] {
    guard let type = integrationType(of: integration) else {
      return [
        Violation(
          code: "not.found", field: "integrationType.id",
          message: "integrationType.id names no type")
      ]
    }
    let present = position(of: "platformIntegrations").map { self[$0].objects } ?? []
    let count = present.count { $0["integrationType"]?["id"] == type["id"] }
    guard type["nonInstallable"] == true || count >= type["maxInstances"]?.int ?? Int.max else {
      return []
    }
    return [
      Violation(
        code: "invalid.value", field: "integrationType.id",
        message: "no further integration of the type can be installed")
    ]
  }

  /// Returns what is wrong with a credential by what its type needs.
  func checkCredential(_ credential: JSON) -> [Violation] {
    guard let name = credential["type"]?["name"]?.string else { return [] }
    guard let type = position(of: "credentialTypes").flatMap({ self[$0][name]?.object }) else {
      return [
        Violation(code: "not.found", field: "type.name", message: "type.name names no type")
      ]
    }
    let missing = (type["required"]?.texts ?? []).filter {
      credential["credentialFields"]?[$0] == nil
    }
    return missing.map {
      Violation(
        code: "required", field: "credentialFields.\($0)",
        message: "credentialFields.\($0) is required")
    }
  }
}
