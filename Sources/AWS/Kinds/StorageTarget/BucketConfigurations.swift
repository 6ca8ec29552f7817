/// What S3 keeps about a bucket, each thing known, absent or unknown by itself.
struct BucketConfigurations: Sendable {
  let policy: Fact<PolicyDocument>
  let policyStatus: Fact<PolicyStatus>
  let publicAccess: Fact<PublicAccessBlock>
  let ownership: Fact<OwnershipControls>
  let accessList: Fact<AccessControlList>
  let versioning: Fact<Versioning>
  let lock: Fact<ObjectLock>
  let lifecycle: Fact<Lifecycle>
  let logging: Fact<AccessLogging>
  let replication: Fact<Replication>
  let notifications: Fact<Notifications>

  /// Why some are not known.
  var ignorance: [Ignorance] {
    [
      policy.ignorance, policyStatus.ignorance, publicAccess.ignorance, ownership.ignorance,
      accessList.ignorance, versioning.ignorance, lock.ignorance, lifecycle.ignorance,
      logging.ignorance, replication.ignorance, notifications.ignorance,
    ].compactMap { $0 }
  }
}

extension S3Client {
  /// Reads all of a bucket's configurations at the same time, each once.
  func configurations(of bucket: String, owner: String?) async -> BucketConfigurations {
    async let policy = policy(of: bucket, owner: owner)
    async let policyStatus = configuration(PolicyStatus.self, of: bucket, owner: owner)
    async let publicAccess = configuration(PublicAccessBlock.self, of: bucket, owner: owner)
    async let ownership = configuration(OwnershipControls.self, of: bucket, owner: owner)
    async let accessList = configuration(AccessControlList.self, of: bucket, owner: owner)
    async let versioning = configuration(Versioning.self, of: bucket, owner: owner)
    async let lock = configuration(ObjectLock.self, of: bucket, owner: owner)
    async let lifecycle = configuration(Lifecycle.self, of: bucket, owner: owner)
    async let logging = configuration(AccessLogging.self, of: bucket, owner: owner)
    async let replication = configuration(Replication.self, of: bucket, owner: owner)
    async let notifications = configuration(Notifications.self, of: bucket, owner: owner)
    return await BucketConfigurations(
      policy: policy, policyStatus: policyStatus, publicAccess: publicAccess,
      ownership: ownership, accessList: accessList, versioning: versioning, lock: lock,
      lifecycle: lifecycle, logging: logging, replication: replication,
      notifications: notifications)
  }
}
