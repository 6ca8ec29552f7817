internal import World

extension BucketJudgement {
  /// A recording stream that has been silent for this long is worth a warning.
  private static let staleDays: Int64 = 3

  mutating func judge(_ contents: Result<BucketContents, S3Failure>) {
    let place = "\(target.bucket)/\(target.prefix)"
    switch contents {
    case .failure(let failure):
      find("contents-unknown", "what is stored under \(place) is unknown: \(failure.detail)")
    case .success(let contents) where !contents.isWhole:
      find("contents-bound", "at least \(contents.count) objects are stored under \(place)")
    case .success(let contents):
      guard let newest = contents.newest else { return }
      let days = now.duration(since: newest).components.seconds / 86_400
      guard days >= Self.staleDays else { return }
      find(
        "stale-prefix", "nothing has arrived for \(days) days under \(place)",
        remedy: "the newest object is of \(newest.rfc3339)")
    }
  }
}
