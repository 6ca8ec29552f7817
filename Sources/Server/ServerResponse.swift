package import HTTP

/// What goes back to the sender: an answer, or a closed connection in place of one.
package struct ServerResponse: Sendable {
  package var status: Int
  package var headers: HTTPHeaders
  package var body: [UInt8]
  /// The length stated in an answer to HEAD where it is not that of `body`.
  package var statedLength: Int?
  /// Whether the connection is closed without a byte of an answer.
  package var isDropped = false

  package init(
    status: Int, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = [], statedLength: Int? = nil
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.statedLength = statedLength
  }

  /// An answer that never comes: the connection is closed.
  package static let drop: ServerResponse = {
    var response = ServerResponse(status: 0)
    response.isDropped = true
    return response
  }()
}

/// How a handler answers: at once on the connection's thread, or after work that may wait.
package enum ServerReply: Sendable {
  case now(ServerResponse)
  case later(@Sendable () async -> ServerResponse)
}
