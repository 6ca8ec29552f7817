import AWS
import Codecs
import Curl
import HTTP
import JSON
import TestSupport
import Testing
import World

/// What is read of roles, keys and accounts, from scripted answers and from an AWS nobody here wrote.
@Suite struct AWSAccountReaderTests {
  /// What was asked: the action of a form, or the operation of a JSON call.
  private static func operation(_ request: HTTPRequest) -> String {
    if let target = request.headers["X-Amz-Target"] { return target }
    if !request.body.isEmpty { return form(request)["Action"] ?? "" }
    return request.url.path
  }

  private static func form(_ request: HTTPRequest) -> [String: String] {
    let text = String(decoding: request.body, as: UTF8.self)
    let items = URL(parsing: "https://x/?\(text)")?.query ?? []
    return Dictionary(items.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
  }

  private func reader(
    _ answer: @escaping @Sendable (String, [String: String]) -> ScriptedTransport.Answer
  ) -> (AWSAccountReader, ScriptedTransport) {
    let transport = ScriptedTransport { request, _ in
      let operation = Self.operation(request)
      if operation == "GetCallerIdentity" {
        return .status(200, body: Self.xml(operation, "<Account>\(ownAccount)</Account>"))
      }
      return answer(operation, request.headers["X-Amz-Target"] == nil ? Self.form(request) : [:])
    }
    let aws = AWSConnection(
      transport: transport, credentials: testCredentials, endpoint: nil,
      world: VirtualWorld().world, allowedHosts: AllowedHosts())
    return (AWSAccountReader(aws, region: "eu-west-1"), transport)
  }

  private static func xml(_ action: String, _ content: String) -> String {
    "<\(action)Response><\(action)Result>\(content)</\(action)Result></\(action)Response>"
  }

  private static func error(_ code: String, _ status: Int = 400) -> ScriptedTransport.Answer {
    .status(
      status,
      body: "<ErrorResponse><Error><Code>\(code)</Code><Message>m</Message></Error></ErrorResponse>"
    )
  }

  private static let encoded = "%7B%22Statement%22%3A%5B%5D%7D"

  private static func roleAnswer(_ action: String, _ form: [String: String])
    -> ScriptedTransport.Answer
  {
    switch action {
    case "GetRole":
      return .status(
        200,
        body: xml(
          action,
          "<Role><Arn>\(ownRole)</Arn><AssumeRolePolicyDocument>\(encoded)</AssumeRolePolicyDocument>"
            + "<PermissionsBoundary><PermissionsBoundaryArn>arn:aws:iam::aws:policy/b"
            + "</PermissionsBoundaryArn></PermissionsBoundary></Role>"))
    case "ListRolePolicies" where form["Marker"] == nil:
      return .status(
        200,
        body: xml(
          action,
          "<PolicyNames><member>one</member></PolicyNames><IsTruncated>true</IsTruncated>"
            + "<Marker>M</Marker>"))
    case "ListRolePolicies":
      return .status(200, body: xml(action, "<PolicyNames><member>two</member></PolicyNames>"))
    case "GetRolePolicy":
      return .status(200, body: xml(action, "<PolicyDocument>\(encoded)</PolicyDocument>"))
    case "ListAttachedRolePolicies":
      return .status(
        200,
        body: xml(
          action,
          "<AttachedPolicies><member><PolicyArn>arn:aws:iam::aws:policy/x/Write</PolicyArn></member>"
            + "</AttachedPolicies><IsTruncated>false</IsTruncated>"))
    case "GetPolicy":
      return .status(
        200, body: xml(action, "<Policy><DefaultVersionId>v7</DefaultVersionId></Policy>"))
    case "GetPolicyVersion":
      guard form["VersionId"] == "v7" else { return error("NoSuchEntity", 404) }
      return .status(
        200, body: xml(action, "<PolicyVersion><Document>\(encoded)</Document></PolicyVersion>"))
    default: return .status(500)
    }
  }

  @Test func `a role comes with every policy, over all pages, and with its boundary`() async throws
  {
    let (reader, _) = reader(Self.roleAnswer)
    let arn = try #require(ARN(ownRole))
    let role = try #require(await reader.role(arn).value)
    #expect(
      role.policies.value?.map(\.name) == [
        "the role's policy one", "the role's policy two", "the attached policy Write",
      ])
    #expect(role.trust.statements.isEmpty && role.boundary?.document.statements.isEmpty == true)
  }

