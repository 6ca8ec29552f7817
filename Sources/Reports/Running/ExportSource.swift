package import JSON

/// Where a report's data comes from: an export is begun, looked at, and fetched once it is done.
package protocol ExportSource: Sendable {
  /// Begins an export and returns the name under which it is known from then on.
  func begin(_ order: ExportOrder) async throws(RunFailure) -> String
  /// Looks at an export until it is done, or as often as the manner says.
  func wait(for export: String, _ manner: ExportManner) async throws(RunFailure) -> ExportProgress
  /// Writes what was exported to a file.
  func fetch(_ ready: ReadyExport, to path: String) async throws(RunFailure) -> FetchedExport
}

/// What is to be exported.
package struct ExportOrder: Sendable, Hashable {
  /// The report, in the words of the API.
  package let report: JSON
  package let name: String
  package let period: CoveredPeriod

  package init(report: JSON, name: String, period: CoveredPeriod) {
    (self.report, self.name, self.period) = (report, name, period)
  }
}

/// How far an export has come.
package enum ExportProgress: Sendable, Hashable {
  case ready(ReadyExport)
  /// It goes on, and whoever waits has looked often enough.
  case unfinished
}

/// An export that can be fetched.
package struct ReadyExport: Sendable, Hashable {
  /// Where it lies; whoever has this address can read it.
  package let address: String
  /// Whether the API says that something is missing in it.
  package let isPartial: Bool

  package init(address: String, isPartial: Bool) {
    (self.address, self.isPartial) = (address, isPartial)
  }
}

/// An export in a file.
package struct FetchedExport: Sendable, Hashable {
  package let path: String
  package let byteCount: Int
  package let contentType: String?
  /// What the server calls the file.
  package let name: String?

  package init(path: String, byteCount: Int, contentType: String?, name: String?) {
    (self.path, self.byteCount) = (path, byteCount)
    (self.contentType, self.name) = (contentType, name)
  }
}
