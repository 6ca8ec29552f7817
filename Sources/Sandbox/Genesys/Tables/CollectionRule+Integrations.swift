import JSON

extension CollectionRule {
  /// Integrations, their types and credentials, and the data actions behind them.
  static let integration = [
    integrationTypes, credentialTypes, credentials, platformIntegrations, actions, actionDrafts,
  ]

  private static let integrationTypes = CollectionRule(
    "integrationTypes", "/api/v2/integrations/types", "integrations:integration",
    fields: [
      FieldRule("name", .text), FieldRule("description", .text),
      FieldRule("provider", .text, default: "clientapps"),
      FieldRule("category", .text, default: "Data Actions"),
      FieldRule("credentials", .object, default: [:]),
      FieldRule("nonInstallable", .flag, default: false),
      FieldRule("maxInstances", .whole(0...1000), default: 100),
      FieldRule("propertiesSchema", .object, default: ["type": "object", "properties": [:]]),
      FieldRule("advancedSchema", .object, default: ["type": "object", "properties": [:]]),
    ],
    PlatformRule(
      methods: ["GET"], internals: ["propertiesSchema", "advancedSchema"],
      present: { type, _ in
        guard let uri = type["selfUri"]?.string else { return }
        type[JSONPointer(["configPropertiesSchemaUri"])] =
          .string("\(uri)/configschemas/properties")
        type[JSONPointer(["configAdvancedSchemaUri"])] = .string("\(uri)/configschemas/advanced")
      },
      builtIn: builtInIntegrationTypes))

  private static let credentialTypes = CollectionRule(
    "credentialTypes", "/api/v2/integrations/credentials/types", "integrations:integration",
    fields: [
      FieldRule("properties", .object, default: [:]),
      FieldRule("displayOrder", .words, default: []), FieldRule("required", .words, default: []),
    ],
    PlatformRule(pager: .bare, methods: ["GET"], builtIn: builtInCredentialTypes))

  private static let credentials = CollectionRule(
    "credentials", "/api/v2/integrations/credentials", "integrations:integration",
    fields: [
      FieldRule("name", .text), FieldRule("type", .object, required: true),
      FieldRule("type.name", .filledText, required: true),
      FieldRule("credentialFields", .map, default: [:]),
    ],
    PlatformRule(
      aliases: [.init(path: "/api/v2/integrations/credentials/listing", pager: .cursor)],
      stamps: .init(created: "createdDate", modified: "modifiedDate"),
      hidden: ["credentialFields"], nulls: ["name"],
      alsoCheck: { body, org in org.checkCredential(body) },
      complete: { members, _, _ in
        let name = members["type"]?["name"] ?? ""
        members["type"] = ["id": name, "name": name]
      }))

  private static let platformIntegrations = CollectionRule(
    "platformIntegrations", "/api/v2/integrations", "integrations:integration",
    fields: [
      FieldRule("name", .filledText), FieldRule("integrationType", .object, required: true),
      FieldRule("intendedState", .text, default: "DISABLED"),
      FieldRule("attributes", .map, default: [:]),
    ],
    PlatformRule(
      methods: ["GET"], innerVersion: JSONPointer(["config", "current", "version"]),
      links: [
        Link("integrationType", "integrationTypes"),
        Link("config.current.credentials.*", "credentials"),
      ],
      filters: [
        ListFilter("ids", .oneOf("id")),
        ListFilter("integrationType", .oneOf("integrationType.id")),
        ListFilter("reportedState", .oneOf("reportedState.code")),
        ListFilter("credentialId", .oneOf("config.current.credentials.*.id")),
        ListFilter("", .oneOf("intendedState"), standard: "ENABLED,DISABLED"),
      ],
      partials: [
        .init(member: "config", place: .everywhere, query: "expand", value: "config.current")
      ],
      alsoCheck: { body, org in org.checkType(body) },
      present: { integration, _ in
        for path in [["notes"], ["config", "current", "notes"]].map(JSONPointer.init)
        where integration[path] == "" {
          integration[path] = "node_dynamodb_empty_string"
        }
      },
      furnish: { members, id, org in org.furnishIntegration(&members, id: id) }))
}
