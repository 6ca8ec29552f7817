package import HTTP
import Synchronization

/// A transport that answers from a closure or a list and remembers what it was asked.
package final class ScriptedTransport: Transport {
  /// What comes back for one request.
  package typealias Answer = Result<HTTPResponse, TransportError>

  private let answer: @Sendable (HTTPRequest, Int) async -> Answer
  private let sent = Mutex<[HTTPRequest]>([])

  /// Answers the nth request, counted from 0, as the closure says.
  package init(_ answer: @escaping @Sendable (HTTPRequest, Int) async -> Answer) {
    self.answer = answer
  }

  /// Answers from a list, and with an empty 500 once the list has ended.
  package convenience init(_ answers: [Answer]) {
    self.init { _, index in
      index < answers.count ? answers[index] : .success(HTTPResponse(status: 500))
    }
  }

  /// Every request sent, in order.
  package var requests: [HTTPRequest] { sent.withLock { $0 } }

  package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let index = sent.withLock { requests in
      requests.append(request)
      return requests.count - 1
    }
    return try await answer(request, index).get()
  }
}

extension ScriptedTransport.Answer {
  /// An answer with a status, headers and a body in text.
  package static func status(
    _ status: Int, headers: HTTPHeaders = HTTPHeaders(), body: String = ""
  ) -> ScriptedTransport.Answer {
    .success(HTTPResponse(status: status, headers: headers, body: [UInt8](body.utf8)))
  }
}
