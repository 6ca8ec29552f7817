import AWS
import Codecs
import Curl
import HTTP
import JSON
import TestSupport
import Testing
import World

/// The protocols of AWS, in front of an AWS nobody here wrote.
@Suite struct AWSClientMotoTests {
  private func start() async -> (Moto, AWSConnection)? {
    guard let moto = await Moto.start() else {
      #expect(!Moto.isRequired, "moto is required, see scripts/peers.txt")
      return nil
    }
    let connection = AWSConnection(
      transport: CurlTransport(CurlConfiguration(userAgent: "gcsync-tests")),
      credentials: testCredentials, endpoint: URL(parsing: moto.url),
      world: VirtualWorld().world, allowedHosts: AllowedHosts())
    return (moto, connection)
  }

  @Test func `moto's services answer in JSON, in forms and over REST`() async throws {
    guard let (moto, connection) = await start() else { return }
    let sqs = try #require(connection.client(.sqs, region: "us-east-1"))
    let url = try await sqs.call("CreateQueue", ["QueueName": "calls"])["QueueUrl"]?.string
    #expect(url?.hasSuffix("/calls") == true)
    let gone = await #expect(throws: AWSFailure.self) {
      _ = try await sqs.call("GetQueueUrl", ["QueueName": "absent"])
    }
    #expect(gone?.cause == .notFound && gone?.code == "QueueDoesNotExist")

    let sts = try #require(connection.client(.sts, region: "us-east-1"))
    #expect(try await sts.query("GetCallerIdentity")["Account"]?.text == "123456789012")
    let iam = try #require(connection.client(.iam, region: "eu-west-1"))
    let absent = await #expect(throws: AWSFailure.self) {
      _ = try await iam.query("GetRole", [("RoleName", "absent")])
    }
    #expect(absent?.cause == .notFound && absent?.code == "NoSuchEntity")

    let pipes = try #require(connection.client(.pipes, region: "us-east-1"))
    #expect(try await pipes.restJSON("ListPipes", .get, "/v1/pipes")["Pipes"] == [])
    #expect(connection.requestCounts == ["sqs": 2, "sts": 1, "iam": 1, "pipes": 1])
    withExtendedLifetime(moto) {}
  }
}
