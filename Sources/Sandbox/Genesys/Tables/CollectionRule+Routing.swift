import JSON
import Server

extension CollectionRule {
  /// Queues, wrap-up codes, languages, flows and evaluation forms.
  static let routing = [queues, wrapupCodes, languages, flows, evaluationForms]

  private static let queues = CollectionRule(
    "queues", "/api/v2/routing/queues", "routing:queue",
    fields: [
      FieldRule("name", .filledText, required: true), divisionField,
      FieldRule("description", .text),
      FieldRule("mediaSettings", .object, default: [:]),
      FieldRule("acwSettings", .object, default: ["wrapupPrompt": "MANDATORY_TIMEOUT"]),
      FieldRule(
        "scoringMethod", .oneOf(["TimestampAndPriority", "PriorityOnly"]),
        default: "TimestampAndPriority"),
      FieldRule(
        "lastAgentRoutingMode", .oneOf(["Disabled", "QueueMembersOnly", "AnyAgent"]),
        default: "Disabled"),
      FieldRule("skillEvaluationMethod", .oneOf(["NONE", "BEST", "ALL"]), default: "ALL"),
      FieldRule("autoAnswerOnly", .flag, default: true),
      FieldRule("enableTranscription", .flag, default: false),
      FieldRule("enableAudioMonitoring", .flag, default: false),
      FieldRule("enableManualAssignment", .flag, default: false),
      FieldRule("suppressInQueueCallRecording", .flag, default: true),
      FieldRule("callingPartyName", .text), FieldRule("callingPartyNumber", .text),
      FieldRule("defaultMediaLanguage", .text), FieldRule("peerId", .text),
      FieldRule("memberGroups", .list), FieldRule("routingRules", .list),
    ] + queueObjects.map { FieldRule($0, .object) },
    PlatformRule(
      stamps: .init(created: "dateCreated", modified: "dateModified"), unique: "name",
      kept: [
        "memberCount": 0, "userMemberCount": 0, "joinedMemberCount": 0,
        "createdBy": .string(administrator), "modifiedBy": .string(administrator),
      ],
      nulls: ["description", "queueFlow"],
      links: [divisionLink, Link("queueFlow", "flows")],
      filters: [
        ListFilter("name", .wildcard("name")), ListFilter("id", .oneOf("id")),
        ListFilter("divisionId", .oneOf("division.id")),
      ]))

  private static let queueObjects = [
    "conditionalGroupRouting", "conditionalGroupActivation", "bullseye", "queueFlow",
    "emailInQueueFlow", "messageInQueueFlow", "whisperPrompt", "onHoldPrompt",
    "cannedResponseLibraries", "agentOwnedRouting", "directRouting", "defaultScripts",
    "outboundMessagingAddresses", "outboundEmailAddress",
  ]

  private static let wrapupCodes = CollectionRule(
    "wrapupCodes", "/api/v2/routing/wrapupcodes", "routing:wrapupCode",
    fields: [
      FieldRule("name", .filledText, required: true), FieldRule("description", .text),
      divisionField,
    ],
    PlatformRule(
      stamps: .init(created: "dateCreated", modified: "dateModified"),
      kept: ["createdBy": .string(administrator)], nulls: ["description"],
      links: [divisionLink],
      filters: [
        ListFilter("name", .contains(["name"])), ListFilter("id", .oneOf("id")),
        ListFilter("divisionId", .oneOf("division.id")),
      ]))

  private static let languages = CollectionRule(
    "languages", "/api/v2/routing/languages", "routing:language",
    fields: [FieldRule("name", .filledText, required: true)],
    PlatformRule(
      methods: ["GET", "POST", "DELETE"], stamps: .init(modified: "dateModified"),
      kept: ["state": "active", "version": "1"],
      filters: [ListFilter("name", .contains(["name"])), ListFilter("id", .oneOf("id"))]))

  private static let flows = CollectionRule(
    "flows", "/api/v2/flows", "architect:flow",
    fields: [
      FieldRule("name", .filledText, required: true), FieldRule("description", .text),
      FieldRule("type", .filledText, default: "WORKFLOW"), divisionField,
      FieldRule("active", .flag, default: true), FieldRule("system", .flag, default: false),
      FieldRule("deleted", .flag, default: false),
    ],
    PlatformRule(
      methods: ["GET"], nulls: ["description"], links: [divisionLink],
      filters: [
        ListFilter("nameOrDescription", .contains(["name", "description"])),
        ListFilter("name", .wildcard("name")), ListFilter("id", .oneOf("id")),
        ListFilter("type", .oneOf("type")),
        ListFilter("deleted", .oneOf("deleted"), standard: "false"),
      ]))

  private static let evaluationForms = CollectionRule(
    "evaluationForms", "/api/v2/quality/forms/evaluations", "quality:evaluationForm",
    fields: [
      FieldRule("name", .filledText, required: true),
      FieldRule("published", .flag, default: true), FieldRule("contextId", .text),
      FieldRule("questionGroups", .list, default: []),
    ],
    PlatformRule(
      methods: ["GET"],
      aliases: [.init(path: "/api/v2/quality/publishedforms/evaluations", flag: "published")],
      stamps: .init(modified: "modifiedDate"),
      filters: [ListFilter("name", .contains(["name"]))]))
}

extension PlatformOperation {
  /// The versions of an evaluation form, of which the sandbox knows the one there is.
  static let quality = [
    PlatformOperation(
      "GET", "/api/v2/quality/forms/evaluations/{id}/versions", on: "evaluationForms"
    ) { org, call throws(APIError) in
      _ = try org.seen(call.id, call)
      return try org.numberedPage(of: [call.id], call)
    }
  ]
}
