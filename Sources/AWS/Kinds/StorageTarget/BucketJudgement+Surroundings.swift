extension BucketJudgement {
  /// Judges what the names alone tell.
  mutating func judgeNames() {
    if target.bucket.contains(".") {
      find(
        "bucket-name-dots",
        "the name of bucket \(target.bucket) has dots, so that no certificate of S3 covers its host"
      )
    }
    if let role = target.role.flatMap(ARN.init), role.partition != target.partition {
      find(
        "partition-mismatch",
        "the role \(role.description.shown) is of the partition \(role.partition), \(target.region) is of "
          + target.partition)
    }
  }

  /// Judges where the bucket's objects and the news of them go.
  mutating func judgeSurroundings(
    _ configurations: BucketConfigurations, _ replicaRegions: [String: String]
  ) {
    if let logging = configurations.logging.value {
      switch logging.bucket {
      case nil: find("access-log-off", "bucket \(target.bucket) keeps no log of who reads it")
      case target.bucket:
        find("access-log-in-bucket", "bucket \(target.bucket) keeps the log of access in itself")
      default: break
      }
    }
    for bucket in configurations.replication.value?.buckets ?? [] {
      switch replicaRegions[bucket] {
      case nil:
        find(
          "replication-unknown",
          "bucket \(target.bucket) is copied to \(bucket), whose region is not known")
      case target.region: break
      case let region?:
        find(
          "replication-leaves-region", "bucket \(target.bucket) is copied to \(bucket) in \(region)"
        )
      }
    }
    for function in configurations.notifications.value?.functions ?? []
    where function.prefix.hasPrefix(target.prefix) || target.prefix.hasPrefix(function.prefix) {
      find(
        "notification-calls-function",
        "\(function.arn) is called for each recording in \(target.bucket)/\(target.prefix)")
    }
  }
}
