import AWS
import HTTP
import JSON
import TestSupport
import Testing
import World

/// Secrets out of AWS's stores, with as few requests as they take.
struct SecretStoreTests {
  private func store(
    region: String? = "eu-west-1", _ transport: ScriptedTransport
  ) -> AWSSecretStore {
    let world = VirtualWorld().world
    return AWSSecretStore(
      AWSConnection(
        transport: transport, credentials: testCredentials, endpoint: nil, world: world,
        allowedHosts: AllowedHosts()),
      settings: AWSSettings(region: region), world: world)
  }

  /// Returns the value in place of each secret, else why there is none.
  private func texts(_ answers: [String: AWSSecretStore.Answer]) -> [String: String] {
    answers.mapValues { answer in
      switch answer {
      case .success(let secret): secret.reveal { $0 }
      case .failure(let failure): failure.message
      }
    }
  }

  private static func body(_ request: HTTPRequest) -> JSON {
    (try? JSON.parse(request.body)) ?? .null
  }

  /// A parameter store where a name's value is the name in capitals, but for some names.
  private static func parameters(denied: Set<String> = []) -> ScriptedTransport {
    ScriptedTransport { request, _ in
      let names = body(request)["Names"]?.array?.compactMap(\.string) ?? []
      if !denied.isDisjoint(with: names) {
        return .status(400, body: #"{"__type":"AccessDeniedException","message":"no"}"#)
      }
      let found = names.filter { !$0.hasPrefix("/gone") }.map { name -> JSON in
        let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
        return [
          "Name": .string(parts[0]), "Value": .string(name.uppercased()),
          "Selector": parts.count > 1 ? .string(":" + parts[1]) : .null,
        ]
      }
      return .status(200, body: (["Parameters": .array(found)] as JSON).text)
    }
  }

  @Test func `parameters are read ten at a time and decrypted`() async {
    let transport = Self.parameters()
    let names = Set((0..<23).map { "ssm:/p/\($0)" } + ["ssm:/p/x:3", "ssm:/gone"])
    let answers = texts(await store(transport).read(names))
    #expect(answers.count == 25 && answers["ssm:/p/7"] == "/P/7")
    #expect(answers["ssm:/p/x:3"] == "/P/X:3")
    #expect(answers["ssm:/gone"] == "there is no parameter /gone in eu-west-1")
    #expect(transport.requests.map { Self.body($0)["Names"]?.array?.count } == [10, 10, 5])
    #expect(transport.requests.allSatisfy { Self.body($0)["WithDecryption"] == true })
  }

  @Test func `one parameter that may not be read does not spoil the others`() async {
    let transport = Self.parameters(denied: ["/b"])
    let answers = await store(transport).read(["ssm:/a", "ssm:/b", "ssm:/c"])
    #expect(
      texts(answers) == [
        "ssm:/a": "/A", "ssm:/c": "/C",
        "ssm:/b": "the parameter /b cannot be read: AccessDeniedException: no",
      ])
    guard case .failure(let failure) = answers["ssm:/b"] else { return }
    #expect(failure.hint == "allow ssm:GetParameters to the role or user that runs gcsync")
  }

  @Test func `a member of a JSON secret is named behind a hash, and its secret read once`() async {
    let transport = ScriptedTransport { _, _ in
      .status(200, body: #"{"SecretString":"{\"user\":\"ada\",\"port\":5432,\"none\":null}"}"#)
    }
    let answers = await store(transport).read([
      "aws-sm:db", "aws-sm:db#user", "aws-sm:db#port", "aws-sm:db#absent", "aws-sm:db#none",
    ])
    #expect(
      texts(answers) == [
        "aws-sm:db": #"{"user":"ada","port":5432,"none":null}"#, "aws-sm:db#user": "ada",
        "aws-sm:db#port": "5432", "aws-sm:db#absent": "the secret db has no member absent",
        "aws-sm:db#none": "the secret db has no member none",
      ])
    #expect(transport.requests.count == 1)
  }

  @Test func `what is no text, no object or no reference is said without its value`() async {
    let transport = ScriptedTransport { request, _ in
      switch Self.body(request)["SecretId"]?.string {
      case "text": .status(200, body: #"{"SecretString":"canary"}"#)
      case "bytes": .status(200, body: #"{"SecretBinary":"Y2FuYXJ5"}"#)
      default: .status(200, body: #"{"SecretBinary":"/w=="}"#)
      }
    }
    let answers = await store(transport).read([
      "aws-sm:text#a", "aws-sm:bytes", "aws-sm:raw", "aws-sm:#a", "aws-sm:a#",
    ])
    #expect(
      texts(answers) == [
        "aws-sm:text#a": "the secret text is no JSON object, and #a asks for a member",
        "aws-sm:bytes": "canary", "aws-sm:raw": "the secret raw is no text",
        "aws-sm:#a": "the secretRef names no secret of AWS",
        "aws-sm:a#": "the secretRef names no secret of AWS",
      ])
  }

  @Test func `an ARN is read where it says it is, and a name needs a region`() async {
    let transport = ScriptedTransport { _, _ in .status(200, body: #"{"SecretString":"v"}"#) }
    let arn = "aws-sm:arn:aws:secretsmanager:eu-north-1:123456789012:secret:db-AbCdEf"
    let answers = texts(await store(region: nil, transport).read([arn, "\(arn)#k", "aws-sm:db"]))
    #expect(answers[arn] == "v")
    #expect(answers["aws-sm:db"] == "no AWS region is known to read the secret from")
    #expect(
      transport.requests.map(\.url.host) == ["secretsmanager.eu-north-1.amazonaws.com"])
  }
}
