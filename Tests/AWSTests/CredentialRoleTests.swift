import AWS
import HTTP
import TestSupport
import Testing
import World

/// Roles that are taken on, and what containers and machines give.
struct CredentialRoleTests {
  private static let keys = ["AWS_ACCESS_KEY_ID": "AKENV", "AWS_SECRET_ACCESS_KEY": "s"]

  @Test func `a role is taken on with the credentials of its source, one after the other`()
    async throws
  {
    let machine = try CredentialMachine(
      config: """
        [profile deploy]
        role_arn = arn:aws:iam::2:role/deploy
        source_profile = hub
        external_id = x&y
        role_session_name = ci
        duration_seconds = 900
        [profile hub]
        role_arn = arn:aws:iam::1:role/hub
        source_profile = hub
        aws_access_key_id = AKBASE
        aws_secret_access_key = s
        """,
      environment: ["AWS_REGION": "eu-west-1"],
      aws: ScriptedTransport { _, index in stsAnswer("AssumeRole", index) })
    #expect(await machine.outcome(AWSSettings(profile: "deploy")) == "ASIA1")
    let signedWith = machine.aws.requests.map { $0.headers["Authorization"] ?? "" }
    #expect(signedWith[0].contains("Credential=AKBASE/"))
    #expect(signedWith[1].contains("Credential=ASIA0/"))
    #expect(machine.aws.requests[1].headers["X-Amz-Security-Token"] == "t0")
    #expect(machine.aws.requests[0].url.host == "sts.eu-west-1.amazonaws.com")
    #expect(machine.forms[0]["RoleSessionName"] == "gcsync")
    #expect(
      machine.forms[1] == [
        "Action": "AssumeRole", "Version": "2011-06-15", "ExternalId": "x&y",
        "RoleArn": "arn:aws:iam::2:role/deploy", "RoleSessionName": "ci", "DurationSeconds": "900",
      ])
  }

  @Test func `the project's role is taken on with whatever the machine has`() async throws {
    let machine = try CredentialMachine(
      environment: Self.keys, aws: ScriptedTransport([stsAnswer("AssumeRole", 7)]))
    let role = AWSRole(arn: "arn:aws:iam::1:role/r", externalID: "e")
    #expect(await machine.outcome(AWSSettings(role: role)) == "ASIA7")
    #expect(machine.forms[0]["ExternalId"] == "e")
  }

  @Test func `a role that may not be taken on says which, and what must allow it`() async throws {
    let body =
      "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error>"
      + "</ErrorResponse>"
    let machine = try CredentialMachine(
      environment: Self.keys, aws: ScriptedTransport([.status(403, body: body)]))
    let role = AWSRole(arn: "arn:aws:iam::1:role/r")
    #expect(
      await machine.outcome(AWSSettings(role: role))
        == "AssumeRole of arn:aws:iam::1:role/r failed: AccessDenied, no; the role's trust policy "
        + "must allow it to whoever asks, and must ask for the same external id")
  }

  @Test func `a token of the platform is exchanged unsigned, and read anew each time`()
    async throws
  {
    let machine = try CredentialMachine(
      aws: ScriptedTransport { _, index in
        stsAnswer("AssumeRoleWithWebIdentity", index, until: "2026-11-21T01:00:00Z")
      })
    let path = "\(machine.folder)/token"
    try Files.write(Array("jwt-1\n".utf8), to: path)
    let environment = [
      "AWS_WEB_IDENTITY_TOKEN_FILE": path, "AWS_ROLE_ARN": "arn:aws:iam::1:role/pod",
      "AWS_ROLE_SESSION_NAME": "pod",
    ]
    let clock = VirtualWorld(
      start: Timestamp(rfc3339: "2026-11-21T00:00:00Z") ?? Timestamp(seconds: 0),
      environment: environment)
    let provider = AWSSettings().credentials(
      through: machine.aws, direct: machine.metadata, world: clock.world,
      allowedHosts: AllowedHosts())
    #expect(try await provider.credentials().accessKeyID == "ASIA0")
    #expect(machine.aws.requests[0].headers["Authorization"] == nil)
    #expect(machine.forms[0]["WebIdentityToken"] == "jwt-1")
    #expect(machine.forms[0]["RoleSessionName"] == "pod")
    try Files.write(Array("jwt-2".utf8), to: path)
    clock.advance(by: .seconds(3400))
    #expect(try await provider.credentials().accessKeyID == "ASIA1")
    #expect(machine.forms[1]["WebIdentityToken"] == "jwt-2")
  }

  @Test(
    arguments: [
      (
        ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/c?id=1"], "AKBOX",
        "http://169.254.170.2/v2/c?id=1"
      ),
      (
        ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/v1"], "AKBOX",
        "http://169.254.170.23/v1"
      ),
      (
        ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://[fd00:ec2::23]/v1"], "AKBOX",
        "http://[fd00:ec2::23]/v1"
      ),
      (
        ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost:9/c"], "AKBOX",
        "http://localhost:9/c"
      ),
      (
        ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "https://allowed.example/c"], "AKBOX",
        "https://allowed.example/c"
      ),
      (
        ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.169.253/c"],
        "AWS_CONTAINER_CREDENTIALS_FULL_URI leads to http://169.254.169.253, where no AWS "
          + "credentials are asked for; https and GCSYNC_ALLOW_HOSTS=169.254.169.253 in the "
          + "environment allow it", nil
      ),
      (
        ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": ".evil.example/"],
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI leads to http://169.254.170.2.evil.example, where "
          + "no AWS credentials are asked for; https and "
          + "GCSYNC_ALLOW_HOSTS=169.254.170.2.evil.example in the environment allow it", nil
      ),
    ] as [([String: String], String, String?)])
  func `a container's agent is asked with its token, at no other place than it may be`(
    environment: [String: String], expected: String, url: String?
  ) async throws {
    let token = ["AWS_CONTAINER_AUTHORIZATION_TOKEN": "Basic abc"]
    let end = VirtualWorld().world.now().advanced(by: .seconds(3600))
    let machine = try CredentialMachine(
      environment: environment.merging(token) { $1 },
      metadata: ScriptedTransport([document("AKBOX", until: end)]))
    let hosts = AllowedHosts(further: "allowed.example")
    #expect(await machine.outcome(allowedHosts: hosts) == expected)
    #expect(machine.metadata.requests.map(\.url.text) == [url].compactMap(\.self))
    #expect(machine.metadata.requests.allSatisfy { $0.headers["Authorization"] == "Basic abc" })
    #expect(machine.aws.requests.isEmpty)
  }

  @Test func `the machine is asked in two steps, with a token and within a second`() async throws {
    let end = VirtualWorld().world.now().advanced(by: .seconds(3600))
    let machine = try CredentialMachine(
      metadata: ScriptedTransport([
        .status(200, body: "tok"), .status(200, body: "role a\n"), document("AKBOX", until: end),
      ]))
    #expect(await machine.outcome() == "AKBOX")
    let requests = machine.metadata.requests
    let base = "http://169.254.169.254/latest"
    #expect(
      requests.map { "\($0.method.rawValue) \($0.url.text)" } == [
        "PUT \(base)/api/token", "GET \(base)/meta-data/iam/security-credentials/",
        "GET \(base)/meta-data/iam/security-credentials/role%20a",
      ])
    #expect(requests[0].headers["x-aws-ec2-metadata-token-ttl-seconds"] == "21600")
    #expect(requests[2].headers["x-aws-ec2-metadata-token"] == "tok")
    #expect(requests.allSatisfy { $0.timeout == .seconds(1) })
  }

  @Test func `a machine without the service is asked once, and not again for each request`()
    async throws
  {
    let machine = try CredentialMachine(
      metadata: ScriptedTransport { _, _ in
        .failure(TransportError(.timeout, "timed out", mayHaveBeenSent: true))
      })
    let provider = machine.provider()
    for _ in 0..<3 {
      await #expect(throws: AuthenticationError.self) { try await provider.credentials() }
    }
    #expect(machine.metadata.requests.count == 1)
    machine.clock.advance(by: .seconds(31))
    await #expect(throws: AuthenticationError.self) { try await provider.credentials() }
    #expect(machine.metadata.requests.count == 2)
  }

  /// A container whose nth answer is the key `AKn`, good for an hour, unless it fails.
  private func container(failing: @escaping @Sendable (Int) -> Bool = { _ in false }) throws
    -> CredentialMachine
  {
    let start = VirtualWorld().world.now()
    return try CredentialMachine(
      environment: ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/c"],
      metadata: ScriptedTransport { _, index in
        await Task.yield()
        return failing(index)
          ? .status(404) : document("AK\(index)", until: start.advanced(by: .seconds(3600)))
      })
  }

  @Test func `many that ask at once share one request`() async throws {
    let machine = try container()
    let provider = machine.provider()
    let found = try await withThrowingTaskGroup(of: String.self) { tasks in
      for _ in 0..<20 { tasks.addTask { try await provider.credentials().accessKeyID } }
      return try await tasks.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(found == ["AK0"] && machine.metadata.requests.count == 1)
  }

  @Test func `credentials are replaced five minutes before their end`() async throws {
    let machine = try container()
    let provider = machine.provider()
    _ = try await provider.credentials()
    machine.clock.advance(by: .seconds(3299))
    #expect(try await provider.credentials().accessKeyID == "AK0")
    machine.clock.advance(by: .seconds(1))
    #expect(try await provider.credentials().accessKeyID == "AK1")
  }

  @Test func `where no new ones are to be had, the old ones serve to their end`() async throws {
    let machine = try container { $0 > 0 }
    let provider = machine.provider()
    _ = try await provider.credentials()
    machine.clock.advance(by: .seconds(3599))
    #expect(try await provider.credentials().accessKeyID == "AK0")
    machine.clock.advance(by: .seconds(31))
    await #expect(throws: AuthenticationError.self) { try await provider.credentials() }
  }

  @Test func `a key that AWS refuses as expired is replaced, and only that key`() async throws {
    let provider = try container().provider()
    _ = try await provider.credentials()
    #expect(await provider.refused("AK9"))
    #expect(try await provider.credentials().accessKeyID == "AK0")
    #expect(await provider.refused("AK0"))
    #expect(try await provider.credentials().accessKeyID == "AK1")
  }
}
