import CommandLine
import Diagnostics
import Foundation
import JSON
import Sandbox
import Synchronization
import World
import YAML

/// A project as `gcsync init` makes it, with the simulated org that its own seed describes.
final class ScaffoldedProject: Sendable {
  let folder: String
  let sandbox: Sandbox

  /// Runs `init` with some words, and lets the project's addresses be those of a sandbox of its own.
  ///
  /// Where no folder is given it is a repository's own, so that nothing is written above it.
  init(words: [String], in given: String? = nil) async throws {
    let folder = given ?? Self.newFolder()
    if given == nil { try Files.createDirectory("\(folder)/.git") }
    let owner = words.contains("--owner") ? [] : ["--owner", "acme/contact-center"]
    let outcome = await Self.run(["init", folder, "--yes"] + owner + words)
    guard outcome.code == .done else { throw Failure(description: outcome.err) }
    self.folder = folder
    let read = YAML.documents(
      in: .init(name: "seed.yaml", bytes: try Files.read("\(folder)/sandbox/seed.yaml")))
    var options = SandboxOptions()
    options.rateLimit.allowed = 10_000
    options.mailPort = 0
    options.seed = read.documents.first?.value ?? [:]
    if var buckets = options.seed["s3"]?["buckets"]?.array, var bucket = buckets.first {
      bucket["name"] = "contact-center-recordings"
      buckets.append(bucket)
      options.seed[JSONPointer(["s3", "buckets"])] = .array(buckets)
    }
    let console = Console(out: { _ in }, err: { _ in })
    sandbox = try await Sandbox.start(
      options, world: Machine(environment: [:], console: console).world())
    try connect()
  }

  convenience init(_ words: String...) async throws {
    try await self.init(words: words)
  }

  /// Why `init` made no project.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  static func newFolder() -> String {
    NSTemporaryDirectory() + "gcsync-init-\(Foundation.UUID().uuidString)"
  }

  private func connect() throws {
    var text = try self.text(of: "gcsync.yaml")
    text = text.replacing("http://127.0.0.1:8080", with: sandbox.genesysURL)
      .replacing("http://127.0.0.1:9000", with: sandbox.s3URL)
      .replacing("domain: mypurecloud.com", with: "apiURL: \(sandbox.genesysURL)")
      .replacing(
        "aws: {region: us-east-1}", with: "aws: {region: us-east-1, endpoint: \(sandbox.s3URL)}")
    try write(text, to: "gcsync.yaml")
  }

  /// The environment that the project's own `sandbox/env` sets.
  var environment: [String: String] {
    let text = (try? text(of: "sandbox/env")) ?? ""
    var found = ["GCSYNC_ACTOR": "tester", "AWS_EC2_METADATA_DISABLED": "true"]
    for match in text.matches(of: /([A-Z_]+)=([a-z]+)/) { found[String(match.1)] = String(match.2) }
    return found
  }

  func text(of path: String) throws -> String {
    String(decoding: try Files.read("\(folder)/\(path)"), as: UTF8.self)
  }

  func write(_ text: String, to path: String) throws {
    try Files.write(Array(text.utf8), to: "\(folder)/\(path)")
  }

  /// Every file below the folder, by its path.
  var files: [String] {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.filter { !Files.isDirectory("\(folder)/\($0)") }.sorted()
  }

  func run(_ words: String...) async -> TestProject.Outcome {
    await Self.run(words + ["-C", folder], environment: environment)
  }

  static func run(
    _ words: [String], environment: [String: String] = [:], answers: [String]? = nil,
    width: Int? = nil
  ) async -> TestProject.Outcome {
    let out = Mutex("")
    let err = Mutex("")
    let rest = Mutex(answers ?? [])
    let console = Console(
      out: { text in out.withLock { $0 += text } }, err: { text in err.withLock { $0 += text } },
      outIsTerminal: width != nil, errIsTerminal: answers != nil, inIsTerminal: answers != nil,
      width: width ?? 100,
      readLine: { rest.withLock { $0.isEmpty ? nil : $0.removeFirst() } })
    let code = await GCSync.run(words, on: Machine(environment: environment, console: console))
    return TestProject.Outcome(code: code, out: out.withLock { $0 }, err: err.withLock { $0 })
  }

  func end() async throws {
    try await sandbox.stop()
    try? FileManager.default.removeItem(atPath: folder)
  }
}
