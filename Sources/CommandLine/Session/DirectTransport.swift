internal import Curl
internal import HTTP
internal import Synchronization
internal import World

/// Reaches the services of the machine itself, past any proxy; made only where it is used.
final class DirectTransport: Transport {
  private let world: World
  private let made = Mutex<CurlTransport?>(nil)

  init(_ world: World) {
    self.world = world
  }

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    try await transport.send(request)
  }

  private var transport: CurlTransport {
    made.withLock { made in
      if let made { return made }
      var configuration = Connection.curl(world)
      configuration.proxy = .direct
      let transport = CurlTransport(configuration)
      made = transport
      return transport
    }
  }
}
