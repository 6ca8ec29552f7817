extension Duration {
  /// The whole milliseconds, 1 at least, for libcurl reads 0 as no limit.
  var milliseconds: Int {
    let (seconds, attoseconds) = components
    return max(1, Int(clamping: seconds.clamped * 1000 + attoseconds / 1_000_000_000_000_000))
  }
}

extension Int64 {
  fileprivate var clamped: Int64 { Swift.min(Swift.max(self, 0), 86400 * 365) }
}
