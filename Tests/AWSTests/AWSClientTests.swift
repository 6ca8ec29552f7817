import AWS
import Codecs
import Diagnostics
import HTTP
import JSON
import TestSupport
import Testing
import World

/// How calls stand on the wire, and what is made of the answers.
struct AWSClientTests {
  private func connected(_ transport: ScriptedTransport, endpoint: URL? = nil) -> AWSConnection {
    AWSConnection(
      transport: transport, credentials: testCredentials, endpoint: endpoint,
      world: VirtualWorld().world, allowedHosts: AllowedHosts())
  }

  @Test(
    arguments: [
      (.sqs, "eu-west-1", "https://sqs.eu-west-1.amazonaws.com", "eu-west-1/sqs"),
      (
        .stepFunctions, "cn-north-1", "https://states.cn-north-1.amazonaws.com.cn", "north-1/states"
      ),
      (.eventBridge, "eusc-de-east-1", "https://events.eusc-de-east-1.amazonaws.eu", "/events"),
      (.cloudWatch, "us-east-2", "https://monitoring.us-east-2.amazonaws.com", "/monitoring"),
      (.iam, "eu-west-1", "https://iam.amazonaws.com", "us-east-1/iam"),
      (.iam, "cn-northwest-1", "https://iam.cn-north-1.amazonaws.com.cn", "cn-north-1/iam"),
      (.iam, "us-gov-east-1", "https://iam.us-gov.amazonaws.com", "us-gov-west-1/iam"),
      (.costExplorer, "eu-west-1", "https://ce.us-east-1.amazonaws.com", "us-east-1/ce"),
      (.s3Control, "eu-west-1", "https://s3-control.eu-west-1.amazonaws.com", "eu-west-1/s3"),
    ] as [(AWSService, String, String, String)])
  func `each service is asked at its own host and signed for its own region`(
    service: AWSService, region: String, origin: String, scope: String
  ) async throws {
    let transport = ScriptedTransport([.status(200)])
    let client = try #require(connected(transport).client(service, region: region))
    _ = try await client.rest("Describe", .get, "/v1/a%20b")
    let request = try #require(transport.requests.first)
    #expect(request.url.text == origin + "/v1/a%20b")
    #expect(request.headers["Authorization"]?.contains("\(scope)/aws4_request") == true)
  }

  @Test func `a region that is none and a service that is not there give no client`() {
    let connection = connected(ScriptedTransport([]))
    #expect(connection.client(.sqs, region: "evil.example/") == nil)
    #expect(connection.client(.costExplorer, region: "us-gov-west-1") == nil)
  }

