internal import HTTP

/// Why the external API gave no answer to go on with.
package struct UpstreamFailure: Error, Sendable, Hashable {
  package let kind: ActionReply.Kind
  /// What the caller is told, without secret, address or control character.
  package let text: String
  /// The status of the last answer, where there was one.
  package let status: Int?
  /// How often the API was asked.
  package let attempts: Int
  /// What the log is told, without header, query or body.
  package let detail: String
  /// What whoever wrote the action can do, where that is known.
  package var remedy: String?

  package var reply: ActionReply { .failure(text, kind, detail: advice) }

  /// What the log is told, with the remedy.
  package var advice: String { remedy.map { "\(detail); \($0)" } ?? detail }
}

extension UpstreamFailure {
  static let timeoutText = "Request to external API timed out."

  /// Makes the failure of an answer whose status is none of success.
  init(_ response: HTTPResponse, said text: String, attempts: Int) {
    self.init(
      kind: .upstream, text: "HTTP Error: \(response.status) - \(text)", status: response.status,
      attempts: attempts, detail: "status \(response.status)")
  }

  /// Makes the failure of a call whose time is up.
  init(timeoutAfter attempts: Int, detail: String) {
    self.init(
      kind: .timeout, text: Self.timeoutText, status: nil, attempts: attempts, detail: detail)
  }

  /// Makes the failure of a call that got no answer.
  init(_ error: TransportError, attempts: Int, remedy: String? = nil) {
    guard error.reason != .timeout else {
      self.init(timeoutAfter: attempts, detail: error.detail)
      return
    }
    self.init(
      kind: error.kind, text: "Internal Server Error: \(error.words)", status: nil,
      attempts: attempts, detail: error.detail, remedy: remedy)
  }
}

extension TransportError {
  fileprivate var kind: ActionReply.Kind {
    switch reason {
    case .cancelled: .busy
    case .timeout: .timeout
    case .forbidden, .unsupported: .internal
    case .malformed: mayHaveBeenSent ? .upstream : .internal
    case .unresolvedHost, .refused, .tls, .connectionLost, .tooLarge, .proxy: .upstream
    }
  }

  /// What went wrong, without libcurl's words, which name hosts and addresses.
  fileprivate var words: String {
    switch reason {
    case .unresolvedHost: "the external API's host has no address"
    case .refused: "the external API accepts no connection"
    case .tls: "the external API's certificate or protocol is not trusted"
    case .timeout: "the external API takes too long"
    case .connectionLost: "the external API broke off its answer"
    case .tooLarge: "the external API's answer is too large"
    case .cancelled: "the action was stopped"
    case .proxy: "the proxy did not let the request through"
    case .malformed where mayHaveBeenSent: "the external API's answer makes no sense"
    case .malformed, .unsupported: "the request to the external API cannot be sent"
    case .forbidden: "the external API's address is not allowed"
    }
  }
}
