/// An answer as it came: any status is an answer, only a broken conversation is an error.
package struct HTTPResponse: Sendable {
  package var status: Int
  package var headers: HTTPHeaders
  package var body: [UInt8]
  /// The protocol spoken, `1.1` or `2`.
  package var version: String
  /// How long the attempt took.
  package var latency: Duration

  package init(
    status: Int, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = [], version: String = "1.1",
    latency: Duration = .zero
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.version = version
    self.latency = latency
  }

  package var isSuccess: Bool { (200..<300).contains(status) }
}
