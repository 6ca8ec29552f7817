import Foundation
import HTTP
import JSON
import Sandbox
import TestSupport
import World

/// A running sandbox and clients for it.
struct SandboxFixture {
  let sandbox: Sandbox
  let genesys: LoopbackClient
  let s3: LoopbackClient
  let token: String

  /// Starts a sandbox and gets a token.
  init(_ options: SandboxOptions = SandboxOptions(), world: World = VirtualWorld().world)
    async throws
  {
    sandbox = try await Sandbox.start(options, world: world)
    genesys = LoopbackClient(url: sandbox.genesysURL)
    s3 = LoopbackClient(url: sandbox.s3URL)
    token = try await genesys.token()
  }

  /// Sends an authorised request to the org.
  func call(
    _ method: String, _ target: String, _ body: JSON? = nil
  ) async -> LoopbackClient.Answer? {
    await genesys.send(
      method, target, headers: ["Authorization": "Bearer \(token)"], body: body?.bytes ?? [])
  }

  func control(_ name: String, _ body: JSON) async -> LoopbackClient.Answer? {
    await genesys.send("POST", "/_sandbox/\(name)", body: body.bytes)
  }

  static let target: JSON = [
    "name": "archive", "type": "aws-s3",
    "configuration": [
      "bucket": "recordings", "region": "us-east-1", "accessKeyId": "AKIAIOSFODNN7EXAMPLE",
      "secretAccessKey": "planted-secret", "serverSideEncryption": "AES256",
    ],
    "retentionPeriodDays": 365,
  ]
  static let policy: JSON = [
    "name": "voice", "recordingTypes": ["voice", "chat"], "storageTargetId": "t-1",
    "retentionPeriodDays": 365,
  ]
  static let webhook: JSON = [
    "name": "hook", "targetUrl": "https://example.com/in", "events": ["b.created", "a.created"],
  ]
  static let targets = "/api/v2/recording/storage/targets"
  static let policies = "/api/v2/recording/policies"
  static let webhooks = "/api/v2/webhooks"
  static let integrations = "/api/v2/platform/integrations"
}

extension LoopbackClient {
  func token(_ form: String = "client_id=any&client_secret=thing") async throws -> String {
    let answer = await send(
      "POST", "/oauth/token", headers: ["Content-Type": "application/x-www-form-urlencoded"],
      body: Array("grant_type=client_credentials&\(form)".utf8))
    return answer?.json["access_token"]?.string ?? ""
  }
}

extension LoopbackClient.Answer {
  var json: JSON { (try? JSON.parse(body)) ?? .null }
}

/// A world with the machine's clock, for peers that have no other.
let machineWorld = World(
  now: { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) },
  instant: { .now }, sleep: { try await Task.sleep(for: $0) },
  random: { Double.random(in: 0..<1) }, environment: { _ in nil }, log: .silent)
