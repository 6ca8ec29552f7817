/// Why a run of a report came to no good end, or not yet.
package struct RunFailure: Error, Sendable, Hashable {
  /// The stable name of the problem in kebab case.
  package let code: String
  /// One sentence without a full stop.
  package let message: String
  package let hint: String?
  /// Whether the same run may go through a little later.
  package let canRetry: Bool
  /// Whether nothing can come of the export that was begun.
  package let spoilsExport: Bool

  package init(
    _ code: String, _ message: String, hint: String? = nil, canRetry: Bool,
    spoilsExport: Bool = false
  ) {
    (self.code, self.message, self.hint) = (code, message, hint)
    (self.canRetry, self.spoilsExport) = (canRetry, spoilsExport)
  }

  package init(_ error: ReportError) {
    self.init(error.code, error.message, hint: error.hint, canRetry: false)
  }
}
