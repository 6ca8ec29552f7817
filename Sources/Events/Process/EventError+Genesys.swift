internal import HTTP
internal import JSON

extension EventError {
  /// Judges a request to Genesys that has no answer.
  init(_ failure: HTTPFailure) {
    switch failure.kind {
    case .rateLimited(let wait):
      self = .transient(.rateLimited, after: wait, failure.description)
    case .deadline where failure.attempts.last?.status == 429:
      self = .transient(.rateLimited, failure.description)
    case .authentication(let status) where status == 429:
      self = .transient(.rateLimited, failure.description)
    case .authentication(let status?) where (400..<500).contains(status):
      self = .fatal(.unauthorized, failure.description)
    case .hostNotAllowed: self = .fatal(.unauthorized, failure.description)
    case .transport, .deadline, .circuitOpen, .cancelled, .authentication:
      self = .transient(.unavailable, failure.description)
    }
  }

  /// Judges an answer of Genesys that is no success.
  init(_ response: HTTPResponse, conversation: String, wait: Duration?) {
    let body = try? JSON.parse(response.body, limits: JSON.Limits(bytes: 1 << 20))
    let said = body?["message"]?.string.map { ": " + String($0.prefix(200)) } ?? ""
    let what = "Genesys answered \(response.status) for the conversation \(conversation)\(said)"
    switch response.status {
    case 401:
      self = .fatal(.unauthorized, "\(what); the access token or the client is not valid any more")
    case 403 where body?["code"]?.string == "missing.permissions":
      self = .fatal(.unauthorized, "\(what); give the client's role that permission")
    case 404, 410:
      self = .permanent(.notFound, "the conversation \(conversation) is gone\(said)")
    case 429: self = .transient(.rateLimited, after: wait, what)
    case 408, 409, 412, 500...: self = .transient(.unavailable, after: wait, what)
    default: self = .permanent(.refused, what)
    }
  }
}
