import AWS
import Crypto
import Curl
import DataActions
import Foundation
import HTTP
import JSON
import TestSupport
import Testing
import World

/// Objects read over real connections, from servers that keep to the rules and from some that do not.
@Suite struct ObjectServerTests {
  private let clock = VirtualWorld()
  private let log = AccessLog()
  private let text = "n,text\n" + (0..<20_000).map { "\($0),\"line \"\"\($0)\"\"\"\n" }.joined()

  private func table(_ bucket: String, key: String = "t.csv") throws -> S3Source {
    try source(
      #"{"bucket": "\#(bucket)", "key": "\#(key)", "cast": {"n": "integer"}, "#
        + #""filter": {"column": "n", "atLeast": 19998}}"#)
  }

  private static let answer =
    #"{"data":[{"n":19998,"text":"line \"19998\""},{"n":19999,"text":"line \"19999\""}],"#
    + #""rowCount":2,"truncated":false}"#

  @Test func `ranges are read from a server that keeps to them, also where connections break`()
    async throws
  {
    guard let server = try await ObjectServer.start(["t.csv": Array(text.utf8)]) else { return }
    for bucket in ["good", "broken"] {
      let service = service(endpoint: server.url, clock, log, partBytes: 100_000)
      #expect(try await service.answer(try table(bucket)).text == Self.answer)
      #expect(log.entries.last?.bytes == text.utf8.count)
    }
    withExtendedLifetime(server) {}
  }

  @Test func `a server that lies, replaces or does not listen is told by what it did`() async throws
  {
    guard let server = try await ObjectServer.start(["t.csv": Array(text.utf8)]) else { return }
    let misdeeds: [(String, SourceFailure.Reason, String)] = [
      ("lying", .unreachable, "s3://lying/t.csv could not be read to its end: "),
      ("replaced", .replaced, "s3://replaced/t.csv was replaced while it was read"),
      ("deaf", .unreachable, "s3://deaf/t.csv could not be read to its end: "),
    ]
    for (bucket, reason, words) in misdeeds {
      let service = service(endpoint: server.url, clock, log, partBytes: 100_000)
      let failure = await #expect(throws: SourceFailure.self) {
        try await service.answer(try table(bucket))
      }
      #expect(failure?.reason == reason)
      #expect(failure?.description.contains(words) == true, "\(failure?.description ?? "")")
    }
    withExtendedLifetime(server) {}
  }

  @Test func `moto's objects are read by ranges, as they are stored and compressed`() async throws {
    guard let moto = await Moto.start() else {
      #expect(!Moto.isRequired, "moto is required, see scripts/peers.txt")
      return
    }
    #expect(await moto.makeBucket("tables"))
    let writer = try #require(
      connection(endpoint: moto.url, clock).aws.client(.s3, region: "us-east-1"))
    func put(_ key: String, _ body: [UInt8], _ headers: HTTPHeaders = [:]) async throws {
      _ = try await writer.rest("PutObject", .put, "/tables/\(key)", headers: headers, body: body)
    }
    try await put("t.csv", Array(text.utf8))
    let service = service(endpoint: moto.url, clock, log, partBytes: 100_000)
    #expect(try await service.answer(try table("tables")).text == Self.answer)
    #expect(log.entries.last?.requests == 1 + (text.utf8.count + 99_999) / 100_000)

    let gzip = try #require(Data(base64Encoded: "H4sIAAAAAAACA0vUSeIy1DHiAgB7B5cKCAAAAA=="))
    let zstd = try #require(Data(base64Encoded: "KLUv/SQIQQAAYSxiCjEsMgo158rO"))
    try await put("a.csv.gz", Array(gzip))
    try await put("b.csv", Array(gzip), ["Content-Encoding": "gzip"])
    try await put("c.csv.zst", Array(zstd))
    for key in ["a.csv.gz", "b.csv", "c.csv.zst"] {
      let whole = try source(#"{"bucket": "tables", "key": "\#(key)"}"#)
      #expect(try await service.answer(whole)["data"]?.text == #"[{"a":"1","b":"2"}]"#)
    }

    // The head is known from before, so that If-Match is what notices.
    try await put("t.csv", Array("n,text\n20000,new\n".utf8))
    #expect(
      try await service.answer(try table("tables"))["data"]?.text == #"[{"n":20000,"text":"new"}]"#)
    let missing = await #expect(throws: SourceFailure.self) {
      try await service.answer(try table("tables", key: "none.csv"))
    }
    #expect(missing?.reason == .notFound)
    withExtendedLifetime(moto) {}
  }
}

/// The server of `Peers/object_server.py` over a folder of its own, for as long as it is kept.
private final class ObjectServer: Sendable {
  let url: String
  private let child: Child
  private let folder: String

  static func start(_ files: [String: [UInt8]]) async throws -> ObjectServer? {
    guard let python = ProcessInfo.processInfo.environment["GCSYNC_PYTHON"] else {
      print("peer object server: not run, GCSYNC_PYTHON names no Python")
      #expect(!Moto.isRequired, "GCSYNC_PYTHON must name a Python")
      return nil
    }
    let folder = NSTemporaryDirectory() + "gcsync-objects-\(UUID().uuidString)"
    try Files.createDirectory(folder)
    for (name, bytes) in files { try Files.write(bytes, to: "\(folder)/\(name)", durable: false) }
    let script = Foundation.URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Peers/object_server.py").path
    let child = try #require(Child(python, [python, "-B", script, folder]))
    let port = await child.firstLine().split(separator: " ").last ?? ""
    return ObjectServer(child, port: String(port), folder)
  }

  private init(_ child: Child, port: String, _ folder: String) {
    self.child = child
    url = "http://127.0.0.1:\(port)"
    self.folder = folder
  }

  deinit {
    child.end()
    try? FileManager.default.removeItem(atPath: folder)
  }
}
