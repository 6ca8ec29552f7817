import JSON
import Server

extension CollectionRule {
  /// Triggers, their schedules and their topics.
  static let automation = [triggers, scheduledTriggers, triggerTopics]

  private static let triggers = CollectionRule(
    "triggers", "/api/v2/processautomation/triggers", "processautomation:trigger",
    fields: [
      FieldRule("name", .limitedText(256), required: true),
      FieldRule("topicName", .filledText, required: true),
      FieldRule("matchCriteria", .list, default: []),
      FieldRule("matchCriteria.*.jsonPath", .filledText, required: true),
      FieldRule("matchCriteria.*.operator", .oneOf(operators), required: true),
      FieldRule("eventTTLSeconds", .whole(10...86_400)),
      FieldRule("delayBySeconds", .whole(60...900)),
    ] + common,
    PlatformRule(
      pager: .cursor, lock: .required, fixed: ["topicName"],
      nulls: ["description", "eventTTLSeconds", "delayBySeconds"],
      links: [Link("target.id", "flows", .identifier)],
      filters: [
        ListFilter("topicName", .oneOf("topicName")), ListFilter("enabled", .oneOf("enabled")),
        ListFilter("hasDelayBy", .exists("delayBySeconds")),
      ],
      alsoCheck: { body, _ in checkDelay(body) + checkCriteria(body) }))

  private static let scheduledTriggers = CollectionRule(
    "scheduledTriggers", "/api/v2/processautomation/scheduledtriggers",
    "processautomation:trigger",
    fields: [
      FieldRule("name", .limitedText(162), required: true),
      FieldRule("schedule", .object, required: true),
    ]
      + ["minutes", "hours", "daysOfMonth", "months", "daysOfWeek", "timezone"].map {
        FieldRule("schedule.\($0)", .text)
      } + common,
    PlatformRule(
      pager: .cursor, lock: .worded, nulls: ["description"],
      links: [Link("target.id", "flows", .identifier)], alsoCheck: { body, _ in checkMinutes(body) }
    ))

  private static let common = [
    FieldRule("enabled", .flag, required: true),
    FieldRule("target", .object, required: true),
    FieldRule("target.type", .oneOf(["Workflow"]), required: true),
    FieldRule("target.id", .filledText, required: true),
    FieldRule("target.workflowTargetSettings", .object),
    FieldRule(
      "target.workflowTargetSettings.dataFormat", .oneOf(["Json", "TopLevelPrimitives"]),
      default: "TopLevelPrimitives"),
    FieldRule("description", .limitedText(512)),
  ]

  private static let operators = [
    "GreaterThanOrEqual", "LessThanOrEqual", "Equal", "NotEqual", "LessThan", "GreaterThan",
    "NotIn", "In", "Contains", "All", "Exists", "Size",
  ]

  private static func checkDelay(_ body: JSON) -> [Violation] {
    guard body["eventTTLSeconds"] != nil, body["delayBySeconds"] != nil else { return [] }
    return [
      Violation(
        code: "invalid.value", field: "delayBySeconds",
        message: "only one of eventTTLSeconds and delayBySeconds can be set")
    ]
  }

  private static func checkCriteria(_ body: JSON) -> [Violation] {
    (body["matchCriteria"]?.array ?? []).enumerated().compactMap { index, criterion in
      let given = ["value", "values"].filter { !(criterion[$0] ?? .null).isNull }
      guard given.count != 1 else { return nil }
      return Violation(
        code: "invalid.value", field: "matchCriteria.\(index)",
        message: "matchCriteria.\(index) must have either value or values")
    }
  }

  private static func checkMinutes(_ body: JSON) -> [Violation] {
    guard let minutes = body["schedule"]?["minutes"]?.string else { return [] }
    let values = minutes.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    let isValid = values.count <= 2 && values.allSatisfy { $0.map((0...59).contains) ?? false }
    if isValid { return [] }
    return [
      Violation(
        code: "invalid.value", field: "schedule.minutes",
        message: "schedule.minutes must be up to two of 0 to 59")
    ]
  }

  private static let triggerTopics = CollectionRule(
    "triggerTopics", "/api/v2/processautomation/triggers/topics", "processautomation:trigger",
    fields: [],
    PlatformRule(
      pager: .cursor, methods: ["GET"], present: { topic, _ in topic = topic["id"] ?? .null },
      builtIn: topics.map { ["id": .string($0)] }))

  private static let topics = [
    "v2.detail.events.conversation.{id}.acd.end", "v2.detail.events.conversation.{id}.acd.start",
    "v2.detail.events.conversation.{id}.customer.end",
    "v2.detail.events.conversation.{id}.customer.start",
    "v2.detail.events.conversation.{id}.user.end",
    "v2.detail.events.conversation.{id}.user.start",
    "v2.detail.events.conversation.{id}.wrapup", "v2.users.{id}.presence",
  ]
}
