import HTTP

/// A request that was found fit to be sent: its URL as text and its header lines.
struct WireRequest {
  let method: HTTPRequest.Method
  let url: String
  let headerLines: [String]
  let body: [UInt8]
  /// Whether the caller names the encodings it wants and gets them undecoded.
  let asksForEncoding: Bool

  init(_ request: HTTPRequest) throws(TransportError) {
    method = request.method
    url = try request.url.wire()
    headerLines = try request.headers.lines(bodyCount: request.body.count)
    body = request.body
    asksForEncoding = request.headers["Accept-Encoding"] != nil
    if method == .head && !body.isEmpty { throw refusal("a HEAD request has no body") }
  }
}

private func refusal(
  _ detail: String, _ reason: TransportError.Reason = .malformed
) -> TransportError {
  TransportError(reason, detail, mayHaveBeenSent: false)
}

extension URL {
  /// Returns the URL as text, or throws where a part would be read as another one.
  fileprivate func wire() throws(TransportError) -> String {
    guard scheme == "http" || scheme == "https" else {
      throw refusal("the URL is neither http nor https", .unsupported)
    }
    guard !host.isEmpty, host.utf8.allSatisfy(isHostByte), (1...65535).contains(port ?? 1) else {
      throw refusal("the URL's host or port is not one")
    }
    guard path.utf8.first == UInt8(ascii: "/"), path.utf8.allSatisfy(isPathByte) else {
      throw refusal("the URL's path is not percent-encoded")
    }
    return text
  }
}

private func isHostByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"): true
  default: isAlphanumeric(byte)
  }
}

private func isPathByte(_ byte: UInt8) -> Bool {
  (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "?") && byte != UInt8(ascii: "#")
}

private func isAlphanumeric(_ byte: UInt8) -> Bool {
  (48...57).contains(byte) || (97...122).contains(byte | 32)
}

extension HTTPHeaders {
  /// Returns the lines libcurl adds to its own, whose framing stays its own.
  fileprivate func lines(bodyCount: Int) throws(TransportError) -> [String] {
    var lines = ["Expect:"]
    if self["Content-Type"] == nil { lines.append("Content-Type:") }
    for field in fields {
      guard !field.name.isEmpty, consists(field.name, of: isTokenByte) else {
        throw refusal("a header name holds a character that no name has")
      }
      guard consists(field.value, of: { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
        throw refusal("the value of header \(field.name) holds a control character")
      }
      guard !isFraming(field, bodyCount: bodyCount) else {
        throw refusal("header \(field.name) is the transport's to set")
      }
      lines.append(
        field.value.isEmpty
          ? field.name + ";" : String(joining: [field.name, ": ", field.value]))
    }
    return lines
  }
}

/// Tells whether a text has only bytes of some kind.
private func consists(_ text: String, of isFit: (UInt8) -> Bool) -> Bool {
  var text = text
  return text.withUTF8 { $0.allSatisfy(isFit) }
}

private func isTokenByte(_ byte: UInt8) -> Bool {
  isAlphanumeric(byte) || byte == UInt8(ascii: "-") || "!#$%&'*+.^_`|~".utf8.contains(byte)
}

/// Tells whether a field says where the body ends in other words than libcurl will.
private func isFraming(_ field: HTTPHeaders.Field, bodyCount: Int) -> Bool {
  // None of the others needs to be put into lower case.
  guard [2, 6, 7, 10, 14, 17].contains(field.name.utf8.count) else { return false }
  return switch field.name.lowercased() {
  case "transfer-encoding", "connection", "expect", "upgrade", "te", "trailer": true
  case "content-length": field.value != String(bodyCount)
  default: false
  }
}