  @Test func `a role that is not there, or elsewhere, or hidden is each something else`()
    async throws
  {
    let role = try #require(ARN(ownRole))
    let (missing, _) = reader { _, _ in Self.error("NoSuchEntity", 404) }
    if case .absent = await missing.role(role) {} else { Issue.record("it is absent") }
    let (hidden, _) = reader { _, _ in Self.error("AccessDenied", 403) }
    let why = await hidden.role(role).ignorance
    #expect(why?.cause == .denied && why?.permission == "iam:GetRole")
    let (other, transport) = reader(Self.roleAnswer)
    let foreign = try #require(ARN("arn:aws:iam::\(otherAccount):role/recordings"))
    #expect(await other.role(foreign).ignorance?.cause == .notOffered)
    #expect(transport.requests.count == 1, "only who asks is asked for")
    let moved = try #require(ARN("arn:aws:iam::\(ownAccount):role/team/recordings"))
    if case .absent = await other.role(moved) {
    } else {
      Issue.record("another path is another role")
    }
    let (partly, _) = reader { action, form in
      action == "GetRolePolicy" ? Self.error("AccessDenied", 403) : Self.roleAnswer(action, form)
    }
    #expect(await partly.role(role).value?.policies.ignorance?.permission == "iam:GetRolePolicy")
  }

  @Test func `a key comes with its state and its policy`() async throws {
    let arn = "arn:aws:kms:eu-west-1:\(ownAccount):key/k"
    let (reader, _) = reader { operation, _ in
      operation == "TrentService.DescribeKey"
        ? .status(
          200,
          body:
            "{\"KeyMetadata\":{\"Arn\":\"\(arn)\",\"KeyState\":\"Disabled\",\"KeyManager\":\"CUSTOMER\"}}"
        )
        : .status(200, body: "{\"Policy\":\"{\\\"Statement\\\":[]}\"}")
    }
    let key = try #require(await reader.key("alias/k", region: "eu-west-1").value)
    #expect(key.arn.description == arn && key.state == "Disabled" && !key.isAWSManaged)
    #expect(key.policy.value?.statements.isEmpty == true)
  }

  @Test func `the account's block of public access is asked of S3 Control`() async throws {
    let (reader, transport) = reader { _, _ in
      .status(200, body: publicAccessBlock(off: "IgnorePublicAcls"))
    }
    let block = await reader.publicAccessBlock(of: ownAccount, region: "eu-west-1").value
    #expect(block == ["BlockPublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"])
    let request = try #require(transport.requests.last)
    #expect(request.url.host == "\(ownAccount).s3-control.eu-west-1.amazonaws.com")
    #expect(request.headers["x-amz-account-id"] == ownAccount)
  }

  private static func result(_ action: String, _ decision: String, _ more: String = "") -> String {
    "<member><EvalActionName>\(action)</EvalActionName><EvalDecision>\(decision)</EvalDecision>\(more)"
      + "</member>"
  }

  @Test func `a session is simulated as its role, no policy is added, and every page is read`()
    async throws
  {
    let role = "arn:aws:iam::\(ownAccount):role/team/writer"
    let (reader, transport) = reader { action, form in
      if action == "GetRole" {
        return .status(200, body: Self.xml(action, "<Role><Arn>\(role)</Arn></Role>"))
      }
      let isFirst = form["Marker"] == nil
      let results =
        isFirst
        ? Self.result(
          "s3:PutObject", "allowed",
          "<MatchedStatements><member><SourcePolicyId>write</SourcePolicyId></member></MatchedStatements>"
        )
        : Self.result(
          "s3:PutObjectAcl", "implicitDeny",
          "<MissingContextValues><member>aws:SourceIp</member></MissingContextValues>"
            + "<OrganizationsDecisionDetail><AllowedByOrganizations>false</AllowedByOrganizations>"
            + "</OrganizationsDecisionDetail>")
      let end =
        isFirst
        ? "<IsTruncated>true</IsTruncated><Marker>M</Marker>" : "<IsTruncated>false</IsTruncated>"
      return .status(
        200, body: Self.xml(action, "<EvaluationResults>\(results)</EvaluationResults>\(end)"))
    }
    let session = try #require(ARN("arn:aws:sts::\(ownAccount):assumed-role/writer/run-1"))
    let decisions = await reader.simulation(
      of: session, actions: ["s3:PutObject", "s3:PutObjectAcl"],
      resource: "arn:aws:s3:::calls/voice/x",
      context: [
        "aws:SecureTransport": "true", "aws:SourceVpc": .absent, "aws:TagKeys": ["a", "b"],
      ])
    #expect(decisions.value?["s3:PutObject"] == SimulatedDecision(.allowed, policies: ["write"]))
    let acl = decisions.value?["s3:PutObjectAcl"]
    #expect(acl?.verdict == .implicitDeny && acl?.missingKeys == ["aws:SourceIp"])
    #expect(acl?.reason == "the organization's policies do not allow it")
    let form = Self.form(try #require(transport.requests.dropLast().last))
    #expect(form["PolicySourceArn"] == role)
    #expect(form["ActionNames.member.2"] == "s3:PutObjectAcl")
    #expect(form["ResourceArns.member.1"] == "arn:aws:s3:::calls/voice/x")
    #expect(form["ContextEntries.member.1.ContextKeyName"] == "aws:securetransport")
    #expect(form["ContextEntries.member.1.ContextKeyType"] == "boolean")
    #expect(form["ContextEntries.member.2.ContextKeyType"] == "stringList")
    #expect(form["ContextEntries.member.2.ContextKeyValues.member.2"] == "b")
    #expect(
      !form.keys.contains { $0.hasPrefix("PolicyInputList") || $0.hasPrefix("ResourcePolicy") })
  }

