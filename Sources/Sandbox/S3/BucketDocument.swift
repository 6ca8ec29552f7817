/// What S3 keeps about a bucket as a document of its own, under its name in the query.
enum BucketDocument: String, CaseIterable, Sendable {
  case policy, policyStatus, publicAccessBlock, ownershipControls, acl, versioning
  case objectLock = "object-lock"
  case lifecycle, logging, replication, notification

  /// What one must be allowed to read it.
  var readAction: String {
    switch self {
    case .policy: "s3:GetBucketPolicy"
    case .policyStatus: "s3:GetBucketPolicyStatus"
    case .publicAccessBlock: "s3:GetBucketPublicAccessBlock"
    case .ownershipControls: "s3:GetBucketOwnershipControls"
    case .acl: "s3:GetBucketAcl"
    case .versioning: "s3:GetBucketVersioning"
    case .objectLock: "s3:GetBucketObjectLockConfiguration"
    case .lifecycle: "s3:GetLifecycleConfiguration"
    case .logging: "s3:GetBucketLogging"
    case .replication: "s3:GetReplicationConfiguration"
    case .notification: "s3:GetBucketNotification"
    }
  }

  /// What one must be allowed to write it.
  var writeAction: String { readAction.replacing("s3:Get", with: "s3:Put") }

  var isWritable: Bool { self != .policyStatus && self != .acl }

  /// Whether it can be taken away, and not only be replaced.
  var isDeletable: Bool {
    switch self {
    case .policy, .publicAccessBlock, .ownershipControls, .lifecycle, .replication: true
    case .policyStatus, .acl, .versioning, .objectLock, .logging, .notification: false
    }
  }

  /// The root element of what is written; nil for the policy, which is JSON.
  var root: String? {
    switch self {
    case .policy: nil
    case .policyStatus: "PolicyStatus"
    case .publicAccessBlock: "PublicAccessBlockConfiguration"
    case .ownershipControls: "OwnershipControls"
    case .acl: "AccessControlPolicy"
    case .versioning: "VersioningConfiguration"
    case .objectLock: "ObjectLockConfiguration"
    case .lifecycle: "LifecycleConfiguration"
    case .logging: "BucketLoggingStatus"
    case .replication: "ReplicationConfiguration"
    case .notification: "NotificationConfiguration"
    }
  }

  /// The error that tells of its absence; nil where an empty document does.
  var absence: (code: String, message: String)? {
    switch self {
    case .policy, .policyStatus: ("NoSuchBucketPolicy", "The bucket policy does not exist")
    case .publicAccessBlock:
      (
        "NoSuchPublicAccessBlockConfiguration",
        "The public access block configuration was not found"
      )
    case .ownershipControls:
      ("OwnershipControlsNotFoundError", "The bucket ownership controls were not found")
    case .objectLock:
      (
        "ObjectLockConfigurationNotFoundError",
        "Object Lock configuration does not exist for this bucket"
      )
    case .lifecycle:
      ("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist")
    case .replication:
      (
        "ReplicationConfigurationNotFoundError", "The replication configuration was not found"
      )
    case .acl, .versioning, .logging, .notification: nil
    }
  }

  /// What a new bucket has had since April 2023.
  static let standard: [BucketDocument: String] = [
    .publicAccessBlock: """
    <PublicAccessBlockConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\
    <BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls>\
    <BlockPublicPolicy>true</BlockPublicPolicy>\
    <RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>
    """,
    .ownershipControls: """
    <OwnershipControls xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule>\
    <ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>
    """,
    .acl: """
    <AccessControlPolicy xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Owner><ID>sandbox</ID>\
    </Owner><AccessControlList><Grant><Grantee \
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser">\
    <ID>sandbox</ID></Grantee><Permission>FULL_CONTROL</Permission></Grant></AccessControlList>\
    </AccessControlPolicy>
    """,
  ]
}
