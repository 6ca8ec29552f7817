import HTTP
import JSON
import Sandbox
import TestSupport
import Testing

@Suite struct S3Tests {
  private func start(_ buckets: JSON) async throws -> (SandboxFixture, SignedS3) {
    var options = SandboxOptions()
    options.seed = ["s3": ["buckets": buckets]]
    let fixture = try await SandboxFixture(options)
    return (fixture, SignedS3(fixture))
  }

  private static let encryptions: [(JSON, Int, String?, String?)] = [
    (JSON.null, 404, "ServerSideEncryptionConfigurationNotFoundError", nil),
    ("AES256", 200, nil, "AES256"), ("aws:kms:dsse", 200, nil, "aws:kms:dsse"),
    (["algorithm": "aws:kms", "kmsKeyId": "key-1", "bucketKeyEnabled": true], 200, nil, "aws:kms"),
  ]

  @Test(arguments: encryptions)
  func `a bucket tells its encryption`(
    encryption: JSON, status: Int, code: String?, algorithm: String?
  ) async throws {
    let (_, s3) = try await start([["name": "b", "encryption": encryption]])
    let answer = await s3.send("GET", "/b", query: "encryption=")
    #expect(answer?.status == status)
    #expect(answer?.element("Code") == code)
    #expect(answer?.element("SSEAlgorithm") == algorithm)
    #expect(answer?.element("KMSMasterKeyID") == encryption["kmsKeyId"]?.string)
  }

  @Test func `a seed sets a bucket's documents and takes them away`() async throws {
    let (fixture, s3) = try await start([
      [
        "name": "b", "deny": ["s3:GetBucketAcl"],
        "documents": [
          "policy": ["Statement": [["Effect": "Deny"]]], "publicAccessBlock": .null,
          "logging": "<BucketLoggingStatus/>",
        ],
      ]
    ])
    let policy = await s3.send("GET", "/b", query: "policy=")
    #expect(policy?.json["Statement"]?.array?.count == 1)
    #expect(await s3.send("GET", "/b", query: "policyStatus=")?.element("IsPublic") == "false")
    let block = await s3.send("GET", "/b", query: "publicAccessBlock=")
    #expect(block?.status == 404)
    #expect(block?.element("Code") == "NoSuchPublicAccessBlockConfiguration")
    #expect(await s3.send("GET", "/b", query: "acl=")?.status == 403)
    #expect(await s3.send("PUT", "/b", query: "acl=")?.status == 405)
    let malformed = await s3.send("PUT", "/b", query: "logging=", body: [60])
    #expect(malformed?.element("Code") == "MalformedXML")
    for documents in [["weather": "sunny"], ["logging": "<Other/>"], ["policy": "no"]] as [JSON] {
      let answer = await fixture.control(
        "mutate", ["op": "bucket", "name": "b", "value": ["documents": documents]])
      #expect(answer?.status == 400)
    }
  }

  @Test func `a new bucket is encrypted with AES256, as in AWS`() async throws {
    let (_, s3) = try await start([])
    #expect(await s3.send("PUT", "/fresh")?.status == 200)
    let answer = await s3.send("GET", "/fresh", query: "encryption=")
    #expect(answer?.element("SSEAlgorithm") == "AES256")
  }

  @Test func `HEAD tells whether a bucket is there, elsewhere, or closed to the caller`()
    async throws
  {
    let (fixture, s3) = try await start([
      ["name": "here"], ["name": "there", "region": "eu-west-1"],
      ["name": "closed", "deny": ["s3:ListBucket"]],
    ])
    let here = await s3.send("HEAD", "/here")
    #expect(here?.status == 200)
    #expect(here?.headers["x-amz-bucket-region"] == "us-east-1")
    let there = await s3.send("HEAD", "/there")
    #expect(there?.status == 301)
    #expect(there?.headers["x-amz-bucket-region"] == "eu-west-1")
    #expect(await s3.send("HEAD", "/closed")?.status == 403)
    #expect(await s3.send("HEAD", "/missing")?.status == 404)
    _ = await fixture.control("mutate", ["deny": ["s3:ListBucket"]])
    #expect(await s3.send("HEAD", "/here")?.status == 403)
  }

  @Test func `a bucket may stand in the host`() async throws {
    let (_, s3) = try await start([["name": "b", "objects": [["key": "b/k", "body": "x"]]]])
    let answer = await s3.send("GET", "/b/k", headers: ["host": "b.localhost:\(s3.client.port)"])
    #expect(answer?.text == "x")
  }

