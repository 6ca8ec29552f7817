internal import HTTP
package import Server
internal import Synchronization

/// Serves actions by HTTP.
package final class ActionServer: Sendable {
  private let server: HTTPServer
  private let service: ActionService

  /// Starts to listen.
  ///
  /// Where callers need not show who they are, only this machine's own address is listened on.
  package init(
    _ service: ActionService, _ routes: ActionRoutes, options: HTTPServer.Options
  ) throws(ServerError) {
    var options = options
    options.bodyLimit = min(options.bodyLimit, CallLimits.bodyBytes)
    options.tooLarge = ActionRoutes.tooLarge
    options.malformed = ActionRoutes.malformed
    self.service = service
    if case .none = routes.authentication, options.address.kind != .loopback {
      throw ServerError(
        address: options.address, port: options.port,
        reason: "whoever reaches this machine could call its actions; set a bearer token or a "
          + "signing key, or listen on 127.0.0.1")
    }
    server = try HTTPServer(options) { routes.reply(to: $0) }
  }

  /// The address in the form clients take.
  package var url: String { server.url }
  package var port: UInt16 { server.port }

  /// Stops: new calls are refused, those in hand are answered and what is pending is delivered until
  /// `grace` returns; returns how many pending runs were given up.
  package func stop(grace: @escaping @Sendable () async -> Void) async -> Int {
    service.close()
    let end = Latch()
    let timer = Task {
      await grace()
      end.open()
    }
    async let abandoned = service.stop { await end.wait() }
    await server.stop { await end.wait() }
    let count = await abandoned
    timer.cancel()
    return count
  }
}

/// Holds whoever waits until it is opened, or the waiting task is cancelled.
private final class Latch: Sendable {
  private struct State {
    var isOpen = false
    var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    var lastTicket = 0
  }

  private let state = Mutex(State())

  func open() {
    let waiting = state.withLock { state in
      state.isOpen = true
      defer { state.waiting = [:] }
      return state.waiting
    }
    for continuation in waiting.values { continuation.resume() }
  }

  func wait() async {
    let ticket = state.withLock { state in
      state.lastTicket += 1
      return state.lastTicket
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          let isOver = state.isOpen || Task.isCancelled
          if !isOver { state.waiting[ticket] = continuation }
          return isOver
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume()
    }
  }
}
