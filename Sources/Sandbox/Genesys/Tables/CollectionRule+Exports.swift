import HTTP
import JSON
import Server

extension CollectionRule {
  /// Exports of reporting views, which are only listed.
  static let reportingExports = CollectionRule(
    "reportingExports", "/api/v2/analytics/reporting/exports", "analytics:dataExport",
    fields: ["name", "timeZone", "interval", "period", "locale"].map {
      FieldRule($0, .filledText, required: true)
    } + [
      FieldRule("exportFormat", .oneOf(["CSV", "PDF"]), required: true),
      FieldRule("viewType", .oneOf(reportingViews), required: true),
      FieldRule("filter", .object, required: true),
      FieldRule("read", .flag, default: false),
      FieldRule("csvDelimiter", .oneOf(["SEMICOLON", "COMMA"])),
      FieldRule("durationFormat", .oneOf(["Seconds", "Milliseconds", "Hhmmss", "Hms"])),
      FieldRule("selectedColumns", .list), FieldRule("chartColumns", .list),
      FieldRule("recipientEmails", .words),
    ]
      + [
        "hasFormatDurations", "hasSplitFilters", "excludeEmptyRows", "hasSplitByMedia",
        "hasSummaryRow", "hasCustomParticipantAttributes", "includeDurationFormatInHeader",
      ].map { FieldRule($0, .flag) },
    PlatformRule(
      methods: ["GET", "POST"],
      stamps: .init(created: "createdDateTime", modified: "modifiedDateTime"),
      kept: [
        "status": "SUBMITTED", "percentageComplete": 0, "exportAllowedToRerun": false,
        "enabled": true, "emailStatuses": [:],
      ],
      nulls: ["downloadUrl"], isListOnly: true,
      progress: .init(
        member: "status", next: ["SUBMITTED": "RUNNING", "RUNNING": "COMPLETED"],
        reached: { members, status, call in
          members["percentageComplete"] = status == "COMPLETED" ? 100 : 50
          guard status == "COMPLETED", let id = members["id"]?.string else { return }
          let host = call.request.headers["Host"] ?? "127.0.0.1"
          members["downloadUrl"] = .string("http://\(host)/api/v2/downloads/\(id)")
        }),
      complete: { members, _, call in members["runId"] = .string(call.fresh[1]) }))
}

extension PlatformOperation {
  /// What an export has produced.
  static let exports = [
    PlatformOperation("GET", "/api/v2/downloads/{id}", on: "reportingExports") {
      org, call throws(APIError) in
      let export = try org.existing(call.id, call)
      guard export["status"] == "COMPLETED" else { throw .notFound(call.request.path) }
      let isPDF = export["exportFormat"] == "PDF"
      let mark = export["csvDelimiter"] == "SEMICOLON" ? ";" : ","
      let text = "Interval Start\(mark)Interval End\(mark)Offer\r\n"
      return ServerResponse(
        status: 200, headers: ["Content-Type": isPDF ? "application/pdf" : "text/csv"],
        body: Array((isPDF ? "%PDF-1.4\n%%EOF\n" : text).utf8))
    }
  ]
}
