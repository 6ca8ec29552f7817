extension SigV4 {
  /// The one text both sides make of a request, whatever spelling it travelled in.
  struct CanonicalRequest {
    let text: String
    /// The names of the signed headers, sorted, between semicolons.
    let signedHeaders: String

    init(_ request: HTTPRequest, payload: String, style: Style) {
      let headers = canonicalHeaders(request)
      signedHeaders = headers.map(\.name).joined(separator: ";")
      text = [
        request.method.rawValue,
        canonicalPath(request.url.path, style),
        canonicalQuery(request.url.query),
        headers.map { "\($0.name):\($0.value)\n" }.joined(),
        signedHeaders,
        payload,
      ].joined(separator: "\n")
    }
  }
}

private func canonicalPath(_ path: String, _ style: SigV4.Style) -> String {
  let resolved = style.normalizesPath ? normalized(path) : path
  let wire = [UInt8]((resolved.isEmpty ? "/" : resolved).utf8)
  let encodedOnce = style.encodesPathTwice ? wire : wire.percentDecoded() ?? wire
  return encodedOnce.percentEncoded(keepingSlashes: true)
}

/// Resolves `.`, `..` and empty segments; only a slash at the very end is kept.
private func normalized(_ path: String) -> String {
  var segments: [Substring] = []
  for segment in path.split(separator: "/") where segment != "." {
    if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
  }
  let isFolder = path.hasSuffix("/") && !segments.isEmpty
  return "/" + segments.joined(separator: "/") + (isFolder ? "/" : "")
}

/// Sorts the query by its encoded names, then by its encoded values.
private func canonicalQuery(_ items: [URL.QueryItem]) -> String {
  items
    .map { (name: $0.name.utf8.percentEncoded(), value: $0.value.utf8.percentEncoded()) }
    .sorted { ($0.name, $0.value) < ($1.name, $1.value) }
    .map { "\($0.name)=\($0.value)" }
    .joined(separator: "&")
}

/// Joins the values of each header in their order, names in lower case and sorted.
private func canonicalHeaders(_ request: HTTPRequest) -> [(name: String, value: String)] {
  var values: [String: [String]] = ["host": [request.url.authority]]
  if !request.headers.all("host").isEmpty { values["host"] = [] }
  for field in request.headers.fields {
    let name = field.name.lowercased()
    if !unsignedHeaders.contains(name) {
      values[name, default: []].append(singleSpaced(field.value))
    }
  }
  return values.sorted { $0.key < $1.key }.map { ($0.key, $0.value.joined(separator: ",")) }
}

/// Drops white space at both ends and makes one space of any run within, line ends too.
private func singleSpaced(_ value: String) -> String {
  value.unicodeScalars.split { $0 == " " || ("\t"..."\r").contains($0) }
    .map { String($0) }.joined(separator: " ")
}

/// Headers that proxies and clients change or add on the way.
private let unsignedHeaders: Set<String> = [
  "authorization", "baggage", "connection", "expect", "keep-alive", "proxy-authenticate",
  "proxy-authorization", "te", "traceparent", "tracestate", "trailer", "transfer-encoding",
  "upgrade", "user-agent", "x-amzn-trace-id",
]
