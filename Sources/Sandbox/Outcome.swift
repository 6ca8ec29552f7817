import HTTP
import JSON
import Server

/// What a service makes of a request.
struct Outcome: Sendable {
  var response: ServerResponse
  /// The path with its ids replaced by names, as the counts list it.
  var template: String
  /// How long the answer is held back beyond the sandbox's own latency.
  var delay: Duration = .zero
}

extension ServerResponse {
  init(status: Int, json: JSON, headers: HTTPHeaders = HTTPHeaders()) {
    self.init(status: status, encoded: Array(json.text.utf8), headers: headers)
  }

  /// An answer whose body already is JSON text.
  init(status: Int, encoded: [UInt8], headers: HTTPHeaders = HTTPHeaders()) {
    var headers = headers
    headers["Content-Type"] = "application/json; charset=UTF-8"
    self.init(status: status, headers: headers, body: encoded)
  }
}
