import Curl
import HTTP
import Synchronization
import TestSupport
import Testing

/// Bodies that are handed over piece by piece.
struct SinkTests {
  /// Keeps what a sink is given.
  private final class Kept: Sendable {
    private let state = Mutex<(begun: Int, bytes: [UInt8], pieces: Int)>((0, [], 0))
    private let room: Int

    /// Takes that many bytes and refuses more.
    init(room: Int = .max) {
      self.room = room
    }

    var begun: Int { state.withLock { $0.begun } }
    var bytes: [UInt8] { state.withLock { $0.bytes } }
    var pieces: Int { state.withLock { $0.pieces } }

    var sink: BodySink {
      BodySink {
        self.state.withLock { $0 = ($0.begun + 1, [], 0) }
      } take: { piece in
        self.state.withLock { state in
          state.bytes += piece
          state.pieces += 1
          return state.bytes.count <= self.room
        }
      }
    }
  }

  @Test func `a large body goes to the sink in pieces and not into the answer`() async throws {
    let body = String(repeating: "0123456789", count: 200_000)
    let server = try RawServer(answering: answer(body: body))
    let kept = Kept()
    let response = try await transport().send(HTTPRequest(.get, server.url(), sink: kept.sink))
    #expect(response.status == 200 && response.body.isEmpty)
    #expect(kept.begun == 1 && kept.pieces > 1)
    #expect(kept.bytes.count == 2_000_000 && kept.bytes.starts(with: "0123456789".utf8))
  }

  @Test(arguments: ["303 See Other", "403 Forbidden", "500 Oops"])
  func `the body of an answer that is no success stays in the answer`(status: String) async throws {
    let server = try RawServer(answering: answer(status, body: "why"))
    let kept = Kept()
    let response = try await transport().send(HTTPRequest(.get, server.url(), sink: kept.sink))
    #expect(response.text == "why" && kept.begun == 0)
  }

  @Test func `a sink that takes no more ends the transfer, and a limit counts what it took`()
    async throws
  {
    let body = String(repeating: "x", count: 500_000)
    let server = try RawServer(answering: answer(body: body))
    let full = await failure(
      of: HTTPRequest(.get, server.url(), sink: Kept(room: 10).sink), through: transport())
    #expect(full?.reason == .malformed)
    let other = try RawServer(answering: answer(body: body))
    let limited = await failure(
      of: HTTPRequest(.get, other.url(), responseLimit: 400_000, sink: Kept().sink),
      through: transport())
    #expect(limited?.reason == .tooLarge)
  }

  @Test func `a body shorter than its length is a broken connection`() async throws {
    let server = try RawServer { connection in
      _ = connection.request()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort")
    }
    let cut = await failure(
      of: HTTPRequest(.get, server.url(), sink: Kept().sink), through: transport())
    #expect(cut?.reason == .connectionLost)
  }
}