  @Test func `JSON is posted with its operation and read back`() async throws {
    let transport = ScriptedTransport([.status(200, body: #"{"QueueUrl":"u"}"#), .status(200)])
    let connection = connected(transport)
    let client = try #require(connection.client(.sqs, region: "eu-west-1"))
    #expect(try await client.call("GetQueueUrl", ["QueueName": "q"]) == ["QueueUrl": "u"])
    #expect(try await client.call("DeleteQueue", [:], timeout: .seconds(30)) == [:])
    let request = try #require(transport.requests.first)
    #expect(request.headers["X-Amz-Target"] == "AmazonSQS.GetQueueUrl")
    #expect(request.headers["Content-Type"] == "application/x-amz-json-1.0")
    #expect(String(decoding: request.body, as: UTF8.self) == #"{"QueueName":"q"}"#)
    #expect(transport.requests.last?.timeout == .seconds(30))
    #expect(connection.requestCounts == ["sqs": 2])
  }

  @Test func `a form is posted with its version and its result read`() async throws {
    let answer = """
      <GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRoleResult><Role>
      <RoleName>r</RoleName></Role></GetRoleResult></GetRoleResponse>
      """
    let transport = ScriptedTransport([.status(200, body: answer)])
    let client = try #require(connected(transport).client(.iam, region: "eu-west-1"))
    let result = try await client.query("GetRole", [("RoleName", "a b&c")])
    #expect(result["Role"]?["RoleName"]?.text == "r")
    let body = transport.requests.first.map { String(decoding: $0.body, as: UTF8.self) }
    #expect(body == "Action=GetRole&Version=2010-05-08&RoleName=a%20b%26c")
  }

  @Test(arguments: [nil, "http://127.0.0.1:9"])
  func `an account is part of the host on AWS and a header everywhere`(
    endpoint: String?
  ) async throws {
    let transport = ScriptedTransport([.status(200, body: "<A><B>1</B></A>")])
    let connection = connected(transport, endpoint: endpoint.flatMap(URL.init(parsing:)))
    let client = try #require(connection.client(.s3Control, region: "eu-west-1"))
    let root = try await client.restXML(
      "GetPublicAccessBlock", .get, "/v20180820/configuration/publicAccessBlock",
      account: "123456789012")
    #expect(root["B"]?.text == "1")
    let request = try #require(transport.requests.first)
    #expect(request.headers["x-amz-account-id"] == "123456789012")
    #expect(
      request.url.authority
        == (endpoint == nil ? "123456789012.s3-control.eu-west-1.amazonaws.com" : "127.0.0.1:9"))
  }

  @Test(
    arguments: [
      (
        400, #"{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"gone"}"#, .notFound,
        "QueueDoesNotExist", "gone"
      ),
      (
        400, #"{"__type":"ExecutionAlreadyExists","message":"twice"}"#, .conflict,
        "ExecutionAlreadyExists", "twice"
      ),
      (
        400, #"{"__type":"AccessDeniedException","Message":"no\n  way"}"#, .permission,
        "AccessDeniedException", "no way"
      ),
      (
        403, #"{"__type":"UnrecognizedClientException","message":"token wJalr"}"#, .noCredentials,
        "UnrecognizedClientException", "AWS answered status 403"
      ),
      (
        404,
        "<ErrorResponse><Error><Code>NoSuchEntity</Code><Message>m</Message></Error>"
          + "</ErrorResponse>", .notFound, "NoSuchEntity", "m"
      ),
      (
        409, "<Error><Code>DeleteConflict</Code></Error>", .conflict, "DeleteConflict",
        "AWS answered status 409"
      ),
      (403, "<html>proxy", .permission, nil, "AWS answered status 403"),
      (
        400, #"{"__type":"ValidationException","message":"bad"}"#, .other, "ValidationException",
        "bad"
      ),
    ] as [(Int, String, AWSFailure.Cause, String?, String)])
  func `a refusal is read in every protocol`(
    status: Int, body: String, cause: AWSFailure.Cause, code: String?, message: String
  ) async throws {
    let transport = ScriptedTransport([
      .status(status, headers: ["x-amzn-RequestId": "0a1b-2c"], body: body)
    ])
    let client = try #require(connected(transport).client(.sqs, region: "eu-west-1"))
    let failure = await #expect(throws: AWSFailure.self) {
      _ = try await client.call("SendMessageBatch", [:])
    }
    #expect(failure?.cause == cause && failure?.code == code && failure?.message == message)
    #expect(failure?.requestID == "0a1b-2c" && failure?.mayHaveHappened == false)
    #expect(failure?.line == "POST https://sqs.eu-west-1.amazonaws.com/")
  }

  @Test func `a service names its error in a header too`() async throws {
    let transport = ScriptedTransport([
      .status(
        404, headers: ["x-amzn-ErrorType": "NotFoundException:http://internal.amazon.com/"],
        body: #"{"message":"Pipe p does not exist."}"#)
    ])
    let client = try #require(connected(transport).client(.pipes, region: "eu-west-1"))
    let failure = await #expect(throws: AWSFailure.self) {
      _ = try await client.restJSON("DescribePipe", .get, "/v1/pipes/p")
    }
    #expect(failure?.code == "NotFoundException" && failure?.cause == .notFound)
  }

  @Test func `a missing permission names the action that grants it`() async throws {
    let body = #"{"__type":"AccessDenied","message":"not authorized"}"#
    let transport = ScriptedTransport([.status(403, body: body)])
    let client = try #require(connected(transport).client(.sqs, region: "eu-west-1"))
    let failure = await #expect(throws: AWSFailure.self) {
      _ = try await client.call("SendMessageBatch", [:])
    }
    let problem = try #require(failure).diagnostic(.error, "queue q cannot be filled")
    #expect(problem.code == "aws-access-denied")
    #expect(problem.message == "queue q cannot be filled: AccessDenied: not authorized")
    #expect(problem.hint == "allow sqs:SendMessage to the role or user that runs gcsync")
  }

  @Test func `without credentials nothing is sent`() async throws {
    let transport = ScriptedTransport([])
    let connection = AWSConnection(
      transport: transport, credentials: nil, endpoint: nil, world: VirtualWorld().world,
      allowedHosts: AllowedHosts())
    let client = try #require(connection.client(.kms, region: "eu-west-1"))
    let failure = await #expect(throws: AWSFailure.self) {
      _ = try await client.call("DescribeKey", [:])
    }
    #expect(failure?.cause == .noCredentials && transport.requests.isEmpty)
  }

  @Test func `an answer lost on the way leaves open whether the call was carried out`()
    async throws
  {
    let transport = ScriptedTransport { _, _ in
      .failure(TransportError(.connectionLost, "connection lost", mayHaveBeenSent: true))
    }
    let client = try #require(connected(transport).client(.sqs, region: "eu-west-1"))
    let failure = await #expect(throws: AWSFailure.self) {
      _ = try await client.call("CreateQueue", [:])
    }
    #expect(failure?.cause == .transport && failure?.mayHaveHappened == true)
  }
}
