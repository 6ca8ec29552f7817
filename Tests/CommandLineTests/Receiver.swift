import HTTP
import JSON
import Server
import Synchronization

/// A receiver of webhooks on this machine that answers with one status after another.
final class Receiver: Sendable {
  private final class Kept: Sendable {
    let state: Mutex<(statuses: [Int], requests: [(headers: HTTPHeaders, body: [UInt8])])>

    init(_ statuses: [Int]) { state = Mutex((statuses, [])) }
  }

  private let kept: Kept
  private let server: HTTPServer

  /// Answers with these statuses and then with 200.
  init(_ statuses: [Int] = []) throws {
    let kept = Kept(statuses)
    self.kept = kept
    server = try HTTPServer { request in
      let status = kept.state.withLock { state in
        state.requests.append((request.headers, request.body))
        return state.statuses.isEmpty ? 200 : state.statuses.removeFirst()
      }
      return .now(ServerResponse(status: status))
    }
  }

  var url: String { server.url + "/hook/canary-path" }
  var requests: [(headers: HTTPHeaders, body: [UInt8])] { kept.state.withLock { $0.requests } }
  /// The documents that came, in their order.
  var documents: [JSON] { requests.map { (try? JSON.parse($0.body)) ?? .null } }
}
