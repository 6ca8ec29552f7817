/// How a transport connects, for all of its requests.
package struct CurlConfiguration: Sendable {
  /// Where requests go through a proxy.
  package enum Proxy: Sendable, Hashable {
    /// What `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` say.
    case environment
    case direct
    /// Every request goes through this proxy, as in `http://proxy.example:3128`.
    case url(String)
  }

  /// What `User-Agent` says, as in `gcsync/1.0.0`.
  package var userAgent: String
  /// A file of PEM certificates trusted in addition to the system's.
  package var caFile: String?
  package var proxy: Proxy
  package var version: HTTPVersionPolicy
  /// How many connections one host gets; HTTP/2 needs one for about a hundred requests at once.
  package var connectionsPerHost: Int
  /// How long a connection may take to be ready, where the request does not allow less.
  package var connectTimeout: Duration
  /// How many requests libcurl handles at once; the others wait for their turn.
  package var concurrentRequests: Int
  /// For how long a connection that nothing uses is kept for the next request.
  package var idleTime: Duration

  package init(
    userAgent: String, caFile: String? = nil, proxy: Proxy = .environment,
    version: HTTPVersionPolicy = .negotiated, connectionsPerHost: Int = 16,
    connectTimeout: Duration = .seconds(10), concurrentRequests: Int = 128,
    idleTime: Duration = .seconds(118)
  ) {
    self.userAgent = userAgent
    self.caFile = caFile
    self.proxy = proxy
    self.version = version
    self.connectionsPerHost = connectionsPerHost
    self.connectTimeout = connectTimeout
    self.concurrentRequests = concurrentRequests
    self.idleTime = idleTime
  }
}

extension CurlConfiguration {
  /// The configuration of a machine, where `SSL_CERT_FILE` names certificates to trust.
  package init(userAgent: String, environment: (String) -> String?) {
    let file = environment("SSL_CERT_FILE")
    self.init(userAgent: userAgent, caFile: file == "" ? nil : file)
  }
}

/// Which protocol is spoken with a server.
package enum HTTPVersionPolicy: Sendable, Hashable {
  /// HTTP/2 where a TLS server agrees to it, else HTTP/1.1.
  case negotiated
  case http1
  /// HTTP/2 without asking, also in clear text.
  case http2PriorKnowledge
}
