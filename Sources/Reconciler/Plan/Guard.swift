/// The shares of existing objects that one apply may change without somebody's approval.
package struct Guard: Sendable, Hashable {
  package var updatePercent: Int
  package var deletePercent: Int
  /// Below this many existing objects of a kind no share is taken.
  package var minimumExisting: Int

  package init(updatePercent: Int = 30, deletePercent: Int = 30, minimumExisting: Int = 10) {
    self.updatePercent = updatePercent
    self.deletePercent = deletePercent
    self.minimumExisting = minimumExisting
  }

  /// Returns the limits that a plan breaks, given how many managed objects of each kind exist.
  package func verdict(on operations: [Operation], existing: [String: Int]) -> [Plan.Unsafe] {
    var unsafe: [Plan.Unsafe] = []
    for (kind, existing) in existing.sorted(by: { $0.key < $1.key })
    where existing >= minimumExisting {
      let own = operations.filter { $0.address.kind == kind }
      func count(_ actions: [Operation.Action]) -> Int {
        Set(own.lazy.filter { actions.contains($0.action) }.map(\.address.whole)).count
      }
      let updates = count([.update, .replace, .adopt])
      let deletes = count([.delete, .replace])
      unsafe += breach(
        "updatePercent", kind, updates, of: existing, limit: updatePercent, "changes")
      unsafe += breach(
        "deletePercent", kind, deletes, of: existing, limit: deletePercent, "deletes")
    }
    return unsafe
  }

  private func breach(
    _ rule: String, _ kind: String, _ number: Int, of count: Int, limit: Int, _ verb: String
  ) -> [Plan.Unsafe] {
    guard number * 100 > limit * count else { return [] }
    let message =
      "\(verb) \(number) of \(count) existing \(kind) objects, more than the \(limit) % of limits.\(rule)"
    return [Plan.Unsafe(rule: rule, address: nil, message: message)]
  }
}
