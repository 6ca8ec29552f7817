import Foundation
import HTTP
import JSON
import Server
import Synchronization

/// A code host on 127.0.0.1 as far as the workflows call it: GitHub's API and GitLab's, with what a test
/// lets it know, and a record of the comments.
final class FakeForge: Sendable {
  struct Comment: Sendable, Hashable {
    let id: Int
    let author: String
    var body: String
  }

  private struct State: Sendable {
    var comments: [Comment] = []
    var answers: [String: JSON] = [:]
    var files: [String: [UInt8]] = [:]
    var redirects: [String: String] = [:]
    var calls: [String] = []
    var tokens: Set<String> = []
  }

  private let shared: SharedState
  private let server: HTTPServer

  init() throws {
    let state = SharedState()
    shared = state
    server = try HTTPServer { request in .now(state.answer(request)) }
  }

  var url: String { server.url }
  var comments: [Comment] { shared.mutex.withLock(\.comments) }
  var calls: [String] { shared.mutex.withLock(\.calls) }
  var tokens: Set<String> { shared.mutex.withLock(\.tokens) }

  /// Lets somebody have written a comment before.
  func comment(_ body: String, by author: String) {
    shared.mutex.withLock {
      $0.comments.append(Comment(id: $0.comments.count + 1, author: author, body: body))
    }
  }

  /// Lets a path be answered with a document.
  func answer(_ path: String, _ document: JSON) {
    shared.mutex.withLock { $0.answers[path] = document }
  }

  func serve(_ path: String, _ bytes: [UInt8]) {
    shared.mutex.withLock { $0.files[path] = bytes }
  }

  /// Sends whoever asks for a path to another place, as a store of artifacts elsewhere is reached.
  func redirect(_ path: String, to url: String) {
    shared.mutex.withLock { $0.redirects[path] = url }
  }

  func end() async {
    await server.stop {}
  }

  /// The state with what answers from it.
  private final class SharedState: Sendable {
    let mutex = Mutex(State())

    func answer(_ request: ServerRequest) -> ServerResponse {
      mutex.withLock { state in
        state.calls.append("\(request.method) \(request.path)")
        let token = request.headers["Authorization"] ?? request.headers["Private-Token"] ?? ""
        state.tokens.insert(token)
        if let url = state.redirects[request.path] {
          return ServerResponse(status: 302, headers: ["Location": url], body: [])
        }
        if let bytes = state.files[request.path] { return ServerResponse(status: 200, body: bytes) }
        if let document = state.answers[request.path] {
          return Self.json(200, Self.asked(document, request))
        }
        if request.path.hasSuffix("/user") { return Self.json(200, ["id": "bot"]) }
        return Self.comments(request, &state)
      }
    }

    /// Leaves out what the query does not ask for: artifacts of other names, jobs that ended otherwise.
    private static func asked(_ document: JSON, _ request: ServerRequest) -> JSON {
      if let name = request.queryValue("name"), let artifacts = document["artifacts"]?.array {
        return ["artifacts": .array(artifacts.filter { $0["name"]?.string == name })]
      }
      if let status = request.queryValue("scope[]"), let jobs = document.array {
        return .array(jobs.filter { $0["status"]?.string == status })
      }
      return document
    }

    private static func comments(_ request: ServerRequest, _ state: inout State) -> ServerResponse {
      let parts = request.path.split(separator: "/").map(String.init)
      guard let index = parts.lastIndex(where: { ["comments", "notes"].contains($0) }) else {
        return json(404, ["message": "Not Found"])
      }
      let id = index + 1 < parts.count ? Int(parts[index + 1]) : nil
      let body = (try? JSON.parse(request.body))?["body"]?.string
      switch (request.method, id, body) {
      case ("GET", nil, _):
        let page = request.queryValue("page").flatMap(Int.init) ?? 1
        let size = request.queryValue("per_page").flatMap(Int.init) ?? 20
        return json(
          200, .array(state.comments.dropFirst((page - 1) * size).prefix(size).map(document)))
      case ("POST", nil, let body?):
        let comment = Comment(id: state.comments.count + 1, author: "bot", body: body)
        state.comments.append(comment)
        return json(201, document(comment))
      case ("PATCH", let id?, let body?), ("PUT", let id?, let body?):
        guard let index = state.comments.firstIndex(where: { $0.id == id }) else {
          return json(404, ["message": "Not Found"])
        }
        state.comments[index].body = body
        return json(200, document(state.comments[index]))
      default: return json(422, ["message": "Validation Failed"])
      }
    }

    private static func document(_ comment: Comment) -> JSON {
      [
        "id": .number(JSONNumber(comment.id)), "body": .string(comment.body),
        "user": ["type": comment.author == "bot" ? "Bot" : "User"],
        "author": ["id": .string(comment.author)],
      ]
    }

    private static func json(_ status: Int, _ document: JSON) -> ServerResponse {
      ServerResponse(
        status: status, headers: ["Content-Type": "application/json"],
        body: Array(document.text.utf8))
    }
  }
}
