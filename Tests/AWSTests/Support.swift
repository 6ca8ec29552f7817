import AWS
import HTTP
import JSON
import Reconciler
import TestSupport
import World

/// A bucket as a scripted S3 tells of it; each answer may be replaced.
struct ScriptedS3: Sendable {
  var list: ScriptedTransport.Answer = .status(403, body: s3Error("AccessDenied"))
  var head: ScriptedTransport.Answer = .status(
    200, headers: ["x-amz-bucket-region": "eu-west-1"])
  var encryption: ScriptedTransport.Answer = .status(200, body: rules([("AES256", nil)]))
  /// What the bucket has under the names of its configurations.
  var configurations = sealedBucket
  /// The pages of keys, by the token that asks for them.
  var pages: [String: ScriptedTransport.Answer] = ["": .status(200, body: keys([]))]

  var transport: ScriptedTransport {
    let script = self
    return ScriptedTransport { request, _ in
      if request.method == .head { return script.head }
      if request.url.query.contains(where: { $0.name == "encryption" }) { return script.encryption }
      if request.url.query.contains(where: { $0.name == "list-type" }) {
        let token = request.url.query.first { $0.name == "continuation-token" }?.value ?? ""
        return script.pages[token] ?? .status(500)
      }
      for item in request.url.query {
        if let answer = script.configurations[item.name] { return answer }
      }
      return script.list
    }
  }
}

/// A bucket with which all is well.
let sealedBucket: [String: ScriptedTransport.Answer] = [
  "policy": .status(200, body: tlsPolicy(["arn:aws:s3:::calls", "arn:aws:s3:::calls/*"]).text),
  "policyStatus": .status(200, body: "<PolicyStatus><IsPublic>false</IsPublic></PolicyStatus>"),
  "publicAccessBlock": .status(200, body: publicAccessBlock()),
  "ownershipControls": .status(
    200,
    body: "<OwnershipControls><Rule><ObjectOwnership>BucketOwnerPreferred</ObjectOwnership></Rule>"
      + "</OwnershipControls>"),
  "acl": .status(200, body: accessList("")),
  "versioning": .status(
    200, body: "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"),
  "object-lock": .status(404, body: s3Error("ObjectLockConfigurationNotFoundError")),
  "lifecycle": .status(404, body: s3Error("NoSuchLifecycleConfiguration")),
  "logging": .status(
    200,
    body: "<BucketLoggingStatus><LoggingEnabled><TargetBucket>logs</TargetBucket><TargetPrefix/>"
      + "</LoggingEnabled></BucketLoggingStatus>"),
  "replication": .status(404, body: s3Error("ReplicationConfigurationNotFoundError")),
  "notification": .status(200, body: "<NotificationConfiguration/>"),
]

/// Returns a policy that refuses requests without TLS to some resources.
func tlsPolicy(_ resources: [String], action: JSON = "s3:*") -> JSON {
  document([
    "Sid": "TLS", "Effect": "Deny", "Principal": "*", "Action": action,
    "Resource": .array(resources.map { .string($0) }),
    "Condition": ["Bool": ["aws:SecureTransport": "false"]],
  ])
}

func publicAccessBlock(off: String? = nil) -> String {
  let flags = [
    "BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets",
  ]
  let items = flags.map { "<\($0)>\($0 != off)</\($0)>" }.joined()
  return "<PublicAccessBlockConfiguration>\(items)</PublicAccessBlockConfiguration>"
}

func accessList(_ grants: String) -> String {
  "<AccessControlPolicy><Owner><ID>o</ID></Owner><AccessControlList>\(grants)</AccessControlList>"
    + "</AccessControlPolicy>"
}

func s3Error(_ code: String) -> String {
  "<?xml version=\"1.0\"?><Error><Code>\(code)</Code><Message>m</Message></Error>"
}

func rules(_ rules: [(String, String?)]) -> String {
  let items = rules.map { algorithm, key in
    let id = key.map { "<KMSMasterKeyID>\($0)</KMSMasterKeyID>" } ?? ""
    return "<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>\(algorithm)</SSEAlgorithm>"
      + "\(id)</ApplyServerSideEncryptionByDefault></Rule>"
  }
  return "<ServerSideEncryptionConfiguration>\(items.joined())</ServerSideEncryptionConfiguration>"
}

func keys(_ objects: [(String, Int, String)], next: String? = nil) -> String {
  let items = objects.map { key, bytes, modified in
    "<Contents><Key>\(key)</Key><LastModified>\(modified)</LastModified><Size>\(bytes)</Size>"
      + "</Contents>"
  }
  let end = next.map { "<NextContinuationToken>\($0)</NextContinuationToken>" } ?? ""
  return "<ListBucketResult><IsTruncated>\(next != nil)</IsTruncated>\(items.joined())\(end)"
    + "<EncodingType>url</EncodingType></ListBucketResult>"
}

func target(
  _ name: String = "t", bucket: String = "calls", region: String = "eu-west-1",
  owner: String? = nil, encryption: String = "AES256", key: String? = nil, prefix: String = "voice",
  role: String? = nil, externalID: String? = nil, days: Int? = nil
) -> StorageTargetCheck {
  let address = Address(kind: "StorageTarget", name: name)
  return StorageTargetCheck(
    address: address, bucket: bucket, region: region, owner: owner, encryption: encryption,
    keyID: key, prefix: prefix, role: role, externalID: externalID,
    retentions: days.map { [.init(address, days: $0)] } ?? [])
}

let testCredentials = AWSCredentials(
  accessKeyID: "AKIDEXAMPLE", secretAccessKey: Secret("wJalrXUtnFEMI/K7MDENG"))

func connection(
  _ transport: ScriptedTransport, _ world: VirtualWorld, endpoint: URL? = nil,
  credentials: AWSCredentials? = testCredentials
) -> S3Connection {
  S3Connection(
    transport: transport, credentials: credentials, endpoint: endpoint, world: world.world,
    allowedHosts: AllowedHosts())
}
