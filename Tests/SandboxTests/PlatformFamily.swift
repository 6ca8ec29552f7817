import JSON
import Testing

/// A collection of the Platform API with a body it takes, for tests that hold for all of them.
struct PlatformFamily: Sendable, CustomTestStringConvertible {
  let path: String
  let body: JSON
  let change: JSON
  var updates = "PUT"
  var deleted = 204

  var testDescription: String { path }

  static let home = "6b1a9e60-0f2f-4c39-9d54-6f1f3c0a7d01"
  static let policies = "/api/v2/recording/mediaretentionpolicies"
  static let triggers = "/api/v2/processautomation/triggers"
  static let queues = "/api/v2/routing/queues"

  static let policy: JSON = [
    "name": "voice", "description": "kept a year",
    "mediaPolicies": ["callPolicy": ["actions": ["retainRecording": true]]],
  ]
  static let target: JSON = ["type": "Workflow", "id": "flow-1"]
  static let trigger: JSON = [
    "name": "on end", "topicName": "v2.detail.events.conversation.{id}.customer.end",
    "enabled": true, "target": target,
    "matchCriteria": [["jsonPath": "mediaType", "operator": "Equal", "value": "VOICE"]],
  ]
  static let schedule: JSON = [
    "name": "nightly", "enabled": true, "target": target,
    "schedule": ["minutes": "0,30", "hours": "2", "timezone": "UTC"],
  ]
  static let group: JSON = [
    "name": "agents", "type": "official", "rulesVisible": true, "visibility": "public",
  ]

  static let all = [
    PlatformFamily(
      path: policies, body: policy, change: ["description": "kept two years"], deleted: 200),
    PlatformFamily(
      path: "/api/v2/recording/crossplatform/mediaretentionpolicies", body: policy,
      change: ["description": "x"], deleted: 200),
    PlatformFamily(
      path: "/api/v2/oauth/clients",
      body: ["name": "ci", "authorizedGrantType": "CLIENT-CREDENTIALS"],
      change: ["description": "for CI"]),
    PlatformFamily(
      path: "/api/v2/authorization/roles",
      body: ["name": "Auditor", "permissions": ["audits:audit:view"]],
      change: ["description": "reads"]),
    PlatformFamily(
      path: "/api/v2/authorization/divisions", body: ["name": "North"],
      change: ["description": "x"]),
    PlatformFamily(path: queues, body: ["name": "Billing"], change: ["description": "bills"]),
    PlatformFamily(
      path: "/api/v2/users", body: ["name": "Ada", "email": "ada@example.com"],
      change: ["title": "Lead"], updates: "PATCH", deleted: 200),
    PlatformFamily(path: "/api/v2/groups", body: group, change: ["description": "x"]),
    PlatformFamily(
      path: "/api/v2/teams", body: ["name": "Blue"], change: ["description": "x"],
      updates: "PATCH"),
    PlatformFamily(
      path: "/api/v2/routing/wrapupcodes", body: ["name": "Done"], change: ["description": "x"]),
    PlatformFamily(path: triggers, body: trigger, change: ["description": "x"]),
    PlatformFamily(
      path: "/api/v2/processautomation/scheduledtriggers", body: schedule,
      change: ["description": "x"]),
  ]

  /// An org with what the families' references name.
  static let seed: JSON = [
    "genesys": ["flows": [["id": "flow-1", "name": "Follow up", "type": "WORKFLOW"]]]
  ]
}
