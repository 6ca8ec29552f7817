/// Why a source gives no rows, in one sentence that holds no credential and nothing of a row.
package struct SourceFailure: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Reason: String, Sendable {
    /// What the action was invoked with does not do.
    case input
    /// Who asks may not read the object.
    case denied
    case notFound
    /// The object is another one than when the reading began.
    case replaced
    /// The object is not in the format that it should have.
    case malformed
    /// The rows lack a column that the query names.
    case column
    case unreachable
    case interrupted
    /// An external API did not answer in time.
    case timeout
    /// The action is about to stop.
    case busy
    /// An external API answered with an error.
    case upstream
    /// What was made of the answer is not as the contract says.
    case contract
    case other
  }

  package let reason: Reason
  package let description: String
  /// What whoever wrote the action is told besides, and nobody who calls it.
  package let detail: String?

  package init(_ reason: Reason, _ description: String, detail: String? = nil) {
    self.reason = reason
    self.description = description
    self.detail = detail
  }
}
