extension SigV4 {
  /// The one text both sides make of a request, whatever spelling it travelled in.
  struct CanonicalRequest {
    let text: String
    /// The names of the signed headers, sorted, between semicolons.
    let signedHeaders: String

    init(_ request: HTTPRequest, payload: String, style: Style) {
      let headers = canonicalHeaders(request)
      var names: [String] = []
      var parts = [
        request.method.rawValue, "\n", canonicalPath(request.url.path, style), "\n",
        canonicalQuery(request.url.query), "\n",
      ]
      for header in headers {
        if !names.isEmpty { names.append(";") }
        names.append(header.name)
        parts += [header.name, ":", header.value, "\n"]
      }
      signedHeaders = String(joining: names)
      text = String(joining: parts + ["\n", signedHeaders, "\n", payload])
    }
  }
}

private func canonicalPath(_ path: String, _ style: SigV4.Style) -> String {
  if path == "/" || path.isEmpty { return "/" }
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
  if items.isEmpty { return "" }
  return
    items
    .map { (name: $0.name.utf8.percentEncoded(), value: $0.value.utf8.percentEncoded()) }
    .sorted { ($0.name, $0.value) < ($1.name, $1.value) }
    .map { "\($0.name)=\($0.value)" }
    .joined(separator: "&")
}

/// Joins the values of each header in their order, names in lower case and sorted.
private func canonicalHeaders(_ request: HTTPRequest) -> [(name: String, value: String)] {
  var headers: [(name: String, value: String)] = []
  headers.reserveCapacity(request.headers.fields.count + 1)
  for field in request.headers.fields {
    let name = field.name.lowercased()
    if !unsignedHeaders.contains(name) { insert(name, singleSpaced(field.value), into: &headers) }
  }
  if !headers.contains(where: { $0.name == "host" }) {
    insert("host", request.url.authority, into: &headers)
  }
  return headers
}

/// Puts a header at its place in the order of names, or behind the earlier values of its own.
private func insert(
  _ name: String, _ value: String, into headers: inout [(name: String, value: String)]
) {
  let place = headers.firstIndex { $0.name >= name } ?? headers.endIndex
  if place < headers.endIndex, headers[place].name == name {
    headers[place].value += ",\(value)"
  } else {
    headers.insert((name, value), at: place)
  }
}

/// Drops white space at both ends and makes one space of any run within, line ends too.
private func singleSpaced(_ value: String) -> String {
  if isSingleSpaced(value) { return value }
  return value.unicodeScalars.split { $0 == " " || ("\t"..."\r").contains($0) }
    .map { String($0) }.joined(separator: " ")
}

private func isSingleSpaced(_ value: String) -> Bool {
  var value = value
  return value.withUTF8 { bytes in
    var before = UInt8(ascii: " ")
    for byte in bytes {
      if (9...13).contains(byte) || byte == UInt8(ascii: " ") && byte == before { return false }
      before = byte
    }
    return before != UInt8(ascii: " ") || bytes.isEmpty
  }
}

/// Headers that proxies and clients change or add on the way.
private let unsignedHeaders: Set<String> = [
  "authorization", "baggage", "connection", "expect", "keep-alive", "proxy-authenticate",
  "proxy-authorization", "te", "traceparent", "tracestate", "trailer", "transfer-encoding",
  "upgrade", "user-agent", "x-amzn-trace-id",
]
