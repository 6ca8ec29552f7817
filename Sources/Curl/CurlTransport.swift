package import HTTP
import Synchronization

/// Sends requests through libcurl over connections it keeps open, HTTP/2 where the server speaks it.
///
/// A redirect is an answer like any other, cookies are not kept, certificates are always verified.
/// The size limit counts the decoded body, the timeout also the wait for a connection.
package final class CurlTransport: Transport {
  private let loop: CurlLoop

  package init(_ configuration: CurlConfiguration) {
    loop = CurlLoop(configuration)
    loop.start()
  }

  deinit { loop.close() }

  /// Ends what is under way as cancelled, and every later request too.
  package func close() { loop.close() }

  package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let wire = try WireRequest(request)
    let ticket = Ticket()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let transfer = CurlTransfer(
          wire, timeout: request.timeout, responseLimit: request.responseLimit,
          peers: request.peers, sink: request.sink, continuation: continuation)
        ticket.hand(transfer, to: loop)
      }
    } onCancel: {
      ticket.cancel(in: loop)
    }
    return try result.get()
  }

  package func finish(_ request: HTTPRequest) async -> Result<HTTPResponse, TransportError> {
    do throws(TransportError) {
      let wire = try WireRequest(request)
      return await withCheckedContinuation { continuation in
        let transfer = CurlTransfer(
          wire, timeout: request.timeout, responseLimit: request.responseLimit,
          peers: request.peers, sink: request.sink, continuation: continuation)
        if !loop.submit(transfer) { transfer.cancel() }
      }
    } catch {
      return .failure(error)
    }
  }
}

/// Where a cancellation and the start of its transfer meet, whichever comes first.
private final class Ticket: Sendable {
  private enum State {
    case fresh, cancelled
    case sent(CurlTransfer)
  }

  private let state = Mutex(State.fresh)

  /// Submits the transfer, or ends it where its cancellation or the loop's end has come already.
  func hand(_ transfer: CurlTransfer, to loop: CurlLoop) {
    let isTaken = state.withLock { state in
      if case .cancelled = state { return false }
      state = .sent(transfer)
      return loop.submit(transfer)
    }
    if !isTaken { transfer.cancel() }
  }

  func cancel(in loop: CurlLoop) {
    state.withLock { state in
      if case .sent(let transfer) = state { loop.cancel(transfer) }
      state = .cancelled
    }
  }
}
