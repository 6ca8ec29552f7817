import JSON
import Server

extension CollectionRule {
  /// Reporting, the retention of analytics, and journey views' schedules.
  static let analytics = [
    reportingSettings, reportingExports, reportExports, reports, exportRules,
    dataRetentionSettings, journeyViewSchedules,
  ]

  private static let reportingSettings = CollectionRule(
    "reportingSettings", "/api/v2/analytics/reporting/settings", "analytics:reportingSettings",
    identity: .singleton,
    fields: [
      FieldRule("piiMaskingEnabled", .flag, default: false),
      FieldRule("queueAgentAccessObfuscation", .flag, default: false),
      FieldRule("myInteractionsPiiMaskingEnabled", .flag, default: false),
    ],
    PlatformRule(methods: ["GET"], patch: .everything, builtIn: [[:]]))

  private static let dataRetentionSettings = CollectionRule(
    "dataRetentionSettings", "/api/v2/analytics/dataretention/settings",
    "analytics:dataRetention", identity: .singleton,
    fields: [FieldRule("retentionDays", .whole(1...3_650), required: true)],
    PlatformRule(
      methods: ["GET", "PUT"], stamps: .init(created: "dateCreated", modified: "dateModified"),
      builtIn: [["retentionDays": 730]]))

  private static let journeyViewSchedules = CollectionRule(
    "journeyViewSchedules", "/api/v2/journey/views/schedules", "journey:viewSchedule",
    identity: .parent,
    fields: [FieldRule("frequency", .oneOf(["Daily", "Weekly", "Monthly"]), required: true)],
    PlatformRule(
      methods: ["GET"], itemPath: "/api/v2/journey/views/{id}/schedules",
      stamps: .init(modified: "dateModified"),
      complete: { members, _, _ in
        members["user"] = [
          "id": .string(administrator), "selfUri": .string("/api/v2/users/\(administrator)"),
        ]
      }))
}

extension PlatformOperation {
  /// The one schedule of a journey view, which has the view's id.
  static let journey = ["GET", "POST", "PUT", "DELETE"].map { method in
    PlatformOperation(
      method, "/api/v2/journey/views/{id}/schedules", on: "journeyViewSchedules"
    ) { org, call throws(APIError) in
      switch method {
      case "GET": return try org.answer(call.id, call)
      case "PUT": return try org.replace(call)
      case "DELETE":
        let former = try org.answer(call.id, call)
        _ = try org.delete(call)
        return former
      default:
        guard org[call.position][call.id] == nil else {
          throw .conflict("The view \(call.id) has a schedule already.")
        }
        let body = try org.checked(call.body(), id: call.id, former: nil, call)
        return ServerResponse(
          status: 200, json: org.shown(org.write(body, id: call.id, call), call))
      }
    }
  }
}
