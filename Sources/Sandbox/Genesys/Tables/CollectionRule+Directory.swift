import JSON
import Server

extension CollectionRule {
  /// Users, groups and teams.
  static let directory = [users, groups, teams]

  private static let users = CollectionRule(
    "users", "/api/v2/users", "directory:user",
    fields: [
      FieldRule("name", .filledText, required: true),
      FieldRule("email", .mailAddress, required: true),
      FieldRule("divisionId", .text),
      FieldRule("department", .text), FieldRule("title", .text), FieldRule("password", .text),
      FieldRule("addresses", .list, default: []),
      FieldRule("state", .oneOf(["active", "inactive", "deleted"]), default: "active"),
      FieldRule("username", .text), FieldRule("preferredName", .text),
      FieldRule("manager", .anything), FieldRule("images", .list), FieldRule("chat", .object),
      FieldRule("profileSkills", .list), FieldRule("locations", .list),
      FieldRule("groups", .list), FieldRule("certifications", .list),
      FieldRule("acdAutoAnswer", .flag, default: false),
      FieldRule("biography", .object), FieldRule("employerInfo", .object),
    ],
    PlatformRule(
      methods: ["GET", "POST", "DELETE"], patch: .everything, deleteStatus: 200,
      lock: .conflict, unique: "email", hidden: ["password"], nulls: ["department", "title"],
      links: [divisionLink, Link("divisionId", "divisions", .identifier)],
      filters: [
        ListFilter("state", .oneOf("state"), standard: "active", everything: "any"),
        ListFilter("id", .oneOf("id")),
      ],
      complete: { members, former, _ in
        let division = members["divisionId"] ?? former?["division"]?["id"]
        members["division"] = ["id": division ?? .string(homeDivision)]
        members["divisionId"] = nil
        if members["username"] == nil { members["username"] = members["email"] }
      },
      builtIn: [
        [
          "id": .string(administrator), "name": "Org Administrator",
          "email": "admin@example.com", "username": "admin@example.com",
          "division": ["id": .string(homeDivision)],
        ]
      ]))

  private static let groups = CollectionRule(
    "groups", "/api/v2/groups", "directory:group",
    fields: [
      FieldRule("name", .filledText, required: true),
      FieldRule("description", .text),
      FieldRule("type", .oneOf(["official", "social"]), required: true),
      FieldRule("rulesVisible", .flag, required: true),
      FieldRule("visibility", .oneOf(["public", "owners", "members"]), required: true),
      FieldRule("images", .list), FieldRule("addresses", .list, default: []),
      FieldRule("rolesEnabled", .flag, default: true),
      FieldRule("includeOwners", .flag, default: false),
      FieldRule("callsEnabled", .flag, default: false),
      FieldRule("email", .text), FieldRule("ownerIds", .words),
    ],
    PlatformRule(
      deleteStatus: 204, lock: .conflict, stamps: .init(modified: "dateModified"),
      createOnly: ["type"], kept: ["memberCount": 0, "state": "active"], nulls: ["description"],
      sets: ["owners"],
      links: [Link("owners.*", "users"), Link("ownerIds.*", "users", .identifier)],
      filters: [ListFilter("id", .oneOf("id"))],
      complete: { members, former, _ in
        let owners = members["ownerIds"]?.texts?.map { JSON.object(["id": .string($0)]) }
        members["owners"] = owners.map { .array($0) } ?? former?["owners"] ?? []
        members["ownerIds"] = nil
      }))

  private static let teams = CollectionRule(
    "teams", "/api/v2/teams", "groups:team",
    fields: [
      FieldRule("name", .filledText, required: true), FieldRule("description", .text),
      divisionField,
    ],
    PlatformRule(
      pager: .cursor, methods: ["GET", "POST", "DELETE"], patch: .everything,
      stamps: .init(created: "dateCreated", modified: "dateModified"),
      kept: ["memberCount": 0], nulls: ["description"], links: [divisionLink],
      filters: [ListFilter("name", .contains(["name"]))]))
}

extension PlatformOperation {
  /// A deleted user stays, in another state.
  static let directory = [
    PlatformOperation("DELETE", "/api/v2/users/{id}", on: "users") {
      org, call throws(APIError) in
      var members = try org.existing(call.id, call).object ?? [:]
      guard call.id != CollectionRule.administrator else {
        throw .conflict("The last administrator cannot be deleted.")
      }
      members["state"] = "deleted"
      _ = org.write(.object(members), id: call.id, call)
      return ServerResponse(status: 200, json: [:])
    }
  ]
}
