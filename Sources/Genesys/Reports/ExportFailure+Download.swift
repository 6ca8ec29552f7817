internal import HTTP
internal import World

/// The failures of fetching a file.
extension ExportFailure {
  private static let again = "gcsync report send NAME exports it again"

  static func urlRefused(_ why: String) -> ExportFailure {
    ExportFailure(.urlRefused, why, hint: "the org names the URL; check its connection")
  }

  /// The server does not take the URL, which is no matter of time.
  static func urlRefusing(_ answer: HTTPResponse, _ line: String) -> ExportFailure {
    ExportFailure(
      .urlRefused, "the file is not given out, status \(answer.status)", hint: again,
      notes: ["request: \(line)"], canRetry: true, correlation: answer.correlation)
  }

  static func urlExpired(_ answer: HTTPResponse, _ line: String) -> ExportFailure {
    ExportFailure(
      .urlExpired, "the URL of the file is no longer good, status \(answer.status)",
      hint: again + "; a file is kept for a short time only", notes: ["request: \(line)"],
      correlation: answer.correlation)
  }

  static func incomplete(_ what: String) -> ExportFailure {
    ExportFailure(.incomplete, "the file did not arrive whole: \(what)", hint: again)
  }

  static func tooLarge(_ limit: Int) -> ExportFailure {
    ExportFailure(
      .tooLarge, "the file is larger than \(limit) bytes",
      hint: "take a shorter period, a narrower filter or fewer columns")
  }

  static func unwritable(_ error: FileError) -> ExportFailure {
    ExportFailure(
      .unwritable, "the file cannot be kept: \(error)",
      hint: "free space where TMPDIR is, or let it be written to")
  }

  /// Describes a download without an answer.
  static func download(
    _ failure: HTTPFailure, _ problems: ExportProblem, limit: Int
  ) -> ExportFailure {
    switch failure.kind {
    case .transport(.tooLarge, _): .tooLarge(limit)
    case .transport(.connectionLost, mayHaveBeenSent: true):
      .incomplete("the connection broke \(failure.attempts.count) times")
    case .transport(.timeout, mayHaveBeenSent: true):
      .incomplete("it took too long")
    case .transport(.refused, _), .transport(.unresolvedHost, _), .transport(.timeout, _),
      .transport(.connectionLost, _), .deadline, .circuitOpen:
      ExportFailure(
        .unreachable, "the file cannot be fetched: \(failure.detail)",
        notes: ["request: \(failure.line)"])
    default: problems.failure(of: failure)
    }
  }
}
