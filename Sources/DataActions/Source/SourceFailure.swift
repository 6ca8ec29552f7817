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
    case other
  }

  package let reason: Reason
  package let description: String

  package init(_ reason: Reason, _ description: String) {
    self.reason = reason
    self.description = description
  }
}
