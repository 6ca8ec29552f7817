import AWS
import Foundation
import HTTP
import TestSupport
import World

/// A machine with AWS settings of its own: an environment, the two files, and what answers it.
final class CredentialMachine: Sendable {
  let clock: VirtualWorld
  let folder: String
  /// What answers AWS, and what answers the machine's own services.
  let aws: ScriptedTransport
  let metadata: ScriptedTransport

  init(
    config: String = "", credentials: String = "", environment: [String: String] = [:],
    aws: ScriptedTransport = ScriptedTransport([]),
    metadata: ScriptedTransport = ScriptedTransport([])
  ) throws {
    folder = NSTemporaryDirectory() + "gcsync-aws-\(UUID().uuidString)"
    try Files.createDirectory(folder)
    try Files.write(Array(config.utf8), to: "\(folder)/config")
    try Files.write(Array(credentials.utf8), to: "\(folder)/credentials")
    let files = [
      "AWS_CONFIG_FILE": "\(folder)/config",
      "AWS_SHARED_CREDENTIALS_FILE": "\(folder)/credentials",
    ]
    clock = VirtualWorld(environment: files.merging(environment) { $1 })
    (self.aws, self.metadata) = (aws, metadata)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: folder)
  }

  func provider(
    _ settings: AWSSettings = AWSSettings(), allowedHosts: AllowedHosts = AllowedHosts()
  ) -> CredentialProvider {
    settings.credentials(
      through: aws, direct: metadata, world: clock.world, allowedHosts: allowedHosts)
  }

  /// Returns the key id that is found, or why there is none.
  func outcome(
    _ settings: AWSSettings = AWSSettings(), allowedHosts: AllowedHosts = AllowedHosts()
  ) async -> String {
    do throws(AuthenticationError) {
      let found = try await provider(settings, allowedHosts: allowedHosts).credentials()
      return found.accessKeyID
    } catch {
      return error.message.replacingOccurrences(of: folder, with: "")
    }
  }

  /// The forms that AWS was sent, in their order.
  var forms: [[String: String]] {
    aws.requests.map { request in
      let text = String(decoding: request.body, as: UTF8.self)
      let items = HTTP.URL(parsing: "https://h/?\(text)")?.query ?? []
      return Dictionary(items.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }
  }
}

/// What STS answers: the nth call gives the key `ASIAn`.
func stsAnswer(
  _ action: String, _ index: Int, until end: String = "2026-12-01T00:00:00Z"
) -> ScriptedTransport.Answer {
  .status(
    200,
    body: """
      <\(action)Response><\(action)Result><Credentials><AccessKeyId>ASIA\(index)</AccessKeyId>
      <SecretAccessKey>s</SecretAccessKey><SessionToken>t\(index)</SessionToken>
      <Expiration>\(end)</Expiration></Credentials></\(action)Result></\(action)Response>
      """)
}

/// What containers and machines answer.
func document(_ id: String, until end: Timestamp) -> ScriptedTransport.Answer {
  .status(
    200,
    body: """
      {"Code":"Success","AccessKeyId":"\(id)","SecretAccessKey":"s","Token":"t",
       "Expiration":"\(end.rfc3339)"}
      """)
}
