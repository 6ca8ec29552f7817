import AWS
import HTTP
import JSON
import TestSupport
import Testing
import World

/// What is tried again, as the AWS SDKs do it, and what the clock has to do with it.
struct AWSRetryTests {
  private let world = VirtualWorld()

  private func client(
    _ transport: ScriptedTransport, _ service: AWSService = .sqs,
    credentials: any AWSCredentialSource = testCredentials
  ) throws -> AWSClient {
    let connection = AWSConnection(
      transport: transport, credentials: credentials, endpoint: nil, world: world.world,
      allowedHosts: AllowedHosts())
    return try #require(connection.client(service, region: "eu-west-1"))
  }

  @Test(
    arguments: [
      (400, #"{"__type":"ThrottlingException"}"#),
      (
        400,
        #"{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"}"#
      ),
      (400, #"{"__type":"TooManyRequestsException"}"#),
      (400, "<ErrorResponse><Error><Code>Throttling</Code></Error></ErrorResponse>"),
      (
        400,
        "<Response><Errors><Error><Code>RequestLimitExceeded</Code></Error></Errors></Response>"
      ),
      (503, "<Error><Code>SlowDown</Code></Error>"),
      (403, #"{"code":"PriorRequestNotComplete"}"#), (400, #"{"__type":"RequestTimeout"}"#),
      (500, ""), (502, "<html>"), (429, ""),
    ])
  func `a throttled call and a passing trouble are tried twice more`(
    status: Int, body: String
  ) async throws {
    let transport = ScriptedTransport { _, _ in .status(status, body: body) }
    let client = try client(transport)
    await #expect(throws: AWSFailure.self) { _ = try await client.call("SendMessage", [:]) }
    #expect(transport.requests.count == 3)
    #expect(world.slept.count == 2 && world.slept.allSatisfy { $0 <= .seconds(2) })
  }

  @Test(arguments: [
    (400, #"{"__type":"ValidationException"}"#), (403, #"{"__type":"AccessDeniedException"}"#),
    (403, ""), (404, "<Error><Code>NoSuchEntity</Code></Error>"),
  ])
  func `a refusal that stays is not tried again`(status: Int, body: String) async throws {
    let transport = ScriptedTransport { _, _ in .status(status, body: body) }
    let client = try client(transport)
    await #expect(throws: AWSFailure.self) { _ = try await client.call("SendMessage", [:]) }
    #expect(transport.requests.count == 1)
  }

  @Test func `each attempt is signed anew`() async throws {
    let transport = ScriptedTransport([
      .status(503, headers: ["Retry-After": "60"]), .status(200),
    ])
    _ = try await client(transport).call("SendMessage", [:])
    #expect(Set(transport.requests.map { $0.headers["X-Amz-Date"] }).count == 2)
    #expect(transport.requests.allSatisfy { $0.headers.all("Authorization").count == 1 })
  }

  /// Answers as a server does whose clock is 20 minutes ahead.
  private func ahead(_ refusal: ScriptedTransport.Answer) -> ScriptedTransport {
    let theirs = world.world.now().advanced(by: .seconds(1200))
    return ScriptedTransport { request, _ in
      if request.headers["X-Amz-Date"] == theirs.basicISO8601 { return .status(200) }
      var answer = refusal
      if case .success(var response) = answer {
        response.headers["Date"] = theirs.httpDate
        answer = .success(response)
      }
      return answer
    }
  }

  @Test(
    arguments: [
      .status(403, body: s3Error("RequestTimeTooSkewed")),
      .status(400, body: #"{"__type":"InvalidSignatureException"}"#),
      .status(403, body: s3Error("SignatureDoesNotMatch")), .status(403),
    ] as [ScriptedTransport.Answer])
  func `a wrong clock is noticed, put right once and remembered for the host`(
    refusal: ScriptedTransport.Answer
  ) async throws {
    let transport = ahead(refusal)
    let client = try client(transport)
    _ = try await client.call("SendMessage", [:])
    #expect(transport.requests.count == 2 && world.slept.isEmpty)
    _ = try await client.call("SendMessage", [:])
    #expect(transport.requests.count == 3)
  }

  @Test func `a wrong signature by the right clock stays wrong`() async throws {
    let date = world.world.now().advanced(by: .seconds(100)).httpDate
    let transport = ScriptedTransport { _, _ in
      .status(403, headers: ["Date": date], body: s3Error("SignatureDoesNotMatch"))
    }
    let client = try client(transport)
    let failure = await #expect(throws: AWSFailure.self) {
      _ = try await client.call("SendMessage", [:])
    }
    #expect(failure?.cause == .noCredentials && transport.requests.count == 1)
  }

  @Test func `a clock that no answer puts right is corrected only once for a request`()
    async throws
  {
    let world = self.world
    let transport = ScriptedTransport { _, index in
      let date = world.world.now().advanced(by: .seconds(1000 * (index + 1))).httpDate
      return .status(403, headers: ["Date": date], body: s3Error("RequestTimeTooSkewed"))
    }
    let client = try client(transport)
    await #expect(throws: AWSFailure.self) { _ = try await client.call("SendMessage", [:]) }
    #expect(transport.requests.count == 2)
  }

  @Test func `expired credentials are asked for anew, and the request is sent again`()
    async throws
  {
    let transport = ScriptedTransport { request, _ in
      request.headers["Authorization"]?.contains("Credential=second/") == true
        ? .status(200) : .status(400, body: #"{"__type":"ExpiredTokenException"}"#)
    }
    _ = try await client(transport, credentials: TwoKeys()).call("SendMessage", [:])
    #expect(transport.requests.count == 2)
  }
}

/// Gives one key until that is refused, and then another.
private actor TwoKeys: AWSCredentialSource {
  private var key = "first"

  func credentials() async throws(AuthenticationError) -> AWSCredentials {
    AWSCredentials(accessKeyID: key, secretAccessKey: Secret("s"))
  }

  func refused(_ accessKeyID: String) async -> Bool {
    guard accessKeyID == key else { return false }
    key = "second"
    return true
  }
}
