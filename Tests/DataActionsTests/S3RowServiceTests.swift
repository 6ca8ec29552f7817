import AWS
import DataActions
import HTTP
import JSON
import Synchronization
import TestSupport
import Testing
import World

/// How an action's object is read, and what is told when it cannot be.
@Suite struct S3RowServiceTests {
  private let clock = VirtualWorld()
  private let log = AccessLog()

  private func plain() throws -> S3Source {
    try source(
      #"{"bucket": "b", "key": "${input.k}", "format": "csv", "csv": {"delimiter": ","}, "#
        + #""select": ["n"]}"#)
  }

  /// An S3 that has one object, whose state can be changed.
  private final class Store: Sendable {
    private let state: Mutex<(content: [UInt8], tag: String)>
    let headers: HTTPHeaders

    init(_ content: String, headers: HTTPHeaders = HTTPHeaders()) {
      state = Mutex((Array(content.utf8), "\"1\""))
      self.headers = headers
    }

    func replace(_ content: String, tag: String) {
      state.withLock { $0 = (Array(content.utf8), tag) }
    }

    func answer(_ request: HTTPRequest) -> ScriptedTransport.Answer {
      let (content, tag) = state.withLock { $0 }
      var headers = headers
      headers["ETag"] = tag
      guard request.headers["If-Match"] ?? tag == tag else {
        return .status(412, body: "<Error><Code>PreconditionFailed</Code></Error>")
      }
      guard request.method == .get else {
        headers["Content-Length"] = String(content.count)
        return .success(HTTPResponse(status: 200, headers: headers))
      }
      let range = (request.headers["Range"] ?? "").dropFirst(6).split(separator: "-")
        .compactMap { Int($0) }
      guard range.count == 2, range[1] < content.count else { return .status(416) }
      headers["Content-Range"] = "bytes \(range[0])-\(range[1])/\(content.count)"
      return .success(
        HTTPResponse(status: 206, headers: headers, body: Array(content[range[0]...range[1]])))
    }
  }

  @Test func `parts are asked for three at a time and come in their order`() async throws {
    let text = "n\n" + (0..<500).map { "\($0)\n" }.joined()
    let store = Store(text)
    let busy = Mutex((now: 0, most: 0))
    let transport = ScriptedTransport { request, index in
      busy.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
      // Every other part is overtaken by those asked for after it.
      for _ in 0..<(index % 2 == 0 ? 200 : 1) { await Task.yield() }
      busy.withLock { $0.now -= 1 }
      return store.answer(request)
    }
    let result = try await service(transport, clock, log, partBytes: 100)
      .answer(try plain(), ["k": "t"])
    #expect(result["data"]?.array?.map { $0["n"]?.string } == (0..<500).map { "\($0)" })
    #expect(busy.withLock(\.most) <= 3)
    let parts = transport.requests.dropFirst()
    #expect(parts.count == (text.utf8.count + 99) / 100)
    #expect(parts.allSatisfy { $0.headers["If-Match"] == "\"1\"" })
    #expect(log.entries.map(\.bytes) == [text.utf8.count] && log.entries[0].rows == 500)
  }

  @Test func `a limit that is reached ends the reading`() async throws {
    let store = Store("n\n" + (0..<5000).map { "\($0)\n" }.joined())
    let transport = ScriptedTransport { request, _ in store.answer(request) }
    var source = try plain()
    source.query.limit = 3
    let result = try await service(transport, clock, log, partBytes: 100)
      .answer(source, ["k": "t"])
    #expect(result["rowCount"] == 3 && result["truncated"] == false)
    #expect(transport.requests.count <= 4)
  }

  @Test func `a head is asked for once in ten minutes, and again when it has turned out old`()
    async throws
  {
    let store = Store("n\n1\n")
    let transport = ScriptedTransport { request, _ in store.answer(request) }
    let service = service(transport, clock, log)
    for _ in 0..<3 { _ = try await service.answer(try plain(), ["k": "t"]) }
    #expect(transport.requests.map(\.method) == [.head, .get, .get, .get])
    store.replace("n\n2\n", tag: "\"2\"")
    let result = try await service.answer(try plain(), ["k": "t"])
    #expect(result["data"]?.text == #"[{"n":"2"}]"#)
    #expect(transport.requests.suffix(3).map(\.method) == [.get, .head, .get])
    clock.advance(by: .seconds(600))
    _ = try await service.answer(try plain(), ["k": "t"])
    #expect(transport.requests.suffix(2).map(\.method) == [.head, .get])
  }

  @Test func `an object that is replaced while it is read gives nothing`() async throws {
    let store = Store("n\n" + String(repeating: "1\n", count: 200))
    let transport = ScriptedTransport { request, index in
      if index == 3 { store.replace("n\n2\n", tag: "\"2\"") }
      return store.answer(request)
    }
    let service = service(transport, clock, log, partBytes: 50)
    let failure = await #expect(throws: SourceFailure.self) {
      try await service.answer(try plain(), ["k": "t"])
    }
    #expect(failure?.reason == .replaced)
    #expect(
      failure?.description == "Data action execution failed: s3://b/t was replaced while it was "
        + "read; nothing of it is returned, invoke the action again")
    #expect(try await service.answer(try plain(), ["k": "t"])["rowCount"] == 1)
    #expect(log.entries.map(\.status) == [.failed, .success])
  }

  static let refusals: [(status: Int, reason: SourceFailure.Reason, words: String)] = [
    (403, .denied, "AWS 403 Forbidden: Access denied to b/t;"),
    (404, .notFound, "AWS 404 Not Found: Object b/t does not exist"),
    (400, .other, "s3://b/t could not be read: S3 answered status 400"),
  ]

  @Test(arguments: refusals)
  func `the head judges whether an object may be read, and no read follows a refusal`(
    refusal: (status: Int, reason: SourceFailure.Reason, words: String)
  ) async throws {
    let transport = ScriptedTransport { _, _ in .status(refusal.status) }
    let failure = await #expect(throws: SourceFailure.self) {
      try await service(transport, clock, log).answer(try plain(), ["k": "t"])
    }
    #expect(failure?.reason == refusal.reason)
    #expect(
      failure?.description.hasPrefix("Data action execution failed: \(refusal.words)") == true)
    #expect(transport.requests.map(\.method) == [.head])
    let entry = try #require(log.entries.first)
    #expect(log.entries.count == 1 && entry.status == .failed && entry.bytes == 0)
    #expect(entry.error.hasPrefix(refusal.words) && entry.actor == "ada" && entry.key == "t")
  }

  @Test func `details tell of the object, the cost and the access, and no credential`() async throws
  {
    let store = Store(
      "n\n1\n",
      headers: [
        "Last-Modified": "Sat, 21 Nov 2026 01:50:00 GMT", "Content-Type": "text/csv",
        "x-amz-version-id": "v7",
      ])
    let transport = ScriptedTransport { request, _ in store.answer(request) }
    var source = try plain()
    source.hasDetails = true
    let result = try await service(transport, clock, log).answer(source, ["k": "t"])
    #expect(
      result["metadata"] == [
        "bucket": "b", "key": "t", "content_type": "text/csv", "content_length": 4,
        "last_modified": "2026-11-21T01:50:00Z", "etag": "1", "storage_class": "STANDARD",
        "version_id": "v7",
      ])
    #expect(result["cost_tracking"]?["bytes"] == 4)
    #expect(result["profiler_snapshot"]?["total_requests"] == 1)
    #expect(result["audit_log"] == log.entries.first?.json)
    #expect(
      result.object?.keys == [
        "data", "rowCount", "truncated", "metadata", "cost_tracking", "profiler_snapshot",
        "audit_log",
      ])
    for secret in ["never shown", "AKIDEXAMPLE", "token", "Signature"] {
      #expect(!result.text.contains(secret))
    }
  }

  @Test func `an access that the audit does not take gives nothing`() async throws {
    let store = Store("n\n1\n")
    let transport = ScriptedTransport { request, _ in store.answer(request) }
    let connection = S3Connection(
      transport: transport,
      credentials: AWSCredentials(accessKeyID: "A", secretAccessKey: Secret("s")), endpoint: nil,
      world: clock.world, allowedHosts: AllowedHosts())
    let service = S3RowService(connection, region: "us-east-1", world: clock.world) {
      entry throws(FileError) in try Files.append(entry.line, to: "/nowhere/at/all")
    }
    let failure = await #expect(throws: SourceFailure.self) {
      try await service.answer(try plain(), ["k": "t"])
    }
    #expect(
      failure?.description == "Data action execution failed: the audit could not be written")
    #expect(failure?.detail?.contains("/nowhere/at/all") == true)
    #expect(clock.events.map(\.name).filter { $0 != "request" } == ["problem"])
  }

  @Test func `an access that failed stays that, and tells that the audit did not take it`()
    async throws
  {
    let transport = ScriptedTransport([.status(404)])
    let service = S3RowService(
      connection(transport, endpoint: "http://127.0.0.1:1", clock), region: "us-east-1",
      world: clock.world
    ) { entry throws(FileError) in try Files.append(entry.line, to: "/nowhere/at/all") }
    let failure = await #expect(throws: SourceFailure.self) {
      try await service.answer(try plain(), ["k": "t"])
    }
    #expect(failure?.reason == .notFound)
    #expect(
      failure?.description.hasSuffix("; the audit of this access could not be written") == true)
    #expect(failure?.description.contains("/nowhere") == false)
    #expect(clock.events.map(\.name).filter { $0 != "request" } == ["problem"])
  }

  @Test func `a file that cannot be parsed is told by its key, row and byte`() async throws {
    let store = Store("n\n\"1")
    let transport = ScriptedTransport { request, _ in store.answer(request) }
    let failure = await #expect(throws: SourceFailure.self) {
      try await service(transport, clock, log).answer(try plain(), ["k": "t"])
    }
    #expect(
      failure?.description == "Data action execution failed: parsing failed for t: row 2, byte 2: "
        + "the quote that begins the cell is never closed")
    let unknown = try source(#"{"bucket": "b", "key": "table.xlsx"}"#)
    let other = await #expect(throws: SourceFailure.self) {
      try await service(transport, clock, log).answer(unknown)
    }
    #expect(
      other?.description.contains("Unsupported format: the name of table.xlsx does not say") == true
    )
  }
}
