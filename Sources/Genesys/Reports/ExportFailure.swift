package import Diagnostics

/// Why there is no export, or no file of one.
package struct ExportFailure: Error, Sendable, Hashable {
  /// The stable name of a failure.
  package enum Code: String, Sendable, CaseIterable {
    /// The org gave the export up, or somebody called it off, or its time is over.
    case failed = "export-failed"
    case cancelled = "export-cancelled"
    case expired = "export-expired"
    case unknownStatus = "export-status-unknown"
    /// It was not done within the time allowed.
    case timeout = "export-timeout"
    /// The org began an export and did not say which.
    case idMissing = "export-id-missing"
    /// Whether an export was begun is open.
    case outcomeUnknown = "export-outcome-unknown"
    case notFound = "export-not-found"
    /// The org does not accept what is asked for.
    case refused = "export-refused"
    case urlMissing = "export-url-missing"
    case urlExpired = "export-url-expired"
    /// The file is where nothing is fetched from.
    case urlRefused = "export-url-refused"
    case incomplete = "export-incomplete"
    case tooLarge = "export-too-large"
    /// The file cannot be written.
    case unwritable = "export-unwritable"
    case denied = "permission-denied"
    case unauthenticated = "authentication-failed"
    case hostNotAllowed = "host-not-allowed"
    case rateLimited = "rate-limited"
    case unreachable
    case tls = "tls-failure"
    case notTheAPI = "not-the-api"
    case interrupted
  }

  package let code: Code
  /// One sentence without a full stop and without any secret.
  package let message: String
  package let hint: String?
  package let notes: [String]
  /// Whether the whole export, made again, may succeed.
  package let canRetry: Bool
  /// The id under which the service knows the request that failed.
  package let correlation: String?

  package init(
    _ code: Code, _ message: String, hint: String? = nil, notes: [String] = [],
    canRetry: Bool? = nil, correlation: String? = nil
  ) {
    self.code = code
    self.message = message
    self.hint = hint
    self.notes = notes
    self.canRetry = canRetry ?? code.isPassing
    self.correlation = correlation
  }

  /// The failure as every command shows it.
  package var diagnostic: Diagnostic {
    .error(code.rawValue, message, notes: notes.map { .init($0) }, hint: hint)
  }
}

extension ExportFailure.Code {
  /// Whether a failure of that name usually passes.
  fileprivate var isPassing: Bool {
    switch self {
    case .timeout, .expired, .notFound, .urlMissing, .urlExpired, .incomplete, .rateLimited,
      .unreachable, .interrupted, .idMissing:
      true
    case .failed, .cancelled, .unknownStatus, .outcomeUnknown, .refused, .urlRefused, .tooLarge,
      .unwritable, .denied, .unauthenticated, .hostNotAllowed, .tls, .notTheAPI:
      false
    }
  }

  /// Whether the next question may be answered although this one was not.
  var passesMeanwhile: Bool { self == .unreachable || self == .rateLimited }
}

extension ExportFailure: CustomStringConvertible {
  package var description: String { "\(code.rawValue): \(message)" }
}
