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
      internals: ["asked"], nulls: ["downloadUrl"], isListOnly: true,
      advance: { members, call, org in
        Org.advance(&members, .platform, call, org.exportRule(for: .object(members)))
      },
      complete: { members, _, call in members["runId"] = .string(call.fresh[1]) }))
}

extension PlatformOperation {
  /// An export is asked for, and what it has produced leads to the account.
  static let exports = [
    PlatformOperation("POST", CollectionRule.reportingExports.path, on: "reportingExports") {
      org, call throws(APIError) in
      let body = try org.checked(call.body(), id: nil, former: nil, call)
      let stored = org.write(body, id: call.fresh[0], call)
      var answer = org.shown(stored, call)
      if org.exportRule(for: stored).isNameless { answer["id"] = nil }
      return ServerResponse(status: 200, json: answer)
    },
    PlatformOperation("GET", "/api/v2/downloads/{id}", on: "reportingExports") {
      org, call throws(APIError) in
      let export = try org.existing(call.id, call)
      guard export["downloadUrl"]?.string != nil else { throw .notFound(call.request.path) }
      let rule = org.exportRule(for: export)
      let url = ExportLink(collection: "reportingExports", id: call.id)
        .url(at: call, isExpired: rule.download == .expired)
      let isPlain = call.request.queryValue("issueRedirect")?.lowercased() == "false"
      guard !isPlain else {
        return ServerResponse(status: 200, json: ["url": .string(url)])
      }
      return ServerResponse(status: 303, headers: ["Location": url])
    },
  ]
}