  @Test func `conditional puts create once and replace what was read`() async throws {
    let (_, s3) = try await start([["name": "b"]])
    let only = ["if-none-match": "*"]
    let first = await s3.send("PUT", "/b/lease", headers: only, body: [1])
    #expect(first?.status == 200)
    #expect(await s3.send("PUT", "/b/lease", headers: only, body: [2])?.status == 412)
    let tag = first?.headers["ETag"] ?? ""
    #expect(await s3.send("PUT", "/b/lease", headers: ["if-match": tag], body: [3])?.status == 200)
    let stale = await s3.send("PUT", "/b/lease", headers: ["if-match": tag], body: [4])
    #expect(stale?.element("Code") == "PreconditionFailed")
    #expect(await s3.send("PUT", "/b/none", headers: ["if-match": tag], body: [4])?.status == 404)
    #expect(await s3.send("GET", "/b/lease")?.body == [3])
  }

  @Test func `an object seeded by its size has that size`() async throws {
    let (_, s3) = try await start([
      ["name": "b", "objects": [["key": "k", "size": 5_000_000_000], ["key": "s", "size": 3]]]
    ])
    let head = await s3.send("HEAD", "/b/k")
    #expect(head?.headers["Content-Length"] == "5000000000")
    #expect(await s3.send("GET", "/b/s")?.body == [0, 0, 0])
    #expect(await s3.send("GET", "/b/k")?.status == 501)
  }

  @Test(arguments: [
    ("bytes=0-1", 206, "ab", "bytes 0-1/5"), ("bytes=3-", 206, "de", "bytes 3-4/5"),
    ("bytes=-2", 206, "de", "bytes 3-4/5"), ("bytes=1-99", 206, "bcde", "bytes 1-4/5"),
    ("bytes=5-", 416, nil, nil), ("bytes=9-12", 416, nil, nil), ("lines=1-2", 200, "abcde", nil),
    ("bytes=2-1", 200, "abcde", nil),
  ])
  func `a range of an object is read`(
    range: String, status: Int, text: String?, content: String?
  ) async throws {
    let (_, s3) = try await start([["name": "b", "objects": [["key": "k", "body": "abcde"]]]])
    let answer = await s3.send("GET", "/b/k", headers: ["range": range])
    #expect(answer?.status == status)
    if let text { #expect(answer?.text == text) }
    #expect(answer?.headers["Content-Range"] == content)
  }

  @Test func `a list folds what shares a prefix and goes on behind it`() async throws {
    let keys = ["a", "d/1", "d/2", "e", "f/1", "z"]
    let objects = keys.map { JSON.object(["key": .string($0), "size": 1]) }
    let (_, s3) = try await start([["name": "b", "objects": .array(objects)]])
    let first = await s3.send("GET", "/b", query: "delimiter=%2F&list-type=2&max-keys=2")
    #expect(first?.element("KeyCount") == "2")
    #expect(first?.element("IsTruncated") == "true")
    #expect(first?.element("Key") == "a")
    #expect(first?.text.contains("<CommonPrefixes><Prefix>d/</Prefix></CommonPrefixes>") == true)
    let token = first?.element("NextContinuationToken") ?? ""
    let second = await s3.send(
      "GET", "/b", query: "continuation-token=\(token)&delimiter=%2F&list-type=2&max-keys=3")
    #expect(second?.element("Key") == "e")
    #expect(second?.element("IsTruncated") == "false")
    #expect(second?.element("KeyCount") == "3")
    let bad = await s3.send("GET", "/b", query: "continuation-token=%21&list-type=2")
    #expect(bad?.element("Code") == "InvalidArgument")
  }

  @Test(arguments: [
    ("PUT", "/Bad_Name", "", 400), ("DELETE", "/b", "", 409), ("GET", "/missing/k", "", 404),
    ("GET", "/b/none", "", 404), ("POST", "/b/k", "", 405), ("PUT", "/b", "encryption=", 400),
    ("GET", "/b", "tagging=", 501), ("GET", "/b", "", 501), ("DELETE", "/", "", 405),
    ("GET", "/b", "list-type=2&max-keys=-1", 400),
  ])
  func `what cannot be done is refused in XML`(
    method: String, path: String, query: String, status: Int
  ) async throws {
    let (_, s3) = try await start([["name": "b", "objects": [["key": "k", "body": "x"]]]])
    let answer = await s3.send(method, path, query: query)
    #expect(answer?.status == status)
    #expect(answer?.element("Code") != nil)
  }
}
