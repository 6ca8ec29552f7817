import JSON
import Server

extension CollectionRule {
  /// OAuth clients, roles and divisions.
  static let authorization = [oauthClients, roles, divisions]

  private static let oauthClients = CollectionRule(
    "oauthClients", "/api/v2/oauth/clients", "oauth:client",
    fields: [
      FieldRule("name", .filledText, required: true),
      FieldRule("accessTokenValiditySeconds", .whole(300...172_800), default: 86_400),
      FieldRule("description", .text),
      FieldRule("registeredRedirectUri", .words, default: []),
      FieldRule("roleIds", .words),
      FieldRule("authorizedGrantType", .oneOf(grantTypes), required: true),
      FieldRule("scope", .words, default: []),
      FieldRule("roleDivisions", .list, default: []),
      FieldRule("roleDivisions.*.roleId", .filledText, required: true),
      FieldRule("roleDivisions.*.divisionId", .filledText, required: true),
      FieldRule("state", .oneOf(["active", "disabled", "inactive"]), default: "active"),
      FieldRule("dateToDelete", .text),
    ],
    PlatformRule(
      pager: .whole, stamps: .init(created: "dateCreated", modified: "dateModified"),
      hidden: ["secret"], nulls: ["description", "dateToDelete"],
      sets: ["roleDivisions", "scope", "registeredRedirectUri"],
      links: [
        Link("roleDivisions.*.roleId", "roles", .identifier),
        Link("roleDivisions.*.divisionId", "divisions", .identifier),
        Link("createdBy", "users"), Link("modifiedBy", "users"),
      ],
      complete: { members, former, call in
        members["secret"] = former?["secret"] ?? .string("secret-\(call.fresh[1])")
        members["createdBy"] = former?["createdBy"] ?? ["id": .string(administrator)]
        members["modifiedBy"] = ["id": .string(administrator)]
      }))

  private static let grantTypes = [
    "CODE", "TOKEN", "SAML2-BEARER", "SAML2BEARER", "PASSWORD", "CLIENT-CREDENTIALS",
    "CLIENT_CREDENTIALS",
  ]

  private static let roles = CollectionRule(
    "roles", "/api/v2/authorization/roles", "authorization:role",
    fields: [
      FieldRule("name", .filledText, required: true),
      FieldRule("description", .text),
      FieldRule("defaultRoleId", .text),
      FieldRule("permissions", .words, default: []),
      FieldRule("permissionPolicies", .list, default: []),
      FieldRule("permissionPolicies.*.domain", .filledText, required: true),
      FieldRule("userCount", .anything), FieldRule("roleNeedsUpdate", .flag),
      FieldRule("baseLicense", .text), FieldRule("addonLicenses", .words),
      FieldRule("default", .flag, default: false),
      FieldRule("base", .flag, default: false),
    ],
    PlatformRule(
      patch: .everything, createOnly: ["defaultRoleId", "default", "base"],
      kept: ["unusedPermissions": []], nulls: ["description"],
      sets: ["permissions", "permissionPolicies"],
      filters: [
        ListFilter("name", .wildcard("name")), ListFilter("id", .oneOf("id")),
        ListFilter("defaultRoleId", .oneOf("defaultRoleId")),
        ListFilter("permission", .oneOf("permissions.*")),
      ],
      builtIn: [
        [
          "id": .string(administratorRole), "name": "Master Admin", "defaultRoleId": "admin",
          "description": "May do everything.", "default": true, "base": false,
        ]
      ]))

  private static let divisions = CollectionRule(
    "divisions", "/api/v2/authorization/divisions", "authorization:division",
    fields: [
      FieldRule("name", .filledText, required: true),
      FieldRule("description", .text, default: ""),
    ],
    PlatformRule(
      aliases: [.init(path: "/api/v2/authorization/divisions/query", pager: .cursor)],
      unique: "name", kept: ["homeDivision": false], nulls: ["objectCounts"],
      filters: [
        ListFilter("name", .contains(["name"])), ListFilter("id", .oneOf("id")),
      ],
      builtIn: [
        [
          "id": .string(homeDivision), "name": "Home", "description": "", "homeDivision": true,
        ]
      ]))
}

extension PlatformOperation {
  static let authorization = [
    PlatformOperation("GET", "/api/v2/authorization/divisions/home", on: "divisions") {
      org, call throws(APIError) in
      try org.answer(CollectionRule.homeDivision, call)
    },
    PlatformOperation("DELETE", "/api/v2/authorization/divisions/{id}", on: "divisions") {
      org, call throws(APIError) in
      if !call.asks("force", "true"), let user = org.objectIn(division: call.id) {
        throw .conflict("The division \(call.id) still holds \(user).")
      }
      return try org.delete(call)
    },
    PlatformOperation("POST", "/api/v2/oauth/clients/{id}/secret", on: "oauthClients") {
      org, call throws(APIError) in
      var object = try org.existing(call.id, call)
      object[JSONPointer(["secret"])] = .string("secret-\(call.fresh[1])")
      org.put(object, id: call.id, in: call.position)
      return org.answerWithSecret(object, call)
    },
    PlatformOperation("POST", "/api/v2/oauth/clients", on: "oauthClients") {
      org, call throws(APIError) in
      _ = try org.create(call)
      guard let object = org[call.position][call.fresh[0]]?.object else {
        throw .notFound(call.request.path)
      }
      return org.answerWithSecret(object, call)
    },
  ]
}

extension Org {
  /// Returns the address of an object that is in a division.
  fileprivate func objectIn(division id: String) -> String? {
    for collection in collections where collection.rule.platform != nil {
      let held = collection.objects.first { $0["division"]?["id"]?.string == id }
      if let held { return held["selfUri"]?.string ?? collection.rule.name }
    }
    return nil
  }
}
