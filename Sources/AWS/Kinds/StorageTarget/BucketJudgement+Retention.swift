internal import World

extension BucketJudgement {
  /// Judges whether versions, locks and rules of age contradict how long recordings must stay.
  mutating func judgeRetention(_ configurations: BucketConfigurations) {
    judgeVersioning(configurations.versioning)
    judgeLock(configurations.lock)
    if let lifecycle = configurations.lifecycle.value {
      judge(lifecycle, keepsVersions: configurations.versioning.value?.status != nil)
    } else if configurations.lifecycle.isAbsent {
      keepsForever()
    }
  }

  private var longest: StorageTargetCheck.Retention? { target.retentions.max { $0.days < $1.days } }

  private mutating func judgeVersioning(_ versioning: Fact<Versioning>) {
    guard let versioning = versioning.value else { return }
    switch versioning.status {
    case .enabled: break
    case .suspended: find("versioning-suspended", "bucket \(target.bucket) keeps versions no more")
    case nil: find("versioning-off", "bucket \(target.bucket) keeps no versions")
    }
  }

  private mutating func judgeLock(_ lock: Fact<ObjectLock>) {
    guard let lock = lock.value?.standard else { return }
    if lock.mode == .governance {
      find("lock-governance", "the lock of bucket \(target.bucket) is GOVERNANCE")
    }
    guard let longest else { return }
    if lock.days < longest.days {
      find(
        "lock-too-short",
        "bucket \(target.bucket) locks recordings for \(lock.days) days, \(longest.source) keeps them for "
          + "\(longest.days)")
    } else if lock.days > longest.days {
      find(
        "lock-too-long",
        "bucket \(target.bucket) locks recordings for \(lock.days) days, though \(longest.source) keeps "
          + "them for \(longest.days)")
    }
  }

  private mutating func judge(_ lifecycle: Lifecycle, keepsVersions: Bool) {
    let rules = lifecycle.rules.filter { $0.covers(target.prefix) != .none }
    for rule in rules {
      for retention in target.retentions { judge(rule, retention) }
    }
    let expiring = rules.filter {
      $0.covers(target.prefix) == .all && ($0.expiresAfter != nil || $0.expiresOn != nil)
    }
    if expiring.isEmpty { keepsForever() }
    if keepsVersions, let rule = expiring.first,
      !rules.contains(where: { $0.deletesVersionsAfter != nil })
    {
      find(
        "lifecycle-keeps-versions",
        "what the rule \(rule.name) of bucket \(target.bucket) deletes stays as a former version for ever"
      )
    }
    if !rules.contains(where: \.abortsUploads) {
      find("lifecycle-keeps-uploads", "bucket \(target.bucket) keeps uploads that were never ended")
    }
  }

  private mutating func judge(_ rule: Lifecycle.Rule, _ retention: StorageTargetCheck.Retention) {
    let keeps = "\(retention.source) keeps recordings for \(retention.days) days"
    let place = "the rule \(rule.name) of bucket \(target.bucket)"
    var ends: String?
    if let days = rule.expiresAfter, days < retention.days { ends = "after \(days) days" }
    if let date = rule.expiresOn,
      now.duration(since: date) > .zero - .seconds(retention.days * 86_400)
    {
      ends = "on \(date.rfc3339.prefix(10))"
    }
    switch (ends, rule.covers(target.prefix)) {
    case (let ends?, .all):
      find(
        "lifecycle-expires-early",
        "\(place) deletes what is under \"\(rule.prefix.shown)\" \(ends), but \(keeps)")
    case (let ends?, _):
      find(
        "lifecycle-expires-some",
        "\(place) deletes some of what is under \"\(rule.prefix.shown)\" \(ends), but \(keeps)")
    case (nil, _): break
    }
    if let move = rule.transitions.first(where: { $0.isArchive && $0.days < retention.days }) {
      find(
        "lifecycle-archives-early",
        "\(place) moves recordings to \(move.storageClass) after \(move.days) days, but \(keeps)")
    }
  }

  private mutating func keepsForever() {
    guard let longest else { return }
    find(
      "lifecycle-keeps-forever",
      "nothing deletes recordings from bucket \(target.bucket) when their \(longest.days) days are over"
    )
  }
}
