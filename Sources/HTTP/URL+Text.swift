extension URL {
  /// The URL as it goes on the wire, every name and value of the query strictly percent-encoded.
  package var text: String {
    query.isEmpty ? origin + path : "\(origin)\(path)?\(queryText)"
  }

  /// The query without its question mark: `name=value` pairs in their order.
  package var queryText: String {
    query.map { "\($0.name.utf8.percentEncoded())=\($0.value.utf8.percentEncoded())" }
      .joined(separator: "&")
  }

  /// The host, and the port where it is not the scheme's own, as the `Host` header has them.
  package var authority: String {
    let shown = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
    return port.map { String(joining: [shown, ":", String($0)]) } ?? shown
  }

  /// Returns this URL with a further, already percent-encoded path behind its own.
  package func appending(path further: String) -> URL {
    var url = self
    let slash = UInt8(ascii: "/")
    while url.path.utf8.last == slash { url.path.removeLast() }
    url.path += further.utf8.first == slash ? further : "/" + further
    return url
  }

  /// Returns this URL with one more path segment, whatever characters it holds.
  package func appending(segment: String) -> URL {
    appending(path: URL.percentEncoded(segment: segment))
  }

  /// Returns this URL with a further query item.
  package func appending(query name: String, _ value: String) -> URL {
    var url = self
    url.query.append(QueryItem(name, value))
    return url
  }

  /// Encodes a text so that it is one path segment, even where it is `..` or holds slashes.
  package static func percentEncoded(segment: String) -> String {
    switch segment {
    case ".": "%2E"
    case "..": "%2E%2E"
    default: segment.utf8.percentEncoded()
    }
  }

  /// Encodes a text as a path of its own, slashes kept as separators: an S3 key.
  package static func percentEncoded(path: String) -> String {
    path.split(separator: "/", omittingEmptySubsequences: false)
      .map { percentEncoded(segment: String($0)) }.joined(separator: "/")
  }
}

extension URL: CustomStringConvertible {
  /// The URL without its query, which may hold tokens.
  package var description: String { origin + path }
}
