import AWS
import Codecs
import Curl
import HTTP
import JSON
import TestSupport
import Testing
import World

/// Roles and secrets, in front of an AWS nobody here wrote.
@Suite struct CredentialMotoTests {
  private let curl = CurlTransport(CurlConfiguration(userAgent: "gcsync-tests"))

  private func moto() async -> Moto? {
    let moto = await Moto.start()
    #expect(moto != nil || !Moto.isRequired, "moto is required, see scripts/peers.txt")
    return moto
  }

  private func connection(
    _ moto: Moto, _ settings: AWSSettings, environment: [String: String]
  ) throws -> AWSConnection {
    let variables = ["AWS_ENDPOINT_URL": moto.url, "AWS_REGION": "us-east-1"]
    return try settings.connection(
      through: curl, direct: curl,
      world: VirtualWorld(environment: variables.merging(environment) { $1 }).world,
      allowedHosts: AllowedHosts())
  }

  @Test func `moto gives the credentials of a role, by keys and by a token`() async throws {
    guard let moto = await moto() else { return }
    let role = "arn:aws:iam::123456789012:role/deploy"
    let keys = ["AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "s"]
    let assumed = try connection(
      moto, AWSSettings(role: AWSRole(arn: role, externalID: "ext", sessionName: "ci")),
      environment: keys)
    let sts = try #require(assumed.client(.sts, region: "us-east-1"))
    let identity = try await sts.query("GetCallerIdentity")
    #expect(identity["Arn"]?.text == "arn:aws:sts::123456789012:assumed-role/deploy/ci")

    let machine = try CredentialMachine()
    let path = "\(machine.folder)/token"
    try Files.write(Array("header.payload.signature".utf8), to: path)
    let pod = try connection(
      moto, AWSSettings(),
      environment: ["AWS_WEB_IDENTITY_TOKEN_FILE": path, "AWS_ROLE_ARN": role])
    let other = try #require(pod.client(.sts, region: "us-east-1"))
    let name = try await other.query("GetCallerIdentity")["Arn"]?.text
    #expect(name == "arn:aws:sts::123456789012:assumed-role/deploy/gcsync")
    withExtendedLifetime((moto, machine)) {}
  }

  @Test func `moto's secrets and parameters are read`() async throws {
    guard let moto = await moto() else { return }
    let connection = AWSConnection(
      transport: curl, credentials: testCredentials, endpoint: URL(parsing: moto.url),
      world: VirtualWorld().world, allowedHosts: AllowedHosts())
    let secrets = try #require(connection.client(.secretsManager, region: "us-east-1"))
    let made = try await secrets.call(
      "CreateSecret", ["Name": "team/db", "SecretString": #"{"password":"p"}"#])
    let arn = try #require(made["ARN"]?.string)
    let parameters = try #require(connection.client(.ssm, region: "us-east-1"))
    for index in 0..<12 {
      _ = try await parameters.call(
        "PutParameter",
        ["Name": "/p/\(index)", "Value": "v\(index)", "Type": "SecureString"])
    }
    let wanted = (0..<12).map { "ssm:/p/\($0)" } + ["ssm:/p/3:1", "ssm:/absent"]
    let more = ["aws-sm:team/db#password", "aws-sm:\(arn)#password", "aws-sm:absent"]
    let before = connection.requestCounts
    let answers = await AWSSecretStore(
      connection, settings: AWSSettings(region: "us-east-1"), world: VirtualWorld().world
    ).read(Set(wanted + more))
    func text(_ name: String) -> String? { try? answers[name]?.get().reveal { $0 } }
    #expect((0..<12).allSatisfy { text("ssm:/p/\($0)") == "v\($0)" })
    #expect(text("ssm:/p/3:1") == "v3" && text("ssm:/absent") == nil)
    #expect(text("aws-sm:team/db#password") == "p" && text("aws-sm:\(arn)#password") == "p")
    #expect(text("aws-sm:absent") == nil && answers["aws-sm:absent"] != nil)
    let after = connection.requestCounts
    #expect(after["ssm", default: 0] - before["ssm", default: 0] == 2)
    #expect(after["secrets_manager", default: 0] - before["secrets_manager", default: 0] == 3)
    withExtendedLifetime(moto) {}
  }
}
