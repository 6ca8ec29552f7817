package import HTTP
internal import JSON

/// How far an export is.
package enum ExportStatus: Sendable, Hashable {
  case running(percent: Int?)
  /// The file is there; a partial one lacks rows.
  case finished(URL, isPartial: Bool)
  /// There will be no file.
  case failed(ExportFailure)
}

extension ExportStatus {
  /// Reads an export as either API shows it.
  ///
  /// A state neither API knows is a failure and no reason to go on asking.
  init(_ export: JSON, base: URL, redactor: Redactor) {
    let state = export["status"]?.string ?? ""
    let reason = export["exportErrorMessagesType"]?.string ?? export["errorMessage"]?.string
    switch state {
    case "IN_PROGRESS", "SUBMITTED", "RUNNING":
      let percent = export["percentageComplete"]?.number?.double.rounded(.down)
      self = .running(percent: percent.flatMap { Int(exactly: $0) })
    case "COMPLETED", "COMPLETED_WITH_PARTIAL_RESULTS":
      guard let text = export["downloadUrl"]?.string, !text.isEmpty else {
        self = .failed(.urlMissing(state: state))
        return
      }
      self =
        base.resolving(location: text).map {
          .finished($0, isPartial: state != "COMPLETED")
        } ?? .failed(.urlUnreadable)
    case "FAILED": self = .failed(.failed(reason.map { redactor.redact($0) }))
    case "CANCELLED", "CANCELLING": self = .failed(.cancelled)
    case "EXPIRED": self = .failed(.expired)
    default: self = .failed(.unknownStatus(redactor.redact(state, limit: 60)))
    }
  }
}
