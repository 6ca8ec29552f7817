package import HTTP
internal import JSON
internal import World

/// What came of waiting for an export.
package enum ExportOutcome: Sendable, Hashable {
  case finished(URL, isPartial: Bool)
  /// It is under way, and another run is to go on.
  case deferred(percent: Int?)
}

extension ReportExports {
  /// Returns how far an export is.
  package func status(of id: ExportID) async throws(ExportFailure) -> ExportStatus {
    try await status(of: id, within: nil)
  }

  /// Asks how far an export is until there is a file, or until the mode says to stop.
  ///
  /// An org that cannot be reached in between is asked again as long as the mode has it; an export
  /// that was begun just now may not be there yet.
  package func wait(
    for id: ExportID, mode: ExportWait.Mode
  ) async throws(ExportFailure) -> ExportOutcome {
    var plan = ExportWait(mode, start: world.instant())
    var absences = 0
    var percent: Int?
    var trouble: ExportFailure?
    while true {
      switch plan.next(at: world.instant()) {
      case .deferred: return .deferred(percent: percent)
      case .exhausted: throw .timeout(id, mode.budget, last: trouble)
      case .poll(let wait, let allowance):
        try await pause(wait)
        do throws(ExportFailure) {
          switch try await status(of: id, within: allowance) {
          case .running(let reached): (percent, trouble) = (reached ?? percent, nil)
          case .finished(let url, let isPartial): return .finished(url, isPartial: isPartial)
          case .failed(let failure): throw failure
          }
        } catch {
          absences += error.code == .notFound ? 1 : 0
          guard error.code.passesMeanwhile || (error.code == .notFound && absences <= Self.absences)
          else { throw error }
          trouble = error
        }
      }
    }
  }

  /// How often an export that was begun just now may not be there yet.
  private static let absences = 2

  /// Waits, or says that the run was interrupted.
  func pause(_ wait: Duration) async throws(ExportFailure) {
    do {
      try await world.sleep(wait)
    } catch {
      throw .interrupted
    }
  }

  private func status(
    of id: ExportID, within limit: Duration?
  ) async throws(ExportFailure) -> ExportStatus {
    let found: JSON?
    if let report = id.report {
      found = try await export(id.id, of: report, within: limit)
    } else {
      found = try await listed(within: limit) { $0["id"]?.string == id.id }
    }
    guard let found else { throw .notFound(id) }
    return ExportStatus(found, base: connection.apiURL, redactor: redactor)
  }

  /// Reads an export of the guide's API; nil where it knows none of that id.
  private func export(
    _ id: String, of report: String, within limit: Duration?
  ) async throws(ExportFailure) -> JSON? {
    let path =
      "\(Self.reports)/\(URL.percentEncoded(segment: report))/exports/"
      + URL.percentEncoded(segment: id)
    let request = request(
      .get, path, template: "\(Self.reports)/{reportId}/exports/{exportId}")
    let response = try await send(request, within: limit)
    if response.status == 404, !response.isPage { return nil }
    guard response.status == 200, let body = response.json, body.object != nil else {
      throw problems.failure(of: response, to: request.line)
    }
    return body
  }
}

extension ExportWait.Mode {
  fileprivate var budget: Duration {
    if case .wait(let budget) = self { budget } else { .zero }
  }
}
