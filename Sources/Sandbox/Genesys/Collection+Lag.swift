import JSON

/// Eventual consistency, counted in reads and not in time: a change shows when it was read past.
extension Collection {
  /// The ids readers see, in their order.
  var seenIDs: [String] {
    if lags.isEmpty { return ids }
    let kept = ids.filter { lags[$0].map { $0.former != nil } ?? true }
    let deleted = lags.filter { $0.value.former != nil && self[$0.key] == nil }.map(\.key)
    if deleted.isEmpty { return kept }
    return (kept + deleted).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The object readers see.
  func seen(_ id: String) -> JSON? {
    if let lag = lags[id] { return lag.former }
    return self[id]?.object
  }

  /// Hides a change for a number of reads; one that was hidden already stays so with it.
  mutating func hideChange(of id: String, from former: JSON?, reads: Int) {
    guard reads > 0 else { return }
    lags[id] = Lag(former: lags[id].map(\.former) ?? former, reads: reads)
  }

  /// Counts a read of one object, or of all of them.
  mutating func countRead(of id: String?) {
    for key in id.map({ [$0] }) ?? Array(lags.keys) {
      guard let lag = lags[key] else { continue }
      lags[key] = lag.reads > 1 ? Lag(former: lag.former, reads: lag.reads - 1) : nil
    }
  }
}
