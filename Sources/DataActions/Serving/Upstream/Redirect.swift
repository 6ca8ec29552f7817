internal import HTTP

/// Where an answer sends its reader.
struct Redirect {
  /// The request to make instead; nil where the place cannot be read.
  let request: HTTPRequest?

  /// Reads an answer with one of the five statuses and a `Location`; any other is no redirect.
  init?(_ response: HTTPResponse, to request: HTTPRequest) {
    guard [301, 302, 303, 307, 308].contains(response.status),
      let location = response.headers["Location"]
    else { return nil }
    guard let target = request.url.resolving(location: location) else {
      self.request = nil
      return
    }
    var next = request
    next.url = target
    if Self.becomesRead(request.method, response.status) {
      next.method = .get
      next.isRepeatable = true
      next.body = []
      for name in ["Content-Type", "Content-Encoding", "Content-Language", "Content-Location"] {
        next.headers[name] = nil
      }
    }
    self.request = next
  }

  /// Whether the next request is a GET: behind 303 always, behind 301 and 302 for a POST, as all
  /// clients have come to do.
  private static func becomesRead(_ method: HTTPRequest.Method, _ status: Int) -> Bool {
    switch status {
    case 303: method != .get && method != .head
    case 301, 302: method == .post
    default: false
    }
  }
}
