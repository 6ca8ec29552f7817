/// A request as a value: nothing in it says how or whether it will be sent.
package struct HTTPRequest: Sendable {
  package enum Method: String, Sendable, CaseIterable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"

    /// Whether sending it twice leaves the server as sending it once does.
    package var isIdempotent: Bool { self != .post && self != .patch }
  }

  package var method: Method
  package var url: URL
  package var headers: HTTPHeaders
  package var body: [UInt8]
  /// The path with its ids replaced by names, for logs and metrics: `/api/v2/webhooks/{id}`.
  package var template: String
  /// How long one attempt may take.
  package var timeout: Duration
  /// How many bytes of answer are read before it is refused.
  package var responseLimit: Int
  /// Whether it may be sent again although it may have been carried out.
  package var isRepeatable: Bool
  /// What judges each address before it is connected to; such a request goes through no proxy, which
  /// would connect to whatever it likes.
  package var peers: PeerGuard?
  /// What takes the body of a successful answer, which is then left out of the answer.
  package var sink: BodySink?

  package init(
    _ method: Method, _ url: URL, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = [],
    template: String? = nil, timeout: Duration = .seconds(15), responseLimit: Int = 64 << 20,
    isRepeatable: Bool? = nil, peers: PeerGuard? = nil, sink: BodySink? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.template = template ?? url.path
    self.timeout = timeout
    self.responseLimit = responseLimit
    self.isRepeatable = isRepeatable ?? method.isIdempotent
    self.peers = peers
    self.sink = sink
  }
}

extension HTTPRequest {
  /// What a service counts and limits as one: the method and the path without ids.
  package var endpoint: String { String(joining: [method.rawValue, " ", template]) }

  /// The request line without query values, which may hold tokens.
  package var line: String { "\(method.rawValue) \(url.origin)\(url.path)" }
}
