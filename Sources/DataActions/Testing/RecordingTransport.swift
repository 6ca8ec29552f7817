package import HTTP
package import JSON
internal import Synchronization

/// Passes requests on and keeps the answers, so that a test can give them again.
package final class RecordingTransport: Transport {
  private let transport: any Transport
  private let outcomes = Mutex<[Result<HTTPResponse, TransportError>]>([])

  package init(_ transport: any Transport) {
    self.transport = transport
  }

  package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let outcome: Result<HTTPResponse, TransportError>
    do throws(TransportError) {
      outcome = .success(try await transport.send(request))
    } catch {
      outcome = .failure(error)
    }
    outcomes.withLock { $0.append(outcome) }
    return try outcome.get()
  }

  /// Returns a test as a manifest has it: the input, the last answer, and what came of them; nil where
  /// nothing was asked, or the answer is no text.
  ///
  /// Of the headers only the media type is kept, for others may hold tokens.
  package func fixture(
    named name: String, input: JSON, _ trace: ActionTrace, cover: SecretCover
  ) -> JSON? {
    guard let outcome = outcomes.withLock({ $0.last }), let upstream = Self.upstream(outcome)
    else { return nil }
    var test: JSONObject = [
      "name": .string(name), "input": cover.covered(input), "upstream": cover.covered(upstream),
    ]
    if let result = trace.finalResult {
      test["expect"] = ["output": cover.covered(result)]
    } else {
      test["expect"] = ["error": .string(cover.covered(trace.failed?.failure?.message ?? ""))]
    }
    return .object(test)
  }

  private static func upstream(_ outcome: Result<HTTPResponse, TransportError>) -> JSON? {
    switch outcome {
    case .failure(let error): return ["fails": error.reason == .timeout ? "timeout" : "unreachable"]
    case .success(let answer):
      var upstream = JSONObject()
      if answer.status != 200 { upstream["status"] = .number(JSONNumber(answer.status)) }
      if let type = answer.headers["Content-Type"], !type.hasPrefix("application/json") {
        upstream["headers"] = ["Content-Type": .string(type)]
      }
      // Of a failure the text is what counts, and blanks in it do.
      if answer.isSuccess, let body = try? JSON.parse(answer.body) {
        upstream["body"] = body
      } else if !answer.body.isEmpty {
        guard let text = String(validating: answer.body, as: UTF8.self) else { return nil }
        upstream["text"] = .string(text)
      }
      return .object(upstream)
    }
  }
}
