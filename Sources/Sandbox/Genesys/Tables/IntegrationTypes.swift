import JSON

extension CollectionRule {
  /// The types of integrations the sandbox knows; a seed may add others and other properties.
  static let builtInIntegrationTypes: [JSON] = [
    type(
      "purecloud-data-actions", "Genesys Cloud Data Actions",
      credential: ("pureCloudOAuthClient", ["pureCloudOAuthClient"])),
    type(
      "custom-rest-actions", "Web Services Data Actions",
      credential: ("basicAuth", ["basicAuth", "userDefined", "userDefinedOAuth"])),
    type("function-data-actions", "Genesys Cloud Function Data Actions"),
    type(
      "microsoft-dynamics-data-actions", "Microsoft Dynamics 365 Data Actions",
      credential: ("msDynamics", ["msDynamics"])),
    type(
      "amazon-eventbridge-source", "Amazon EventBridge Source", category: "Events",
      properties: [
        "awsAccountId": text(12), "awsAccountRegion": text(30), "eventSourceSuffix": text(64),
        "eventFilter": ["type": "array", "items": ["type": "string"]],
      ],
      required: ["awsAccountId", "awsAccountRegion", "eventSourceSuffix", "eventFilter"]),
    type(
      "aws-s3-recording-bulk-actions-integration", "AWS S3 Recording Bulk Actions",
      category: "Recording", credential: ("awsAccessKey", ["awsAccessKey"]),
      properties: [
        "bucketName": text(63), "region": text(30), "roleArn": text(2048),
        "pgpPublicKey": text(8192),
      ],
      required: ["bucketName"]),
    type(
      "webhook", "Webhook", category: "Events",
      properties: ["signatureHeader": ["type": "string", "default": "X-Signature"]]),
    type(
      "embedded-client-app", "Client Application", category: "Client Apps",
      properties: ["url": text(2048), "sandbox": ["type": "string", "default": ""]]),
    type("imap-server", "IMAP Server", category: "Email", maximum: 1),
  ]

  /// The types of credentials with the fields each needs.
  static let builtInCredentialTypes: [JSON] = [
    ("basicAuth", ["userName", "password"]),
    ("pureCloudOAuthClient", ["clientId", "clientSecret"]),
    ("awsAccessKey", ["accessKeyId", "secretAccessKey"]),
    ("userDefined", []), ("userDefinedOAuth", []),
    (
      "msDynamics",
      ["username", "password", "orgWebAddress", "applicationId"]
    ),
  ].map { name, fields in
    [
      "id": .string(name), "name": .string(name),
      "properties": .object(JSONObject(fields.map { ($0, ["type": "string"]) })),
      "displayOrder": .array(fields.map { .string($0) }),
      "required": .array(fields.map { .string($0) }),
    ]
  }

  private static func text(_ length: Int) -> JSON {
    ["type": "string", "maxLength": .number(.init(length))]
  }

  private static func type(
    _ id: String, _ name: String, category: String = "Data Actions",
    credential: (name: String, types: [String])? = nil, properties: JSONObject = [:],
    required: [String] = [], maximum: Int = 100
  ) -> JSON {
    var credentials: JSONObject = [:]
    if let credential {
      credentials[credential.name] = [
        "required": false, "title": "Credentials",
        "credentialTypes": .array(credential.types.map { .string($0) }),
      ]
    }
    return [
      "id": .string(id), "name": .string(name), "category": .string(category),
      "maxInstances": .number(.init(maximum)), "credentials": .object(credentials),
      "propertiesSchema": [
        "$schema": "http://json-schema.org/draft-04/schema#", "type": "object",
        "required": .array(required.map { .string($0) }), "properties": .object(properties),
      ],
    ]
  }
}
