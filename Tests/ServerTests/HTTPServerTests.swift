import HTTP
import Server
import TestSupport
import Testing

@Suite struct HTTPServerTests {
  private static let ok = ServerResponse(status: 200, body: Array("ok".utf8))

  private func echo() throws -> HTTPServer {
    var options = HTTPServer.Options()
    options.bodyLimit = 1000
    return try HTTPServer(options) { request in
      let query = request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "|")
      let lines = [
        request.method, request.path, query, request.headers["X-Twice"] ?? "none",
        String(decoding: request.body, as: UTF8.self),
      ]
      return .now(ServerResponse(status: 200, body: Array(lines.joined(separator: "\n").utf8)))
    }
  }

  @Test func `a request arrives as it was sent`() async throws {
    let server = try echo()
    let answer = await LoopbackClient(port: server.port).send(
      "PROPFIND", "/a%2Fb/é?z=1&a=%C3%BC+x&z=2&flag&=v", headers: ["x-twice": "yes"],
      body: Array("body".utf8))
    #expect(answer?.text == "PROPFIND\n/a%2Fb/é\nz=1|a=ü x|z=2|flag=|=v\nyes\nbody")
    await server.stop(grace: {})
  }

  @Test func `an absolute target is read for its path`() async throws {
    let server = try echo()
    let answer = await LoopbackClient(port: server.port).send("GET", "http://host:1/p?q=1")
    #expect(answer?.text == "GET\n/p\nq=1\nnone\n")
    await server.stop(grace: {})
  }

  @Test func `answers that wait block neither a thread nor other answers`() async throws {
    let gate = Gate()
    let server = try HTTPServer { request in
      request.path == "/slow"
        ? .later {
          await gate.wait()
          return Self.ok
        } : .now(Self.ok)
    }
    let client = LoopbackClient(port: server.port)
    try await withThrowingTaskGroup(of: Int?.self) { group in
      for _ in 0..<30 { group.addTask { await client.send("GET", "/slow")?.status } }
      await gate.arrived(30)
      #expect(await client.send("GET", "/fast")?.status == 200)
      gate.open()
      for try await status in group { #expect(status == 200) }
    }
    await server.stop(grace: {})
  }

  @Test(arguments: [
    "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1001\r\n\r\n"
      + String(repeating: "a", count: 1001),
    "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
      + "3e9\r\n" + String(repeating: "a", count: 1001) + "\r\n0\r\n\r\n",
  ])
  func `a body beyond the limit is answered 413`(request: String) async throws {
    let server = try echo()
    let bytes = await LoopbackClient(port: server.port).exchange(Array(request.utf8))
    #expect(LoopbackClient.parse(bytes)?.status == 413)
    await server.stop(grace: {})
  }

  @Test func `a chunked body within the limit arrives whole`() async throws {
    let server = try echo()
    let bytes = await LoopbackClient(port: server.port).exchange(
      Array(
        "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
          .utf8))
    #expect(LoopbackClient.parse(bytes)?.text.hasSuffix("\nabcde") == true)
    await server.stop(grace: {})
  }

  @Test func `HEAD is answered with the length alone`() async throws {
    let server = try HTTPServer { request in
      request.path == "/stated"
        ? .now(ServerResponse(status: 200, statedLength: 1 << 40)) : .now(Self.ok)
    }
    let client = LoopbackClient(port: server.port)
    let plain = await client.send("HEAD", "/")
    #expect(plain?.headers["Content-Length"] == "2")
    #expect(plain?.body == [])
    #expect(await client.send("HEAD", "/stated")?.headers["Content-Length"] == "1099511627776")
    await server.stop(grace: {})
  }

  @Test(arguments: [true, false])
  func `a dropped answer closes the connection without a byte`(isLater: Bool) async throws {
    let server = try HTTPServer { _ in isLater ? .later { .drop } : .now(.drop) }
    let client = LoopbackClient(port: server.port)
    #expect(await client.exchange(Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8)) == [])
    await server.stop(grace: {})
  }

  @Test(arguments: [
    "", "\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "GET",
    "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\n: x\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc",
    "GET /%zz%?%=%2&&=%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "GET ? HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "\u{16}\u{3}\u{1}\u{0}garbage\u{0}\u{0}\r\n\r\n",
    "GET / HTTP/1.1\r\nX: " + String(repeating: "y", count: 100_000) + "\r\n\r\n",
  ])
  func `malformed input leaves the server serving`(bytes: String) async throws {
    let server = try echo()
    let client = LoopbackClient(port: server.port)
    _ = await client.exchange(Array(bytes.utf8), leaving: true)
    #expect(await client.send("GET", "/")?.status == 200)
    // The library must not be stopped while it refuses a request: it then answers with nothing.
    await server.stop(grace: { try? await Task.sleep(for: .seconds(10)) })
    #expect(!client.isListening())
  }

  @Test func `a connection serves several requests`() async throws {
    let server = try echo()
    let request = "GET /1 HTTP/1.1\r\nHost: x\r\n\r\n"
    let last = "GET /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    let bytes = await LoopbackClient(port: server.port).exchange(Array((request + last).utf8))
    #expect(String(decoding: bytes, as: UTF8.self).components("HTTP/1.1 200") == 2)
    await server.stop(grace: {})
  }

  @Test func `stopping lets what is in flight be answered`() async throws {
    let gate = Gate()
    let server = try HTTPServer { _ in
      .later {
        await gate.wait()
        return Self.ok
      }
    }
    let client = LoopbackClient(port: server.port)
    async let answer = client.send("GET", "/")
    await gate.arrived(1)
    let never = Gate()
    async let stopped: Void = server.stop(grace: {
      gate.open()
      await never.wait()
    })
    #expect(await answer?.status == 200)
    await stopped
    #expect(!client.isListening())
  }

  @Test func `stopping closes what does not end in time`() async throws {
    let gate = Gate()
    let server = try HTTPServer { _ in
      .later {
        await gate.wait()
        return Self.ok
      }
    }
    let client = LoopbackClient(port: server.port)
    async let answer = client.send("GET", "/")
    await gate.arrived(1)
    await server.stop(grace: {})
    #expect(await answer?.status == nil)
    gate.open()
  }

  @Test func `a port in use is an error that names it`() throws {
    let server = try echo()
    let error = #expect(throws: ServerError.self) {
      try HTTPServer(HTTPServer.Options(port: server.port)) { _ in .now(Self.ok) }
    }
    #expect(
      error?.description == "cannot listen on 127.0.0.1:\(server.port): Address already in use")
  }
}

extension String {
  fileprivate func components(_ text: String) -> Int { ranges(of: text).count }
}
