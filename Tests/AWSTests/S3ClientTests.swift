import AWS
import HTTP
import JSON
import Reconciler
import TestSupport
import Testing
import World

struct S3ClientTests {
  @Test(
    arguments: [
      ("calls", "eu-west-1", nil, "https://calls.s3.eu-west-1.amazonaws.com/"),
      ("my.calls", "eu-west-1", nil, "https://s3.eu-west-1.amazonaws.com/my.calls"),
      ("calls", "cn-north-1", nil, "https://calls.s3.cn-north-1.amazonaws.com.cn/"),
      ("calls", "eu-west-1", "http://127.0.0.1:9000", "http://127.0.0.1:9000/calls"),
    ] as [(String, String, String?, String)])
  func `a bucket stands in the host on AWS and in the path elsewhere`(
    bucket: String, region: String, endpoint: String?, expected: String
  ) async throws {
    let transport = ScriptedS3().transport
    let connection = connection(
      transport, VirtualWorld(), endpoint: endpoint.flatMap(URL.init(parsing:)))
    let client = try #require(connection.client(region: region))
    _ = try await client.headBucket(bucket, owner: "123456789012")
    let request = try #require(transport.requests.first)
    #expect(request.url.text == expected)
    #expect(request.headers["x-amz-expected-bucket-owner"] == "123456789012")
    #expect(request.headers["Authorization"]?.contains("/\(region)/s3/aws4_request") == true)
    #expect(connection.requestCount == 1)
  }

  @Test func `a region that is none gets no client`() {
    let connection = connection(ScriptedS3().transport, VirtualWorld())
    #expect(connection.client(region: "evil.example/") == nil)
  }

  @Test func `keys are decoded and pages asked for as S3 wants it`() async throws {
    let body = keys([("a%2Bb+c%0A", 1, "2026-01-01T00:00:00Z")], next: "T=")
    let transport = ScriptedTransport([.status(200, body: body)])
    let client = try #require(connection(transport, VirtualWorld()).client(region: "us-east-1"))
    let page = try await client.listObjects(
      "calls", prefix: "a", maxKeys: 5, after: "U&", startAfter: "s")
    #expect(page.elements.map(\.key) == ["a+b c\n"] && page.next == "T=")
    #expect(
      transport.requests.first?.url.queryText
        == "list-type=2&encoding-type=url&max-keys=5&prefix=a&continuation-token=U%26&start-after=s"
    )
  }

  @Test func `buckets come with their regions`() async throws {
    let body = """
      <ListAllMyBucketsResult><Buckets><Bucket><Name>a</Name><BucketRegion>eu-west-1</BucketRegion>
      </Bucket></Buckets><ContinuationToken>N</ContinuationToken></ListAllMyBucketsResult>
      """
    let transport = ScriptedTransport([.status(200, body: body)])
    let client = try #require(connection(transport, VirtualWorld()).client(region: "us-east-1"))
    let page = try await client.listBuckets(after: "M")
    #expect(page.elements.map(\.name) == ["a"] && page.elements.first?.region == "eu-west-1")
    #expect(page.next == "N")
    #expect(
      transport.requests.first?.url.queryText == "max-buckets=1000&continuation-token=M")
  }

  @Test(
    arguments: [
      ("AWS_REGION", "eu-west-1"), ("AWS_DEFAULT_REGION", "eu-west-1"), ("OTHER", nil),
    ] as [(String, String?)])
  func `the environment gives credentials and region`(name: String, region: String?) async throws {
    let keys = ["AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": ""]
    let world = VirtualWorld(environment: keys.merging([name: "eu-west-1"]) { $1 })
    #expect(try AWSSettings().region(world.world) == region)
    let transport = ScriptedTransport([])
    let found = try await AWSSettings().credentials(
      through: transport, direct: transport, world: world.world, allowedHosts: AllowedHosts()
    ).credentials()
    #expect(found.accessKeyID == "id" && found.sessionToken == nil)
  }

  @Test func `a check is read from a target's spec`() {
    let address = Address(kind: "StorageTarget", name: "t")
    let spec: JSON = [
      "configuration": [
        "bucket": "calls", "region": "eu-west-1", "serverSideEncryption": "aws:kms",
        "kmsKeyId": "k", "bucketOwner": "123456789012", "pathPrefix": "voice",
      ]
    ]
    let check = StorageTargetCheck(address: address, spec: spec)
    #expect(
      check
        == StorageTargetCheck(
          address: address, bucket: "calls", region: "eu-west-1", owner: "123456789012",
          encryption: "aws:kms", keyID: "k", prefix: "voice"))
    #expect(StorageTargetCheck(address: address, spec: [:]) == nil)
  }
}
