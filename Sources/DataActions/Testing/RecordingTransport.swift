package import HTTP
package import JSON
internal import Synchronization

/// Passes requests on and keeps the answers, so that a test can give them again.
package final class RecordingTransport: Transport {
  private let transport: any Transport
  private let answers = Mutex<[HTTPResponse]>([])

  package init(_ transport: any Transport) {
    self.transport = transport
  }

  package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let answer = try await transport.send(request)
    answers.withLock { $0.append(answer) }
    return answer
  }

  /// Returns a test as a manifest has it: the input, the last answer, and what came of them.
  ///
  /// Of the headers only the media type is kept, for others may hold tokens.
  package func fixture(named name: String, input: JSON, _ trace: ActionTrace) -> JSON {
    var test: JSONObject = ["name": .string(name), "input": input]
    if let answer = answers.withLock({ $0.last }) {
      var upstream = JSONObject()
      if answer.status != 200 { upstream["status"] = .number(JSONNumber(answer.status)) }
      if let type = answer.headers["Content-Type"], !type.hasPrefix("application/json") {
        upstream["headers"] = ["Content-Type": .string(type)]
      }
      if let body = try? JSON.parse(answer.body) {
        upstream["body"] = body
      } else if !answer.body.isEmpty {
        upstream["text"] = .string(String(decoding: answer.body, as: UTF8.self))
      }
      test["upstream"] = .object(upstream)
    } else {
      test["upstream"] = ["fails": "unreachable"]
    }
    if let result = trace.finalResult {
      test["expect"] = ["output": result]
    } else {
      test["expect"] = ["error": .string(trace.failed?.failure?.message ?? "")]
    }
    return .object(test)
  }
}
