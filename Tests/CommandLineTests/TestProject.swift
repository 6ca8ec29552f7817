import CommandLine
import Foundation
import JSON
import Reconciler
import Sandbox
import Synchronization
import World

/// A project in a folder of its own, with a simulated org and S3 account to work on.
final class TestProject: Sendable {
  let folder: String
  let sandbox: Sandbox
  private let environment: [String: String]
  private let profile: Profile

  /// Secrets that must not be found in anything gcsync writes.
  static let secrets = [
    "GENESYS_CLIENT_SECRET": "canary-client-9f2c", "RECORDING_KEY": "canary-key-71ab",
    "HOOK_KEY": "canary-hook-\"quoted\"-é", "AWS_SECRET_ACCESS_KEY": "sandbox",
  ]

  static let manifests = """
    apiVersion: gcsync/v1
    kind: StorageTarget
    metadata: {name: archive}
    spec:
      type: aws-s3
      configuration:
        bucket: recordings
        region: us-east-1
        accessKeyId: {secretRef: env:RECORDING_ID}
        secretAccessKey: {secretRef: env:RECORDING_KEY}
        serverSideEncryption: AES256
      retentionPeriodDays: ${retention}
    ---
    apiVersion: gcsync/v1
    kind: RecordingPolicy
    metadata: {name: voice}
    spec:
      recordingTypes: [voice, chat]
      storageTargetId: {ref: {kind: StorageTarget, name: archive}}
      retentionPeriodDays: 30
    ---
    apiVersion: gcsync/v1
    kind: Webhook
    metadata: {name: hook}
    spec:
      targetUrl: https://example.com/in
      events: [b.updated, a.updated]
      authentication: {type: hmac, secret: {secretRef: env:HOOK_KEY}}

    """

  init(
    _ manifests: String = TestProject.manifests, rateLimit: Int = 300, profile: Profile = .guide,
    org: JSON = [:], settleReads: Int = 0, takesMail: Bool = false
  ) async throws {
    self.profile = profile
    folder = NSTemporaryDirectory() + "gcsync-test-\(Foundation.UUID().uuidString)"
    environment = Self.secrets.merging(
      [
        "GENESYS_CLIENT_ID": "client", "AWS_ACCESS_KEY_ID": "sandbox", "RECORDING_ID": "AKIACANARY",
        "GCSYNC_ACTOR": "tester", "AWS_EC2_METADATA_DISABLED": "true",
      ]) { $1 }
    let console = Console(out: { _ in }, err: { _ in })
    var options = SandboxOptions()
    options.settleReads = settleReads
    if takesMail { options.mailPort = 0 }
    options.rateLimit.allowed = rateLimit
    options.seed = [
      "genesys": org,
      "s3": [
        "buckets": [
          ["name": "recordings", "region": "us-east-1", "encryption": "AES256"],
          ["name": "gcsync-state", "region": "us-east-1", "encryption": "AES256"],
        ]
      ],
    ]
    sandbox = try await Sandbox.start(
      options, world: Machine(environment: [:], console: console).world())
    try Files.createDirectory("\(folder)/manifests")
    try write(manifests, to: "manifests/all.yaml")
    try configure()
  }

  /// Writes the project file, with further lines of its top level.
  func configure(
    owner: String = "acme/contact-center", variables: String = "retention: 365",
    overlays: String = "", profile: String? = nil, _ lines: String = ""
  ) throws {
    let profile = profile ?? self.profile.rawValue
    let mail = sandbox.mail.map { sink in
      "mail: {host: 127.0.0.1, port: \(sink.port), security: none, from: reports@example.com}"
    }
    try write(
      """
      apiVersion: gcsync/v1
      kind: Project
      owner: \(owner)
      environments:
        dev:
          genesys: {profile: \(profile), apiURL: "\(sandbox.genesysURL)"}
          aws: {region: us-east-1, endpoint: "\(sandbox.s3URL)"}
          variables: {\(variables)}
          overlays: [\(overlays)]
          \(mail ?? "")
        test:
          genesys: {profile: \(profile), apiURL: "\(sandbox.genesysURL)"}
          aws: {region: us-east-1, endpoint: "\(sandbox.s3URL)"}
          variables: {\(variables)}
      defaultEnvironment: dev
      \(lines)
      """, to: "gcsync.yaml")
  }

