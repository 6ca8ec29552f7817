package import Diagnostics
package import JSON
package import Reconciler

/// What is asked of the org to get a report as a file.
package struct ReportExportRequest: Sendable, Hashable {
  /// What the file is made from.
  package enum Source: Sendable, Hashable {
    /// A report of the guide's API.
    case report(id: String)
    /// A view of the Platform API, which the body names.
    case view
  }

  package let source: Source
  package let body: JSON

  /// Makes a request from what a manifest says of its report.
  ///
  /// The guide's API gets the report's own words unchanged and resolves their period itself; on the
  /// platform the name, the interval and the time zone of the run go into the body.
  package init(
    profile: Profile, report: JSON, name: String, interval: String, timeZone: String
  ) throws(DiagnosticsError) {
    switch profile {
    case .guide:
      guard let id = report["reportId"]?.string, !id.isEmpty else { throw Self.lacking("reportId") }
      source = .report(id: id)
      var body = report
      body["reportId"] = nil
      self.body = body
    case .platform:
      guard report["viewType"]?.string != nil else { throw Self.lacking("viewType") }
      source = .view
      var body = report.object ?? [:]
      for standard in Self.standards where body[standard.key] == nil {
        body[standard.key] = standard.value
      }
      body["name"] = .string(name)
      body["interval"] = .string(interval)
      body["timeZone"] = .string(timeZone)
      self.body = .object(body)
    }
  }

  /// What the Platform API demands and a report need not say.
  private static let standards: JSONObject = [
    "exportFormat": "CSV", "filter": [:], "locale": "en-US", "period": "P1D",
  ]

  private static func lacking(_ field: String) -> DiagnosticsError {
    DiagnosticsError(
      .error(
        "incomplete-report", "the report has no \(field)",
        hint: "gcsync explain ReportSchedule.report shows what each profile needs"))
  }
}

extension ReportExportRequest {
  /// Whether the org mails the file itself, so that a second export would mail it twice.
  var isMailed: Bool { body["recipientEmails"]?.array?.isEmpty == false }
}
