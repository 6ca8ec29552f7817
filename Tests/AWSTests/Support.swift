import AWS
import HTTP
import Reconciler
import TestSupport
import World

/// A bucket as a scripted S3 tells of it; each answer may be replaced.
struct ScriptedS3: Sendable {
  var list: ScriptedTransport.Answer = .status(403, body: s3Error("AccessDenied"))
  var head: ScriptedTransport.Answer = .status(
    200, headers: ["x-amz-bucket-region": "eu-west-1"])
  var encryption: ScriptedTransport.Answer = .status(200, body: rules([("AES256", nil)]))
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
      return script.list
    }
  }
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
  encryption: String = "AES256", key: String? = nil, prefix: String = "voice"
) -> StorageTargetCheck {
  StorageTargetCheck(
    address: Address(kind: "StorageTarget", name: name), bucket: bucket, region: region,
    encryption: encryption, keyID: key, prefix: prefix)
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
