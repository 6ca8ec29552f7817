/// An absolute http or https URL, its path percent-encoded and its query a list of decoded items.
package struct URL: Sendable, Hashable {
  package struct QueryItem: Sendable, Hashable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// `http` or `https`.
  package var scheme: String
  /// The host in lower case, an IPv6 address without its brackets.
  package var host: String
  /// The port where it is not the scheme's own.
  package var port: Int?
  /// The path as it goes on the wire, `/` at least.
  package var path: String
  package var query: [QueryItem]

  package init(scheme: String, host: String, port: Int?, path: String, query: [QueryItem] = []) {
    self.scheme = scheme
    self.host = host
    self.port = port
    self.path = path
    self.query = query
  }
}

extension URL {
  /// The scheme, host and port, as in `https://api.mypurecloud.com`.
  package var origin: String {
    String(joining: [scheme, "://", authority])
  }
}
