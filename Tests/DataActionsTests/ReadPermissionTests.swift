import AWS
import DataActions
import HTTP
import JSON
import TestSupport
import Testing
import World

/// What IAM says before an object is read, and that it can only forbid.
@Suite struct ReadPermissionTests {
  private let clock = VirtualWorld()
  private let log = AccessLog()

  private static let caller = """
    <GetCallerIdentityResponse><GetCallerIdentityResult>
    <Arn>arn:aws:iam::123456789012:user/reader</Arn><Account>123456789012</Account>
    </GetCallerIdentityResult></GetCallerIdentityResponse>
    """

  private static func decision(_ verdict: String, more: String = "") -> String {
    """
    <SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated>
    <EvaluationResults><member><EvalActionName>s3:GetObject</EvalActionName>
    <EvalDecision>\(verdict)</EvalDecision>\(more)</member></EvaluationResults>
    </SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>
    """
  }

  /// An AWS of one object, whose IAM answers as it is told.
  private func transport(_ simulation: ScriptedTransport.Answer) -> ScriptedTransport {
    ScriptedTransport { request, _ in
      let body = String(decoding: request.body, as: UTF8.self)
      if body.contains("Action=GetCallerIdentity") { return .status(200, body: Self.caller) }
      if body.contains("Action=SimulatePrincipalPolicy") { return simulation }
      let content = "n\n1\n"
      guard request.method == .get else {
        return .success(
          HTTPResponse(status: 200, headers: ["Content-Length": "4", "ETag": "\"1\""]))
      }
      return .success(
        HTTPResponse(
          status: 206, headers: ["Content-Range": "bytes 0-3/4", "ETag": "\"1\""],
          body: Array(content.utf8)))
    }
  }

  private func service(_ transport: ScriptedTransport) -> S3RowService {
    let s3 = connection(transport, endpoint: "http://127.0.0.1:9", clock)
    return S3RowService(
      s3, region: "us-east-1", world: clock.world,
      permission: ReadPermission(s3.aws, region: "us-east-1", world: clock.world),
      audit: { log.add($0) })
  }

  private func answer(
    _ service: S3RowService, more: String = ""
  ) async -> Result<JSON, SourceFailure> {
    do {
      let source = try source(
        #"{"bucket": "exports", "key": "a/b.csv", "csv": {"delimiter": ","}\#(more)}"#)
      return .success(
        try await service.answer(.init(action: "a", actor: "x", input: [:]), from: source))
    } catch let failure as SourceFailure {
      return .failure(failure)
    } catch {
      Issue.record(error)
      return .failure(SourceFailure(.other, "\(error)"))
    }
  }

  /// The calls that went out, those to IAM and STS by their action.
  private func calls(_ transport: ScriptedTransport) -> [String] {
    transport.requests.map { request in
      let body = String(decoding: request.body, as: UTF8.self)
      let action = body.split(separator: "&").first { $0.hasPrefix("Action=") }
      return action.map { String($0.dropFirst(7)) } ?? request.method.rawValue
    }
  }

  @Test func `IAM is asked before anything of an object is read, once in ten minutes`() async throws
  {
    let transport = transport(.status(200, body: Self.decision("allowed")))
    let service = service(transport)
    #expect(try await answer(service).get()["rowCount"] == 1)
    #expect(
      calls(transport) == ["GetCallerIdentity", "SimulatePrincipalPolicy", "HEAD", "GET"])
    let simulation = String(decoding: transport.requests[1].body, as: UTF8.self)
    #expect(simulation.contains("arn%3Aaws%3As3%3A%3A%3Aexports%2Fa%2Fb.csv"))
    #expect(simulation.contains("user%2Freader") && !simulation.contains("PolicyInputList"))
    _ = await answer(service)
    #expect(calls(transport).count { $0 == "SimulatePrincipalPolicy" } == 1)
    clock.advance(by: .seconds(601))
    _ = await answer(service)
    #expect(calls(transport).count { $0 == "SimulatePrincipalPolicy" } == 2)
    #expect(calls(transport).count { $0 == "GetCallerIdentity" } == 1)
  }

  /// What IAM decides, and the reason that is told.
  static let refusals: [(verdict: String, more: String, reason: String)] = [
    ("implicitDeny", "", "no policy allows it"),
    (
      "explicitDeny",
      "<MatchedStatements><member><SourcePolicyId>deny-all</SourcePolicyId></member></MatchedStatements>",
      "a policy denies it (deny-all)"
    ),
    (
      "allowed",
      "<OrganizationsDecisionDetail><AllowedByOrganizations>false</AllowedByOrganizations>"
        + "</OrganizationsDecisionDetail>",
      "the organization's policies do not allow it"
    ),
  ]

  @Test(arguments: refusals)
  func `what IAM does not allow is not read, and the reason is told`(
    verdict: String, more: String, reason: String
  ) async throws {
    let transport = transport(.status(200, body: Self.decision(verdict, more: more)))
    guard case .failure(let failure) = await answer(service(transport)) else {
      Issue.record("the object was read")
      return
    }
    #expect(failure.reason == .denied)
    #expect(failure.description == "Data action execution failed: IAM validation failed: \(reason)")
    #expect(!calls(transport).contains("HEAD") && !calls(transport).contains("GET"))
    #expect(log.entries.map(\.status) == [.failed])
  }

  /// What IAM answers where it gives no verdict.
  static let silences: [ScriptedTransport.Answer] = [
    .status(403, body: "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>"),
    .status(400, body: "<ErrorResponse><Error><Code>InvalidInput</Code></Error></ErrorResponse>"),
    .status(200, body: "<Nothing/>"),
  ]

  @Test(arguments: silences.indices)
  func `where IAM gives no answer S3's own is the only one`(silence: Int) async throws {
    let transport = transport(Self.silences[silence])
    let service = service(transport)
    #expect(try await answer(service).get()["rowCount"] == 1)
    _ = await answer(service)
    let warnings = clock.events.filter { event in
      event.fields.contains { $0.value == .string("unsimulated-read") }
    }
    #expect(warnings.count <= 1)
  }

  @Test func `a source may leave the question to S3`() async throws {
    let transport = transport(.status(200, body: Self.decision("explicitDeny")))
    let outcome = await answer(service(transport), more: #", "permissionCheck": "head""#)
    #expect(try outcome.get()["rowCount"] == 1)
    #expect(calls(transport) == ["HEAD", "GET"])
  }

  @Test func `details tell the month's cost where that is asked for, and null where nobody says`()
    async throws
  {
    let denied = transport(.status(200, body: Self.decision("allowed")))
    let outcome = await answer(
      service(denied), more: #", "details": true, "monthlyCost": true"#)
    #expect(try outcome.get()["cost_tracking"]?["monthly_cost_usd"] == .null)
    let unasked = await answer(service(denied), more: #", "details": true"#)
    #expect(try unasked.get()["cost_tracking"]?["monthly_cost_usd"] == nil)
  }
}
