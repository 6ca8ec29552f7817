import JSON
import World

/// Who changed what in the org, as its audit query tells it.
struct AuditTrail: Sendable {
  /// Whoever changed something: a person, or an OAuth client.
  enum Actor: Sendable {
    case user(id: String, name: String)
    case client(String)
  }

  struct Entry: Sendable {
    let id: String
    let at: Timestamp
    let collection: String
    let action: String
    let actor: Actor
    let object: String
    let name: String?
    var changes: [Change] = []
  }

  /// A property that was changed.
  struct Change: Sendable {
    let property: String
    let old: [String]
    let new: [String]
  }

  /// A query that runs for a while.
  struct Query: Sendable {
    let request: JSON
    let entries: [Entry]
    var looks = 0
  }

  private(set) var entries: [Entry] = []
  private var count = 0
  var queries: [String: Query] = [:]

  /// How far back the query that answers at once looks.
  static let recent = Duration.seconds(14 * 86_400)
  private static let capacity = 20_000

  /// What the trail calls the objects of a collection: the service and the type.
  static let words: [String: (service: String, type: String)] = [
    "queues": ("ContactCenter", "Queue"), "wrapupCodes": ("ContactCenter", "WrapupCode"),
    "languages": ("ContactCenter", "RoutingLanguage"),
    "mediaRetentionPolicies": ("Quality", "Policy"),
    "crossPlatformPolicies": ("Quality", "Policy"),
    "recordingSettings": ("Quality", "RecordingSettings"),
    "keyConfigurations": ("Quality", "RecordingKeyConfig"),
    "keyRotationSchedule": ("Quality", "RecordingKey"),
    "evaluationForms": ("Quality", "EvaluationForm"),
    "platformIntegrations": ("Integrations", "Integration"),
    "actions": ("Integrations", "Action"), "credentials": ("Integrations", "Credential"),
    "triggers": ("ProcessAutomation", "Trigger"),
    "scheduledTriggers": ("ProcessAutomation", "Trigger"),
    "oauthClients": ("PeoplePermissions", "OAuthClient"), "roles": ("PeoplePermissions", "Role"),
    "users": ("Directory", "User"), "groups": ("Groups", "DirectoryGroup"),
    "teams": ("Groups", "Team"), "flows": ("Architect", "Flow"),
    "reportingSettings": ("AnalyticsReporting", "AnalyticsReportingSettings"),
    "journeyViewSchedules": ("JourneyAnalytics", "JourneyView"),
  ]

  /// An id that no entry has yet.
  var nextID: String {
    let digits = String(count + 1)
    return "a0d17000-0000-4000-8000-" + String(repeating: "0", count: max(0, 12 - digits.count))
      + digits
  }

  /// Writes down a change, where the trail knows such objects.
  mutating func note(_ entry: Entry) {
    guard Self.words[entry.collection] != nil else { return }
    entries.append(entry)
    count += 1
    if entries.count > Self.capacity { entries.removeFirst(Self.capacity / 10) }
  }
}

extension AuditTrail.Entry {
  /// The entry as it is answered; names of people only where they were asked for.
  func json(expanding: Bool) -> JSON {
    let words = AuditTrail.words[collection] ?? ("", "")
    var object: JSONObject = [
      "id": .string(id), "serviceName": .string(words.service), "level": "USER",
      "eventDate": .string(at.rfc3339), "action": .string(action),
      "entity": ["id": .string(self.object), "name": name.map(JSON.string) ?? .null],
      "entityType": .string(words.type), "status": "SUCCESS",
      "propertyChanges": .array(changes.map(\.json)),
      "context": [:], "entityChanges": [],
    ]
    switch actor {
    case .user(let id, let name):
      var user: JSONObject = [
        "id": .string(id), "selfUri": .string("/api/v2/users/\(id)"),
      ]
      if expanding { user["name"] = .string(name) }
      object["user"] = .object(user)
      object["client"] = ["id": ""]
    case .client(let id): object["client"] = ["id": .string(id)]
    }
    return .object(object)
  }
}
