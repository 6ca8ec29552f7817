internal import HTTP
internal import JSON
internal import Reconciler
internal import World

extension ReportExports {
  /// Begins an export and returns what names it.
  ///
  /// Where the answer to a request was lost, the guide's API has no list that could tell whether the
  /// export was begun, so that the request is sent again: a second export costs the org some work
  /// and reaches nobody. The platform has a list, where an export of the same name and interval
  /// that was made since is taken for this one; only where it shows none the request is sent again,
  /// and never where the org itself would mail the file.
  package func begin(_ request: ReportExportRequest) async throws(ExportFailure) -> ExportID {
    let since = world.serverTime().advanced(by: .seconds(0) - Self.clockSkew)
    var sent = 0
    while true {
      sent += 1
      switch try await post(request) {
      case .begun(let id): return id
      case .lost(let failure):
        guard request.source == .view else { throw failure }
        if let id = try await find(request, since: since) { return id }
        guard sent < Self.mostSent else { throw failure }
        guard !request.isMailed else { throw .outcomeUnknown(failure) }
      }
    }
  }

  /// By how much the clocks here and in the org may differ.
  private static let clockSkew: Duration = .seconds(60)
  private static let mostSent = 2

  private enum Beginning {
    case begun(ExportID)
    /// It may have been begun; the failure says what became of the answer.
    case lost(ExportFailure)
  }

  private func post(_ export: ReportExportRequest) async throws(ExportFailure) -> Beginning {
    let request = self.request(for: export)
    let response: HTTPResponse
    do throws(HTTPFailure) {
      response = try await attempt(request)
    } catch {
      guard case .transport(_, mayHaveBeenSent: true) = error.kind else {
        throw problems.failure(of: error)
      }
      return .lost(problems.failure(of: error))
    }
    if response.status >= 500 { return .lost(problems.failure(of: response, to: request.line)) }
    guard response.isSuccess, let body = response.json else {
      throw problems.failure(of: response, to: request.line)
    }
    let member = export.source == .view ? "id" : "exportId"
    guard let id = body[member]?.string, !id.isEmpty else {
      throw .idMissing(member, correlation: response.correlation)
    }
    switch export.source {
    case .view: return .begun(ExportID(id: id))
    case .report(let report): return .begun(ExportID(report: report, id: id))
    }
  }

  private func request(for export: ReportExportRequest) -> HTTPRequest {
    var request =
      switch export.source {
      case .view: request(.post, Self.list, template: Self.list)
      case .report(let id):
        request(
          .post, "\(Self.reports)/\(URL.percentEncoded(segment: id))/export",
          template: "\(Self.reports)/{reportId}/export")
      }
    request.isRepeatable = export.source != .view
    request.headers["Content-Type"] = "application/json"
    request.body = export.body.bytes
    return request
  }

  static let reports = "/api/v2/reporting/reports"
  static let list = "/api/v2/analytics/reporting/exports"
}

extension ExportFailure {
  /// Whether the org made the export is open, and another one might be one too many.
  fileprivate static func outcomeUnknown(_ cause: ExportFailure) -> ExportFailure {
    ExportFailure(
      .outcomeUnknown, "whether the export was begun is open: \(cause.message)",
      hint: "it is not sent again, because the org mails its file to recipientEmails; look at the "
        + "org's list of exports", notes: cause.notes, correlation: cause.correlation)
  }
}
