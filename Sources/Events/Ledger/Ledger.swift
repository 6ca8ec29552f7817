internal import Diagnostics
internal import Reconciler
package import Store

/// Where it is written down which events have been handled, so that a second copy is not.
package protocol Ledger: Sendable {
  /// Claims events, and returns what became of each.
  func claim(_ entries: [LedgerEntry]) async throws(EventError) -> [LedgerClaim]
  /// Writes down that events were handled.
  func complete(_ entries: [LedgerEntry]) async throws(EventError)
  /// Gives up claims, so that others may have them.
  func release(_ entries: [LedgerEntry]) async throws(EventError)
}

/// A ledger on this machine's disk, whose transactions take a fraction of a millisecond.
package struct FileLedger: Ledger {
  private let file: SQLiteLedger

  package init(_ file: SQLiteLedger) {
    self.file = file
  }

  package func claim(_ entries: [LedgerEntry]) async throws(EventError) -> [LedgerClaim] {
    try Self.using { () throws(StateFailure) in try file.claim(entries) }
  }

  package func complete(_ entries: [LedgerEntry]) async throws(EventError) {
    try Self.using { () throws(StateFailure) in try file.complete(entries) }
  }

  package func release(_ entries: [LedgerEntry]) async throws(EventError) {
    try Self.using { () throws(StateFailure) in try file.release(entries) }
  }

  /// A ledger that cannot be used stops the run: going on would handle events twice.
  private static func using<Value>(
    _ body: () throws(StateFailure) -> Value
  ) throws(EventError) -> Value {
    do throws(StateFailure) {
      return try body()
    } catch {
      throw .fatal(.ledger, error.problem.message)
    }
  }
}
