internal import Codecs

/// Where a bucket notes who did what with it.
struct AccessLogging: BucketConfiguration, Hashable {
  static let subresource = "logging"
  static let root = "BucketLoggingStatus"
  static let permission = "s3:GetBucketLogging"

  /// The bucket and the prefix of the log; nil where none is kept.
  let bucket: String?
  let prefix: String

  init?(_ root: XMLElement) {
    let target = root["LoggingEnabled"]
    bucket = target?["TargetBucket"]?.text.shown
    prefix = target?["TargetPrefix"]?.text.shown ?? ""
  }
}

/// Where a bucket's objects are copied to.
struct Replication: BucketConfiguration, Hashable {
  static let subresource = "replication"
  static let root = "ReplicationConfiguration"
  static let permission = "s3:GetReplicationConfiguration"

  /// The buckets of the rules in force, each once.
  let buckets: [String]

  init?(_ root: XMLElement) {
    let arns = root.children(named: "Rule").filter { $0["Status"]?.text == "Enabled" }
      .compactMap { $0["Destination"]?["Bucket"]?.text }
    buckets = Set(arns.compactMap { ARN($0)?.resource.shown }).sorted()
  }
}

/// Whom a bucket tells of new objects.
struct Notifications: BucketConfiguration, Hashable {
  static let subresource = "notification"
  static let root = "NotificationConfiguration"
  static let permission = "s3:GetBucketNotification"

  struct Function: Sendable, Hashable {
    let arn: String
    let prefix: String
  }

  /// The functions that are called for each new object.
  let functions: [Function]

  init?(_ root: XMLElement) {
    functions = root.children(named: "CloudFunctionConfiguration").compactMap { element in
      let isOfCreation = element.children(named: "Event").contains {
        $0.text.hasPrefix("s3:ObjectCreated:")
      }
      guard isOfCreation, let arn = element["CloudFunction"]?.text.shown else { return nil }
      let rules = element["Filter"]?["S3Key"]?.children(named: "FilterRule") ?? []
      let prefix = rules.first { $0["Name"]?.text.lowercased() == "prefix" }?["Value"]?.text ?? ""
      return Function(arn: arn, prefix: prefix)
    }
  }
}
