import JSON

extension CollectionRule {
  /// The collections of the guide profile.
  static let guide = [storageTargets, recordingPolicies, webhooks, integrations]

  private static let storageTargets = CollectionRule(
    name: "targets", path: "/api/v2/recording/storage/targets", identity: .client,
    readPermission: "recording:read", writePermission: "recording:write",
    fields: [
      FieldRule("name", .filledText, required: true),
      FieldRule("type", .oneOf(["aws-s3"]), required: true),
      FieldRule("configuration", .object, required: true),
      FieldRule("configuration.bucket", .filledText, required: true),
      FieldRule("configuration.region", .filledText, required: true),
      FieldRule("configuration.accessKeyId", .text),
      FieldRule("configuration.secretAccessKey", .text),
      FieldRule(
        "configuration.serverSideEncryption", .oneOf(["AES256", "aws:kms", "aws:kms:dsse"])),
      FieldRule("configuration.pathPrefix", .text, default: ""),
      FieldRule("retentionPeriodDays", .days, required: true),
      FieldRule("enabled", .flag, default: true),
    ],
    secrets: [
      Secret(pointer: JSONPointer(["configuration", "accessKeyId"]), mask: .allButFour),
      Secret(pointer: JSONPointer(["configuration", "secretAccessKey"]), mask: .all),
    ])

  private static let recordingPolicies = CollectionRule(
    name: "policies", path: "/api/v2/recording/policies", identity: .client,
    readPermission: "recording:read", writePermission: "recording:write",
    fields: [
      FieldRule("name", .filledText, required: true),
      FieldRule("description", .text, default: ""),
      FieldRule("recordingTypes", .choices(["voice", "chat", "email", "message"]), required: true),
      FieldRule("storageTargetId", .filledText, required: true),
      FieldRule("retentionPeriodDays", .days, required: true),
      FieldRule("enabled", .flag, default: true),
    ],
    sets: [JSONPointer(["recordingTypes"])],
    references: [
      Reference(
        pointer: JSONPointer(["storageTargetId"]), collection: "targets",
        bounded: JSONPointer(["retentionPeriodDays"]))
    ])

  private static let webhooks = CollectionRule(
    name: "webhooks", path: "/api/v2/webhooks", identity: .client,
    readPermission: "webhook:read", writePermission: "webhook:write",
    fields: [
      FieldRule("name", .filledText, required: true),
      FieldRule("targetUrl", .httpsURL, required: true),
      FieldRule("events", .texts, required: true),
      FieldRule("enabled", .flag, default: true),
      FieldRule("authentication", .object, default: ["type": "none"]),
      FieldRule("authentication.type", .filledText, required: true),
      FieldRule("authentication.token", .text),
      FieldRule("authentication.secret", .text),
    ],
    sets: [JSONPointer(["events"])],
    secrets: ["token", "secret", "password"].map {
      Secret(pointer: JSONPointer(["authentication", $0]), mask: .all)
    })

  private static let integrations = CollectionRule(
    name: "integrations", path: "/api/v2/platform/integrations", identity: .server,
    readPermission: "api:integration:read", writePermission: "api:integration:write",
    fields: [
      FieldRule("name", .filledText, required: true),
      FieldRule("description", .text, default: ""),
      FieldRule("type", .filledText, default: "custom"),
      FieldRule("status", .oneOf(["active", "inactive"]), default: "active"),
      FieldRule("endpoint", .httpsURL, required: true),
      FieldRule("headers", .object),
    ],
    secrets: [Secret(pointer: JSONPointer(["headers"]), mask: .everyMember)])
}