  /// Replaces a text in the manifests, which must be there.
  func edit(_ old: String, _ new: String) throws {
    let text = String(
      decoding: try Files.read("\(folder)/manifests/all.yaml"), as: UTF8.self)
    precondition(text.contains(old), "the manifests contain \(old)")
    try write(text.replacingOccurrences(of: old, with: new), to: "manifests/all.yaml")
  }

  /// Changes a field of an object in the org, as somebody in its user interface would.
  func changeBehindItsBack(_ address: String, _ field: String, _ value: JSON) throws {
    let collections = [
      "StorageTarget": "/api/v2/recording/storage/targets",
      "RecordingPolicy": "/api/v2/recording/policies", "Webhook": "/api/v2/webhooks",
    ]
    let kind = address.split(separator: "/").first.map(String.init) ?? ""
    try sandbox.mutate([
      "op": "patch", "collection": .string(collections[kind] ?? ""),
      "id": .string(id(of: address) ?? ""), "value": .object([field: value]),
    ])
  }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  func write(_ text: String, to path: String) throws {
    try Files.write(Array(text.utf8), to: "\(folder)/\(path)")
  }

  func text(of path: String) throws -> String {
    String(decoding: try Files.read("\(folder)/\(path)"), as: UTF8.self)
  }

  /// What one call of gcsync left behind.
  struct Outcome: Sendable {
    let code: ExitCode
    let out: String
    let err: String

    var json: JSON { (try? JSON.parse(out)) ?? .null }
  }

  func run(_ words: String..., environment changes: [String: String] = [:]) async -> Outcome {
    await run(words: words, environment: changes)
  }

  func run(
    words: [String], environment changes: [String: String] = [:],
    interruption: Interruption = Interruption(),
    hearing listener: @escaping @Sendable (String) -> Void = { _ in },
    seeing reader: @escaping @Sendable (String) -> Void = { _ in }
  ) async -> Outcome {
    let out = Mutex("")
    let err = Mutex("")
    let console = Console(
      out: { text in
        out.withLock { $0 += text }
        reader(text)
      },
      err: { text in
        err.withLock { $0 += text }
        listener(text)
      })
    let code = await GCSync.run(
      words + ["-C", folder],
      on: Machine(
        environment: environment.merging(changes) { $1 }, console: console,
        interruption: interruption))
    return Outcome(code: code, out: out.withLock { $0 }, err: err.withLock { $0 })
  }

  /// The requests that changed something, as the server counted them.
  var writes: Int {
    sandbox.counts.filter { entry in
      // What AWS is asked about a role is a POST that the simulated S3 does not know.
      !["GET", "HEAD", "POST unknown call", "POST /api/v2/audits/query"]
        .contains { entry.key.hasPrefix($0) }
        && !entry.key.contains("/oauth/token")
    }.reduce(0) { $0 + $1.value }
  }

  /// Everything in the project's state folder, as text.
  var stateText: String {
    let audit = "\(folder)/.gcsync/audit"
    return ((try? Files.list(audit)) ?? []).compactMap { try? Files.read("\(audit)/\($0.name)") }
      .map { String(decoding: $0, as: UTF8.self) }.joined()
  }

  /// Everything in every file of the project but its manifests, as text.
  var everyFile: [String] {
    let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return files.filter { !$0.hasPrefix("manifests") }
      .compactMap { FileManager.default.contents(atPath: "\(folder)/\($0)") }
      .map { String(decoding: $0, as: UTF8.self) }
  }

  func end() async throws {
    try await sandbox.stop()
    try? FileManager.default.removeItem(atPath: folder)
  }
}