  @Test func `a bucket's policy goes with a user alone`() async throws {
    let transport = ScriptedTransport { request, _ in
      .status(200, body: Self.xml(Self.operation(request), "<EvaluationResults/>"))
    }
    let aws = AWSConnection(
      transport: transport, credentials: testCredentials, endpoint: nil,
      world: VirtualWorld().world, allowedHosts: AllowedHosts())
    let simulation = PrincipalSimulation(try #require(aws.client(.iam, region: "us-east-1")))
    for (name, isGiven) in [("user/ada", true), ("role/writer", false)] {
      let arn = try #require(ARN("arn:aws:iam::\(ownAccount):\(name)"))
      #expect(try await simulation.source(of: arn) == arn)
      _ = try await simulation.decisions(
        of: arn, actions: ["s3:GetObject"], resource: "arn:aws:s3:::b/k", context: [:],
        resourcePolicy: (text: "{}", owner: otherAccount))
      let form = Self.form(try #require(transport.requests.last))
      #expect((form["ResourcePolicy"] == "{}") == isGiven)
      #expect(form["CallerArn"] == (isGiven ? arn.description : nil))
      #expect(form["ResourceOwner"] == (isGiven ? "arn:aws:iam::\(otherAccount):root" : nil))
    }
    let root = try #require(ARN("arn:aws:iam::\(ownAccount):root"))
    #expect(try await simulation.source(of: root) == nil)
  }

  @Test func `a caller that may not simulate is a permission that is missing`() async throws {
    let (reader, _) = reader { _, _ in Self.error("AccessDenied", 403) }
    let role = try #require(ARN(ownRole))
    let answer = await reader.simulation(
      of: role, actions: ["s3:PutObject"], resource: "*", context: [:])
    #expect(answer.ignorance?.cause == .denied)
    #expect(answer.ignorance?.permission == "iam:SimulatePrincipalPolicy")
  }

  @Test func `moto's roles and keys are read as they are`() async throws {
    guard let moto = await Moto.start() else {
      #expect(!Moto.isRequired, "moto is required, see scripts/peers.txt")
      return
    }
    let aws = AWSConnection(
      transport: CurlTransport(CurlConfiguration(userAgent: "gcsync-tests")),
      credentials: testCredentials, endpoint: URL(parsing: moto.url),
      world: VirtualWorld().world, allowedHosts: AllowedHosts())
    let iam = try #require(aws.client(.iam, region: "us-east-1"))
    let trust = document([
      "Effect": "Allow", "Action": "sts:AssumeRole",
      "Principal": ["AWS": "arn:aws:iam::765628985471:root"],
      "Condition": ["StringEquals": ["sts:ExternalId": "org+1"]],
    ])
    _ = try await iam.query(
      "CreateRole", [("RoleName", "recordings"), ("AssumeRolePolicyDocument", trust.text)])
    let write = document(statement(["Action": "s3:PutObject", "Resource": "arn:aws:s3:::calls/*"]))
    _ = try await iam.query(
      "PutRolePolicy",
      [("RoleName", "recordings"), ("PolicyName", "write"), ("PolicyDocument", write.text)])
    let reader = AWSAccountReader(aws, region: "us-east-1")
    let account = try #require(await reader.account().value)
    let arn = try #require(ARN("arn:aws:iam::\(account):role/recordings"))
    let role = try #require(await reader.role(arn).value)
    #expect(role.trust == PolicyDocument(trust, .trust))
    #expect(role.policies.value?.map(\.document) == [PolicyDocument(write, .identity)])
    let other = try #require(ARN("\(arn)2"))
    if case .absent = await reader.role(other) {} else { Issue.record("it is absent") }

    let kms = try #require(aws.client(.kms, region: "us-east-1"))
    let id = try await kms.call("CreateKey", [:])["KeyMetadata"]?["KeyId"]?.string ?? ""
    let key = await reader.key(id, region: "us-east-1").value
    #expect(key?.state == "Enabled" && key?.arn.account == account)
    #expect(key?.policy.value?.statements.isEmpty == false)
    withExtendedLifetime(moto) {}
  }
}
