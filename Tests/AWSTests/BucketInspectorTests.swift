import AWS
import Diagnostics
import HTTP
import JSON
import Reconciler
import TestSupport
import Testing
import World

struct BucketInspectorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var script = ScriptedS3()
    var check = target()
    let code: String
    let message: String
  }

  private static func denied(_ code: String, status: Int = 403) -> ScriptedTransport.Answer {
    .status(status, body: s3Error(code))
  }

  static let cases = [
    Case(
      testDescription: "no bucket", script: ScriptedS3(head: .status(404)),
      code: "bucket-not-found", message: "Bucket calls does not exist."),
    Case(
      testDescription: "no permission",
      script: ScriptedS3(head: .status(403), encryption: denied("AccessDenied")),
      code: "bucket-access-denied", message: "AWS IAM lacks s3:ListBucket permission for calls."),
    Case(
      testDescription: "a key that the list of buckets refuses",
      script: ScriptedS3(list: denied("InvalidAccessKeyId")), code: "aws-credentials",
      message: "AWS credentials are invalid or expired."),
    Case(
      testDescription: "a token that only the second call can call expired",
      script: ScriptedS3(head: .status(400), encryption: denied("ExpiredToken", status: 400)),
      code: "aws-credentials", message: "AWS credentials are invalid or expired."),
    Case(
      testDescription: "no encryption",
      script: ScriptedS3(
        encryption: denied("ServerSideEncryptionConfigurationNotFoundError", status: 404)),
      code: "bucket-not-encrypted",
      message: "Bucket lacks server-side encryption. Compliance requires AES256 or aws:kms."),
    Case(
      testDescription: "no rule of encryption",
      script: ScriptedS3(encryption: .status(200, body: rules([]))), code: "bucket-not-encrypted",
      message: "Bucket lacks server-side encryption. Compliance requires AES256 or aws:kms."),
    Case(
      testDescription: "another encryption in the second rule",
      script: ScriptedS3(
        encryption: .status(200, body: rules([("AES256", nil), ("aws:kms", "k")]))),
      code: "encryption-mismatch",
      message: "bucket calls encrypts with aws:kms, the target says AES256"),
    Case(
      testDescription: "another key",
      script: ScriptedS3(encryption: .status(200, body: rules([("aws:kms", "k-2")]))),
      check: target(encryption: "aws:kms", key: "k-1"), code: "encryption-key-mismatch",
      message: "bucket calls encrypts with the key k-2, the target says k-1"),
    Case(
      testDescription: "another region, told with success", check: target(region: "us-east-1"),
      code: "wrong-region", message: "bucket calls is in eu-west-1, the target says us-east-1"),
    Case(
      testDescription: "another region, told with a redirect",
      script: ScriptedS3(head: .status(301, headers: ["x-amz-bucket-region": "eu-west-2"])),
      code: "wrong-region", message: "bucket calls is in eu-west-2, the target says eu-west-1"),
    Case(
      testDescription: "no permission to read the encryption",
      script: ScriptedS3(encryption: denied("AccessDenied")), code: "bucket-access-denied",
      message: "AWS IAM lacks s3:GetEncryptionConfiguration permission for calls."),
    Case(
      testDescription: "no answer",
      script: ScriptedS3(
        head: .failure(TransportError(.refused, "connection refused", mayHaveBeenSent: false))),
      code: "s3-unknown", message: "bucket calls could not be checked: connection refused"),
    Case(
      testDescription: "an answer that is no document",
      script: ScriptedS3(encryption: .status(200, body: "hello")), code: "s3-unknown",
      message:
        "bucket calls could not be checked: the answer is not the document S3 sends there"),
  ]

  @Test(arguments: cases)
  func `a bucket that cannot take recordings blocks its target`(_ test: Case) async throws {
    let world = VirtualWorld()
    let inspector = BucketInspector(connection(test.script.transport, world), world: world.world)
    let reports = await inspector.inspect([test.check])
    #expect(reports.blocks.map(\.problem.code) == [test.code])
    #expect(reports.blocks.map(\.problem.message) == [test.message])
    #expect(reports.blocks.map(\.address) == [test.check.address])
    #expect(!world.events.map(\.name).contains("bucket_validated"))
  }

  @Test func `a bucket as it should be is reported in the guide's words`() async throws {
    let world = VirtualWorld()
    let arn = "arn:aws:kms:eu-west-1:123456789012:key/k-1"
    let script = ScriptedS3(encryption: .status(200, body: rules([("aws:kms", arn)])))
    let transport = script.transport
    let inspector = BucketInspector(connection(transport, world), world: world.world)
    let reports = await inspector.inspect([target(encryption: "aws:kms", key: "k-1")])
    let json = try #require(reports.first?.json)
    #expect(reports.blocks.isEmpty)
    #expect(json["bucket_exists"] == true && json["encryption_enabled"] == true)
    #expect(json["encryption_type"] == "aws:kms" && json["endpoint_reachable"] == true)
    #expect(world.events.map(\.name).contains("bucket_validated"))
    #expect(transport.requests.allSatisfy { $0.method == .get || $0.method == .head })
    let origins = transport.requests.map(\.url.origin)
    #expect(origins.first == "https://s3.eu-west-1.amazonaws.com")
    #expect(Set(origins.dropFirst()) == ["https://calls.s3.eu-west-1.amazonaws.com"])
    let questions = transport.requests.map { request in
      request.method == .head ? "HEAD" : request.url.query.first?.name ?? ""
    }
    #expect(Set(questions).count == questions.count, "each thing is read once")
    #expect(questions.count == 15)
  }

  @Test func `without credentials nothing is sent`() async throws {
    let world = VirtualWorld()
    let transport = ScriptedS3().transport
    let inspector = BucketInspector(
      connection(transport, world, credentials: nil), world: world.world)
    let reports = await inspector.inspect([target()])
    #expect(reports.blocks.map(\.problem.message) == ["AWS credentials are invalid or expired."])
    #expect(reports.first?.bucketExists == nil && reports.first?.isEndpointReachable == false)
    #expect(transport.requests.isEmpty)
  }

  @Test func `targets that share a bucket ask about it once`() async throws {
    let world = VirtualWorld()
    let transport = ScriptedS3().transport
    let inspector = BucketInspector(connection(transport, world), world: world.world)
    let reports = await inspector.inspect([
      target("a"), target("b"), target("c", prefix: "chat"), target("d", encryption: "aws:kms"),
    ])
    #expect(reports.map(\.target.address.name) == ["a", "b", "c", "d"])
    #expect(reports.map(\.problems.count) == [0, 0, 0, 1])
    #expect(transport.requests.count == 16)
  }

  @Test func `what is stored is counted over all pages`() async throws {
    let world = VirtualWorld()
    let script = ScriptedS3(pages: [
      "": .status(
        200, body: keys([("voice/a%20b", 7, "2026-11-16T00:00:00.000Z")], next: "T")),
      "T": .status(200, body: keys([("voice/c", 5, "2026-11-15T00:00:00Z")])),
    ])
    let inspector = BucketInspector(connection(script.transport, world), world: world.world)
    let report = try #require(await inspector.inspect([target()]).first)
    #expect(report.contents?.count == 2 && report.contents?.bytes == 12)
    #expect(report.contents?.isWhole == true)
    #expect(report.json["objects"]?["newest"] == "2026-11-16T00:00:00Z")
    #expect(report.remarks.map(\.code) == ["stale-prefix"])
    #expect(report.remarks.first?.message.hasPrefix("nothing has arrived for 5 days") == true)
    #expect(report.blocks.isEmpty)
  }

  @Test func `behind the bound the figures are lower bounds and nothing is called stale`()
    async throws
  {
    let world = VirtualWorld()
    let script = ScriptedS3(pages: [
      "": .status(200, body: keys([("voice/a", 7, "2020-01-01T00:00:00Z")], next: "T")),
      "T": .status(200, body: keys([("voice/b", 7, "2020-01-01T00:00:00Z")], next: "U")),
    ])
    let inspector = BucketInspector(
      connection(script.transport, world), world: world.world, pages: 2)
    let report = try #require(await inspector.inspect([target()]).first)
    #expect(report.contents?.isWhole == false)
    #expect(report.remarks.map(\.code) == ["contents-bound"])
    #expect(report.remarks.first?.message.hasPrefix("at least 2 objects") == true)
  }

  @Test(arguments: [
    ScriptedTransport.Answer.status(403, body: s3Error("AccessDenied")),
    .status(200, body: "<ListBucketResult></ListBucketResult>"),
    .status(200, body: keys([], next: "T")),
  ])
  func `a page that fails or repeats leaves what is stored unknown`(
    answer: ScriptedTransport.Answer
  ) async throws {
    let world = VirtualWorld()
    let first = ScriptedTransport.Answer.status(
      200, body: keys([("voice/a", 7, "2020-01-01T00:00:00Z")], next: "T"))
    let script = ScriptedS3(pages: ["": first, "T": answer])
    let inspector = BucketInspector(connection(script.transport, world), world: world.world)
    let report = try #require(await inspector.inspect([target()]).first)
    #expect(report.contents == nil)
    #expect(report.remarks.map(\.code) == ["contents-unknown"])
    #expect(report.blocks.isEmpty)
  }
}
