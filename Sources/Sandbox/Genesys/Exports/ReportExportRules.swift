import HTTP
import JSON
import Server

extension CollectionRule {
  /// The exports of the guide's API, which are made and read below their report.
  static let reportExports = CollectionRule(
    "reportExports", "report exports", "reporting:export",
    fields: [
      FieldRule("format", .oneOf(["CSV", "EXCEL"]), required: true),
      FieldRule("dateRange", .object, required: true),
      FieldRule("dateRange.type", .oneOf(["relative"]), required: true),
      FieldRule("dateRange.value", .whole(-100_000...100_000), required: true),
      FieldRule("dateRange.unit", .oneOf(["days", "hours", "weeks"]), required: true),
      FieldRule("filters", .list),
    ],
    PlatformRule(
      hasVerbs: false, methods: [], stamps: .init(created: "dateCreated"),
      kept: ["status": "IN_PROGRESS"], hidden: ["selfUri"], internals: ["asked"]))

  /// The reports there are, where a seed names any; without one every id is a report.
  static let reports = CollectionRule(
    "reports", "reports", "reporting:export", fields: [FieldRule("name", .text)],
    PlatformRule(hasVerbs: false, methods: []))
}

extension PlatformOperation {
  private static let path = "/api/v2/reporting/reports/{reportId}"

  /// A report is exported, and the export asked for until it is done.
  static let reports = [
    PlatformOperation("POST", "\(path)/export", on: "reportExports") {
      org, call throws(APIError) in
      try org.checkReport(call.id)
      var export = try org.checked(call.body(), id: nil, former: nil, call)
      guard export["format"] != "EXCEL" else {
        throw .invalid("format", "EXCEL is not available here", code: "not.implemented")
      }
      export["reportId"] = .string(call.id)
      let stored = org.write(export, id: call.fresh[0], call)
      guard !org.exportRule(for: stored).isNameless else {
        return ServerResponse(status: 202, json: ["status": "IN_PROGRESS"])
      }
      return ServerResponse(
        status: 202, json: ["exportId": .string(call.fresh[0]), "status": "IN_PROGRESS"])
    },
    PlatformOperation("GET", "\(path)/exports/{exportId}", on: "reportExports") {
      org, call throws(APIError) in
      let id = call.ids[1]
      let export = try org.existing(id, call)
      guard export["reportId"]?.string == call.id else { throw .notFound(call.request.path) }
      var answer = org.shown(export, call)
      answer["exportId"] = .string(id)
      var members = export.object ?? [:]
      Org.advance(&members, .guide, call, org.exportRule(for: export))
      org.put(.object(members), id: id, in: call.position)
      return ServerResponse(status: 200, json: answer)
    },
  ]
}

extension Org {
  fileprivate func checkReport(_ id: String) throws(APIError) {
    guard let position = position(of: "reports"), !self[position].ids.isEmpty,
      self[position][id] == nil
    else { return }
    throw .notFound("report \(id)")
  }
}
