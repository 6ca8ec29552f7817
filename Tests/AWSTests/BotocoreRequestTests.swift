import AWS
import Foundation
import HTTP
import JSON
import TestSupport
import Testing
import World

/// Compares what is sent with what the clients for Python send for the same call.
@Suite struct BotocoreRequestTests {
  /// A call as botocore names it, and as we make it.
  private struct Example: Sendable {
    let service: String
    let region: String
    let operation: String
    let parameters: JSON
    let send: @Sendable (AWSConnection) async throws -> Void

    init(
      _ service: String, _ region: String, _ operation: String, _ parameters: JSON,
      _ send: @escaping @Sendable (AWSConnection) async throws -> Void
    ) {
      (self.service, self.region, self.operation) = (service, region, operation)
      (self.parameters, self.send) = (parameters, send)
    }

    /// A call in JSON, whose body is the parameters themselves.
    init(
      _ name: String, _ service: AWSService, _ region: String, _ operation: String,
      _ parameters: JSON
    ) {
      self.init(name, region, operation, parameters) { connection in
        let client = try #require(connection.client(service, region: region))
        _ = try await client.call(operation, parameters)
      }
    }
  }

  private static let examples = [
    Example("sqs", .sqs, "eu-west-1", "GetQueueUrl", ["QueueName": "q"]),
    Example("stepfunctions", .stepFunctions, "eusc-de-east-1", "ListStateMachines", [:]),
    Example("events", .eventBridge, "cn-north-1", "DescribeRule", ["Name": "r"]),
    Example(
      "ssm", .ssm, "us-gov-west-1", "GetParameters", ["Names": ["a"], "WithDecryption": true]),
    Example("secretsmanager", .secretsManager, "eu-west-1", "GetSecretValue", ["SecretId": "é"]),
    Example("kms", .kms, "eu-west-1", "DescribeKey", ["KeyId": "k"]),
    Example(
      "ce", .costExplorer, "eu-west-1", "GetCostAndUsage",
      [
        "TimePeriod": ["Start": "2026-01-01", "End": "2026-02-01"], "Granularity": "MONTHLY",
        "Metrics": ["UnblendedCost"],
      ]),
    Example("dynamodb", "eu-west-1", "DescribeTable", ["TableName": "ledger"]) { connection in
      let client = try #require(connection.client(.dynamoDB, region: "eu-west-1"))
      _ = try await client.call("DescribeTable", ["TableName": "ledger"])
    },
    Example("iam", "us-gov-east-1", "GetRole", ["RoleName": "a+b"]) { connection in
      let client = try #require(connection.client(.iam, region: "us-gov-east-1"))
      _ = try await client.query("GetRole", [("RoleName", "a+b")])
    },
    Example("iam", "cn-northwest-1", "ListRoles", ["MaxItems": 5]) { connection in
      let client = try #require(connection.client(.iam, region: "cn-northwest-1"))
      _ = try await client.query("ListRoles", [("MaxItems", "5")])
    },
    Example("sts", "eu-west-1", "GetCallerIdentity", [:]) { connection in
      let client = try #require(connection.client(.sts, region: "eu-west-1"))
      _ = try await client.query("GetCallerIdentity")
    },
    Example("pipes", "cn-north-1", "DescribePipe", ["Name": "p"]) { connection in
      let client = try #require(connection.client(.pipes, region: "cn-north-1"))
      _ = try await client.restJSON("DescribePipe", .get, "/v1/pipes/p")
    },
    Example(
      "s3control", "eu-west-1", "GetPublicAccessBlock", ["AccountId": "123456789012"]
    ) { connection in
      let client = try #require(connection.client(.s3Control, region: "eu-west-1"))
      _ = try await client.restXML(
        "GetPublicAccessBlock", .get, "/v20180820/configuration/publicAccessBlock",
        account: "123456789012")
    },
  ]

  @Test func `each service is asked at the place and in the words of botocore`() async throws {
    guard let python = BotocoreRequests.python else {
      print("peer botocore: not run, neither GCSYNC_PYTHON nor .venv names a Python")
      #expect(!Moto.isRequired, "GCSYNC_PYTHON must name a Python with botocore")
      return
    }
    let cases = Self.examples.map { example -> JSON in
      [
        "service": .string(example.service), "region": .string(example.region),
        "operation": .string(example.operation), "parameters": example.parameters,
      ]
    }
    let theirs = try await BotocoreRequests.of(cases, python)
    try #require(theirs.count == Self.examples.count)
    for (example, expected) in zip(Self.examples, theirs) {
      let transport = ScriptedTransport { _, _ in .status(200, body: "<A></A>") }
      let connection = AWSConnection(
        transport: transport, credentials: testCredentials, endpoint: nil,
        world: VirtualWorld().world, allowedHosts: AllowedHosts())
      try? await example.send(connection)
      let request = try #require(transport.requests.first, "\(example.operation) was sent")
      compare(request, expected, example.service)
    }
    print("peer botocore: \(theirs.count) calls")
  }

  private func compare(_ ours: HTTPRequest, _ theirs: JSON, _ service: String) {
    #expect(ours.method.rawValue == theirs["method"]?.string, "\(service)")
    #expect(ours.url.text == theirs["url"]?.string, "\(service)")
    for name in ["Content-Type", "X-Amz-Target", "x-amz-account-id", "X-Amz-Content-SHA256"] {
      #expect(ours.headers[name] == theirs["headers"]?[name]?.string, "\(service) \(name)")
    }
    #expect(
      scope(ours.headers["Authorization"]) == scope(theirs["headers"]?["Authorization"]?.string))
    let (body, other) = (String(decoding: ours.body, as: UTF8.self), theirs["body"]?.string ?? "")
    if let json = try? JSON.parse(body) {
      #expect(json == (try? JSON.parse(other)), "\(service)")
    } else {
      #expect(body == other, "\(service)")
    }
  }

  /// The region and service out of a signature's scope.
  private func scope(_ authorization: String?) -> [Substring]? {
    authorization?.split(separator: ",").first?.split(separator: "/").dropFirst(2).map { $0 }
  }
}

private enum BotocoreRequests {
  static var python: String? {
    if let python = ProcessInfo.processInfo.environment["GCSYNC_PYTHON"] { return python }
    let local = root.appendingPathComponent(".venv/bin/python3").path
    return FileManager.default.isExecutableFile(atPath: local) ? local : nil
  }

  private static let root = Foundation.URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func of(_ cases: [JSON], _ python: String) async throws -> [JSON] {
    let input = NSTemporaryDirectory() + "requests-\(UUID().uuidString).jsonl"
    defer { try? FileManager.default.removeItem(atPath: input) }
    try Files.write(Array(cases.map(\.text).joined(separator: "\n").utf8), to: input)
    let script = root.appendingPathComponent("Tests/Peers/botocore_requests.py").path
    let answer = try #require(
      await ProgramOutput.of(python, [script], input: input), "\(python) can be run")
    return try answer.split(separator: UInt8(ascii: "\n")).map { try JSON.parse(Array($0)) }
  }
}
