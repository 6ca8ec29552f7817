import Curl
import HTTP
import Testing

/// A transport that sends to this machine whatever the environment says of proxies.
func transport(
  proxy: CurlConfiguration.Proxy = .direct, caFile: String? = nil,
  version: HTTPVersionPolicy = .negotiated, connections: Int = 16
) -> CurlTransport {
  CurlTransport(
    CurlConfiguration(
      userAgent: "gcsync/test", caFile: caFile, proxy: proxy, version: version,
      connectionsPerHost: connections,
      // On a busy machine a test may wait for minutes between two requests.
      idleTime: .seconds(3600)))
}

/// Sends what must fail, and returns how it did.
func failure(of request: HTTPRequest, through transport: CurlTransport) async -> TransportError? {
  await #expect(throws: TransportError.self) { _ = try await transport.send(request) }
}

extension HTTPResponse {
  var text: String { String(decoding: body, as: UTF8.self) }
}

/// An answer with its length.
func answer(_ status: String = "200 OK", _ fields: [String] = [], body: String = "") -> String {
  let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + fields
  return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
}
