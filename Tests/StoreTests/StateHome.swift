import AWS
import Curl
import Foundation
import HTTP
import JSON
import Reconciler
import Sandbox
import Store
import TestSupport
import Testing
import World

/// A place for states of either kind, where each may be opened as often as processes would.
enum StateHome: Sendable, CustomTestStringConvertible {
  case folder(Folder)
  case s3(SimulatedBucket)

  enum Kind: CaseIterable, Sendable { case folder, s3 }

  static func make(_ kind: Kind) async throws -> StateHome {
    switch kind {
    case .folder: .folder(Folder())
    case .s3: .s3(try await SimulatedBucket())
    }
  }

  /// Opens the state as another process would.
  func open(_ environment: String = "dev") throws -> any StateStore & DocumentStore {
    switch self {
    case .folder(let folder): return try folder.open(environment)
    case .s3(let bucket): return try bucket.open(environment)
    }
  }

  /// Opens the audit reports as another process would.
  func audit() throws -> any AuditArchive {
    switch self {
    case .folder(let folder): return AuditStore(state: folder.path)
    case .s3(let bucket): return try bucket.archive()
    }
  }

  /// Puts something in the place of an audit object.
  func tamper(_ name: String, _ change: (String) -> String) async throws {
    switch self {
    case .folder(let folder):
      let path = "\(folder.path)/audit/\(name)"
      try Files.write(
        Array(change(String(decoding: try Files.read(path), as: UTF8.self)).utf8), to: path)
    case .s3(let bucket):
      try bucket.set("audit/\(name)", to: change(try await bucket.text("audit/\(name)") ?? ""))
    }
  }

  var testDescription: String {
    switch self {
    case .folder: "folder"
    case .s3: "s3"
    }
  }
}

/// A transport that keeps the sandbox it sends to for as long as anybody may send.
private struct KeepingTransport: Transport {
  let sandbox: Sandbox
  private let transport = CurlTransport(CurlConfiguration(userAgent: "gcsync-tests"))

  init(sandbox: Sandbox) {
    self.sandbox = sandbox
  }

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    try await transport.send(request)
  }
}

/// A bucket of the sandbox's S3, in a world where no wait takes time.
final class SimulatedBucket: Sendable {
  static let name = "gcsync-state"

  let sandbox: Sandbox
  let clock = VirtualWorld()
  private let transport: KeepingTransport

  init() async throws {
    var options = SandboxOptions()
    options.seed = [
      "s3": ["buckets": [["name": .string(Self.name)], ["name": "far", "region": "eu-west-1"]]]
    ]
    sandbox = try await Sandbox.start(options, world: clock.world)
    transport = KeepingTransport(sandbox: sandbox)
  }

  func objects(
    in bucket: String = SimulatedBucket.name, secret: String = "sandbox"
  ) throws -> S3Objects {
    let connection = S3Connection(
      transport: transport,
      credentials: AWSCredentials(accessKeyID: "sandbox", secretAccessKey: Secret(secret)),
      endpoint: URL(parsing: sandbox.s3URL), world: clock.world, allowedHosts: AllowedHosts())
    return try #require(connection.objects(in: bucket, region: "us-east-1"))
  }

  func open(
    _ environment: String = "dev", in bucket: String = SimulatedBucket.name,
    secret: String = "sandbox"
  ) throws -> S3StateStore {
    S3StateStore(
      try objects(in: bucket, secret: secret), prefix: "team/cc", environment: environment,
      world: clock.world)
  }

  func archive(_ environment: String = "dev") throws -> S3AuditArchive {
    S3AuditArchive(
      try objects(), prefix: "team/cc", environment: environment, world: clock.world)
  }

  /// Plays a fault on the requests of a method to names that match.
  func fail(
    _ method: String, _ name: String, nth: Int = 1, times: Int = 1, _ then: JSON
  ) throws {
    try sandbox.setFaults([
      "faults": [
        [
          "match": [
            "method": .string(method), "path": .string("*/team/cc/dev/\(name)"),
            "nth": .number(JSONNumber(nth)),
          ],
          "then": then, "times": .number(JSONNumber(times)),
        ]
      ]
    ])
  }

  /// Puts something in the place of an object, or removes it.
  func set(_ name: String, to text: String?) throws {
    let key = JSON.string("team/cc/dev/\(name)")
    if let text {
      try sandbox.mutate([
        "op": "object", "bucket": .string(Self.name), "key": key, "value": ["body": .string(text)],
      ])
    } else {
      try sandbox.mutate(["op": "deleteObject", "bucket": .string(Self.name), "key": key])
    }
  }

  func text(_ name: String) async throws -> String? {
    try await objects().get("team/cc/dev/\(name)").map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  /// The names of the objects that are stored.
  func names() async throws -> [String] {
    try await objects().keys("team/cc/dev/").map { String($0.dropFirst("team/cc/dev/".count)) }
  }

  /// How many requests of a method were made to names that begin so.
  func count(_ method: String, _ stem: String) -> Int {
    sandbox.requests.count {
      $0["method"]?.string == method && $0["path"]?.string?.contains("/team/cc/dev/\(stem)") == true
    }
  }
}
