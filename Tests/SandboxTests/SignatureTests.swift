import HTTP
import JSON
import Sandbox
import TestSupport
import Testing
import World

@Suite struct SignatureTests {
  /// The requests and signatures of AWS's own worked examples for S3.
  @Test(arguments: [
    (
      "GET", "/test.txt", "range: bytes=0-9", "",
      "host;range;x-amz-content-sha256;x-amz-date",
      "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41", 206
    ),
    (
      "PUT", "/test%24file.text",
      "date: Fri, 24 May 2013 00:00:00 GMT\r\nx-amz-storage-class: REDUCED_REDUNDANCY",
      "Welcome to Amazon S3.",
      "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
      "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd", 200
    ),
    (
      "GET", "/?lifecycle", "x-none: 1", "", "host;x-amz-content-sha256;x-amz-date",
      "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543", 404
    ),
    (
      "GET", "/?prefix=J&max-keys=2", "x-none: 1", "", "host;x-amz-content-sha256;x-amz-date",
      "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7", 501
    ),
    (
      "GET", "/?max-keys=2&prefix=J&list-type=2", "x-none: 1", "",
      "host;x-amz-content-sha256;x-amz-date",
      "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7", 403
    ),
  ])
  func `AWS's own examples are accepted, and nothing else under their signature`(
    method: String, target: String, field: String, body: String, names: String, signature: String,
    status: Int
  ) async throws {
    let start = try #require(Timestamp(rfc3339: "2013-05-24T00:00:00Z"))
    var options = SandboxOptions()
    options.awsKeys = [
      .init(id: "AKIAIOSFODNN7EXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    ]
    options.seed = [
      "s3": ["buckets": [["name": "examplebucket", "objects": [["key": "test.txt", "size": 20]]]]]
    ]
    let fixture = try await SandboxFixture(options, world: VirtualWorld(start: start).world)
    let hash =
      body.isEmpty
      ? "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
      : "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"
    var headers: HTTPHeaders = [
      "Host": "examplebucket.s3.amazonaws.com", "x-amz-date": "20130524T000000Z",
      "x-amz-content-sha256": hash,
      "Authorization":
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
        + "SignedHeaders=\(names), Signature=\(signature)",
    ]
    for line in field.split(separator: "\r\n") {
      let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
      headers.add(parts[0], String(parts[1].dropFirst()))
    }
    let answer = await fixture.s3.send(
      method, target, headers: headers, body: Array(body.utf8))
    #expect(answer?.status == status)
  }

  struct Refusal: Sendable {
    let code: String
    let status: Int
    let change: @Sendable (inout SignedS3) -> Void
  }

  @Test(arguments: [
    Refusal(code: "SignatureDoesNotMatch", status: 403) { $0.secret = "other" },
    Refusal(code: "InvalidAccessKeyId", status: 403) { $0.key = "nobody" },
    Refusal(code: "RequestTimeTooSkewed", status: 403) { $0.skew = .seconds(901) },
    Refusal(code: "RequestTimeTooSkewed", status: 403) { $0.skew = .seconds(-901) },
    Refusal(code: "XAmzContentSHA256Mismatch", status: 400) {
      $0.payload = String(repeating: "0", count: 64)
    },
    Refusal(code: "NotImplemented", status: 501) {
      $0.payload = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
    },
  ])
  func `a request that is not signed right is refused with S3's code`(
    refusal: Refusal
  ) async throws {
    let fixture = try await SandboxFixture()
    var s3 = SignedS3(fixture)
    #expect(await s3.send("GET", "/")?.status == 200)
    refusal.change(&s3)
    let answer = await s3.send("GET", "/")
    #expect(answer?.status == refusal.status)
    #expect(answer?.element("Code") == refusal.code)
    #expect(answer?.headers["x-amz-request-id"] != nil)
  }

  @Test func `fourteen minutes of skew and an unsigned payload are accepted`() async throws {
    let fixture = try await SandboxFixture()
    var s3 = SignedS3(fixture)
    s3.skew = .seconds(14 * 60)
    s3.payload = "UNSIGNED-PAYLOAD"
    #expect(await s3.send("PUT", "/bucket", body: Array("<a/>".utf8))?.status == 200)
  }

  @Test func `an unsigned request and an unsigned field are refused`() async throws {
    let fixture = try await SandboxFixture()
    #expect(await fixture.s3.send("GET", "/")?.element("Code") == "AccessDenied")
    let stray = await fixture.s3.send("GET", "/", headers: ["Authorization": "Basic YTpi"])
    #expect(stray?.status == 400)
  }
}
