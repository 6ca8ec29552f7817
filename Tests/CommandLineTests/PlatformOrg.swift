import JSON
import Sandbox

/// An org of the Platform API with something in most of its collections.
enum PlatformOrg {
  /// Makes a project on such an org; `roles` are what the client `client` has been given.
  static func project(
    _ manifests: String = "# none yet\n", client roles: JSON = []
  ) async throws -> TestProject {
    let project = try await TestProject(manifests)
    try project.configure(profile: "platform")
    try project.sandbox.mutate(.array(objects.map(put)))
    try project.sandbox.mutate(
      put(
        (
          "oauthClients", "client",
          [
            "name": "gcsync", "authorizedGrantType": "CLIENT-CREDENTIALS", "roleDivisions": roles,
          ]
        )))
    return project
  }

  static func put(_ object: (collection: String, id: String, value: JSON)) -> JSON {
    [
      "op": "put", "collection": .string(object.collection), "id": .string(object.id),
      "value": object.value,
    ]
  }

  private static let objects: [(collection: String, id: String, value: JSON)] = [
    ("divisions", "d-1", ["name": "Sales"]),
    ("users", "u-1", ["name": "Ann", "email": "ann@example.com"]),
    ("flows", "f-1", ["name": "Callback", "type": "WORKFLOW"]),
    ("flows", "f-2", ["name": "Twin", "type": "WORKFLOW"]),
    ("flows", "f-3", ["name": "Twin", "type": "INBOUNDCALL"]),
    ("wrapupCodes", "w-1", ["name": "Sold"]), ("languages", "l-1", ["name": "French"]),
    (
      "queues", "q-1",
      ["name": "Support", "division": ["id": "d-1"], "queueFlow": ["id": "f-1"]]
    ),
    ("queues", "q-2", ["name": "Sales", "queueFlow": ["id": "f-2"]]),
    (
      "groups", "g-1",
      ["name": "Team", "type": "official", "visibility": "public", "rulesVisible": true]
    ),
    (
      "triggers", "t-1",
      [
        "name": "on end", "topicName": "v2.detail.events.conversation.{id}.customer.end",
        "target": ["type": "Workflow", "id": "f-1"], "enabled": true, "matchCriteria": [],
      ]
    ),
    (
      "roles", "r-1",
      [
        "name": "Auditor",
        "permissionPolicies": [
          ["domain": "recording", "entityName": "recording", "actionSet": ["view"]]
        ],
      ]
    ),
    (
      "mediaRetentionPolicies", "p-1",
      [
        "name": "keep", "enabled": true,
        "mediaPolicies": [
          "callPolicy": [
            "actions": ["retainRecording": true],
            "conditions": [
              "forUsers": [["id": "u-1"]], "forQueues": [["id": "q-1"]],
              "wrapupCodes": [["id": "w-1"]],
            ],
          ]
        ],
      ]
    ),
    (
      "platformIntegrations", "i-1",
      [
        "name": "Bridge", "integrationType": ["id": "amazon-eventbridge-source"],
        "config": [
          "current": [
            "name": "Bridge", "version": 1, "properties": ["a": 1], "advanced": [:],
            "notes": "x", "credentials": [:],
          ]
        ],
      ]
    ),
  ]
}
