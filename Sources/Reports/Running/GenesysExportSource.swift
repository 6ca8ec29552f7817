internal import Diagnostics
package import Genesys
internal import HTTP
internal import JSON
package import Reconciler

/// The exports of an org, as runs see them.
package struct GenesysExportSource: ExportSource {
  private let exports: ReportExports
  private let profile: Profile

  /// The largest file that is fetched.
  private static let limit = 1 << 30

  package init(_ exports: ReportExports, profile: Profile) {
    (self.exports, self.profile) = (exports, profile)
  }

  package func begin(_ order: ExportOrder) async throws(RunFailure) -> String {
    let request: ReportExportRequest
    do throws(DiagnosticsError) {
      request = try ReportExportRequest(
        profile: profile, report: order.report, name: order.name, interval: order.period.interval,
        timeZone: order.period.timeZone)
    } catch {
      let problem = error.diagnostics.first
      throw RunFailure(
        problem?.code ?? "incomplete-report", problem?.message ?? "the report is not complete",
        hint: problem?.hint, canRetry: false)
    }
    return try await judged { () async throws(ExportFailure) in
      try await exports.begin(request).text
    }
  }

  package func wait(
    for export: String, _ manner: ExportManner
  ) async throws(RunFailure) -> ExportProgress {
    let id = try id(export)
    let mode: ExportWait.Mode =
      switch manner {
      case .wait(let budget): .wait(budget: budget)
      case .deferred(let polls): .deferred(polls: polls)
      }
    let outcome = try await judged { () async throws(ExportFailure) in
      try await exports.wait(for: id, mode: mode)
    }
    switch outcome {
    case .deferred: return .unfinished
    case .finished(let url, let isPartial):
      return .ready(ReadyExport(address: url.text, isPartial: isPartial))
    }
  }

  package func fetch(_ ready: ReadyExport, to path: String) async throws(RunFailure)
    -> FetchedExport
  {
    guard let url = URL(parsing: ready.address) else {
      throw RunFailure("export-url-refused", "the file's address is no URL", canRetry: false)
    }
    let file = try await judged { () async throws(ExportFailure) in
      try await exports.download(url, to: path, limit: Self.limit)
    }
    return FetchedExport(
      path: file.path, byteCount: file.byteCount, contentType: file.contentType, name: file.name)
  }

  private func id(_ text: String) throws(RunFailure) -> ExportID {
    guard let id = ExportID(text) else {
      throw RunFailure(
        "export-not-found", "\"\(text)\" is no export", canRetry: true, spoilsExport: true)
    }
    return id
  }

  private func judged<Value: Sendable>(
    _ body: () async throws(ExportFailure) -> Value
  ) async throws(RunFailure) -> Value {
    do throws(ExportFailure) {
      return try await body()
    } catch {
      throw RunFailure(
        error.code.rawValue, error.message, hint: error.hint,
        canRetry: error.canRetry, spoilsExport: error.code.isOfExport)
    }
  }
}

extension ExportFailure.Code {
  /// Whether nothing can come of the export any more, so that a new one must be begun.
  fileprivate var isOfExport: Bool {
    switch self {
    case .failed, .cancelled, .expired, .unknownStatus, .notFound, .urlMissing, .urlExpired,
      .incomplete, .idMissing:
      true
    default: false
    }
  }
}
