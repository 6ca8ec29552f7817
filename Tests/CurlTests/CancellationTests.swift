import Curl
import Dispatch
import Foundation
import HTTP
import Synchronization
import TestSupport
import Testing

/// How requests end that nobody waits for any more.
struct CancellationTests {
  /// The best of several counts, against the fifteen seconds that the request itself would last.
  @Test func `a cancelled request ends at once, and may have been sent`() async throws {
    let (arrived, arrival) = AsyncStream<Void>.makeStream()
    let server = try RawServer { connection in
      _ = connection.request()
      arrival.yield()
      connection.waitForClose()
    }
    let transport = transport()
    var events = arrived.makeAsyncIterator()
    var best = Duration.seconds(60)
    for _ in 1...5 {
      let task = Task { await outcome(of: HTTPRequest(.post, server.url()), through: transport) }
      await events.next()
      let start = ContinuousClock.now
      task.cancel()
      let error = await task.value
      best = min(best, .now - start)
      #expect(error?.reason == .cancelled)
      #expect(error?.mayHaveBeenSent == true)
    }
    #expect(best < .seconds(5))
  }

  @Test func `a task that is cancelled already sends nothing`() async throws {
    let server = try RawServer(answering: answer())
    let transport = transport()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await outcome(of: HTTPRequest(.post, server.url()), through: transport)
    }
    let error = await task.value
    #expect(error?.reason == .cancelled)
    #expect(error?.mayHaveBeenSent == false)
    #expect(server.connections == 0)
  }

  @Test func `a request that is to be finished is, though its task is cancelled`() async throws {
    let (arrived, arrival) = AsyncStream<Void>.makeStream()
    let permission = DispatchSemaphore(value: 0)
    let server = try RawServer { connection in
      _ = connection.request()
      arrival.yield()
      permission.wait()
      connection.send(answer(body: "done"))
    }
    let transport = transport()
    let task = Task { await transport.finish(HTTPRequest(.post, server.url())) }
    var events = arrived.makeAsyncIterator()
    await events.next()
    task.cancel()
    permission.signal()
    #expect(try await task.value.get().text == "done")
  }

  @Test func `of many cancelled requests every one ends`() async throws {
    let server = try RawServer { connection in
      _ = connection.request()
      connection.waitForClose()
    }
    let transport = transport()
    let reasons = await withTaskGroup(of: TransportError.Reason?.self) { group in
      for _ in 1...500 {
        group.addTask {
          await outcome(of: HTTPRequest(.get, server.url()), through: transport)?.reason
        }
      }
      group.cancelAll()
      var reasons: [TransportError.Reason?] = []
      for await reason in group { reasons.append(reason) }
      return reasons
    }
    #expect(reasons == Array(repeating: .cancelled, count: 500))
  }

  @Test func `a cancelled request leaves the transport fit for the next one`() async throws {
    let (arrived, arrival) = AsyncStream<Void>.makeStream()
    let server = try RawServer { connection in
      while let request = connection.request() {
        guard request.contains("/slow") else {
          connection.send(answer(body: "ok"))
          continue
        }
        arrival.yield()
        return connection.waitForClose()
      }
    }
    let transport = transport()
    let task = Task {
      await outcome(of: HTTPRequest(.get, server.url("/slow")), through: transport)
    }
    var events = arrived.makeAsyncIterator()
    await events.next()
    task.cancel()
    #expect(await task.value?.reason == .cancelled)
    #expect(try await transport.send(HTTPRequest(.get, server.url())).text == "ok")
  }

  @Test func `closing ends what is under way and what comes later`() async throws {
    let (arrived, arrival) = AsyncStream<Void>.makeStream()
    let server = try RawServer { connection in
      _ = connection.request()
      arrival.yield()
      connection.waitForClose()
    }
    let transport = transport()
    let task = Task { await outcome(of: HTTPRequest(.get, server.url()), through: transport) }
    var events = arrived.makeAsyncIterator()
    await events.next()
    transport.close()
    transport.close()
    #expect(await task.value?.reason == .cancelled)
    let late = await outcome(of: HTTPRequest(.get, server.url()), through: transport)
    #expect(late?.reason == .cancelled)
    #expect(late?.mayHaveBeenSent == false)
  }

  @Test func `a transport that goes away ends its connections`() async throws {
    let (closed, closing) = AsyncStream<Void>.makeStream()
    let server = try RawServer { connection in
      _ = connection.request()
      connection.send(answer())
      connection.waitForClose()
      closing.yield()
    }
    _ = try await transport().send(HTTPRequest(.get, server.url()))
    var events = closed.makeAsyncIterator()
    await events.next()
  }

  @Test func `requests that wait for their turn wait no longer than their timeout`() async throws {
    let (arrived, arrival) = AsyncStream<Void>.makeStream()
    let server = try RawServer { connection in
      _ = connection.request()
      arrival.yield()
      connection.waitForClose()
    }
    let transport = CurlTransport(
      CurlConfiguration(userAgent: "gcsync/test", proxy: .direct, concurrentRequests: 1))
    let long = HTTPRequest(.get, server.url(), timeout: .seconds(60))
    let holder = Task { await outcome(of: long, through: transport) }
    var events = arrived.makeAsyncIterator()
    await events.next()
    let short = HTTPRequest(.post, server.url(), timeout: .milliseconds(50))
    for _ in 1...3 {
      let error = await outcome(of: short, through: transport)
      #expect(error?.reason == .timeout)
      #expect(error?.mayHaveBeenSent == false)
    }
    holder.cancel()
    #expect(await holder.value?.reason == .cancelled)
    #expect(server.requests.count == 1)
  }
}

private func outcome(
  of request: HTTPRequest, through transport: CurlTransport
) async -> TransportError? {
  do throws(TransportError) {
    _ = try await transport.send(request)
    return nil
  } catch {
    return error
  }
}
