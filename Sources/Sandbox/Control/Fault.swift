import HTTP
import JSON
import Server

/// A fault to be played on requests that match, so that a client shows how it copes.
struct Fault: Sendable {
  enum Drop: String, Sendable { case before, after }

  var method: String?
  var path: Glob?
  /// The first matching request it is played on, counted from 1.
  var nth = 1
  /// How many matching requests it is played on; nil plays it for ever.
  var times: Int?
  var status: Int?
  var headers = HTTPHeaders()
  var body: [UInt8]?
  var delay: Duration = .zero
  var drop: Drop?
  /// How many requests have matched so far.
  var seen = 0

  /// Counts a request and returns whether the fault is played on it.
  mutating func matches(_ request: ServerRequest) -> Bool {
    if let method, method != "*", method.uppercased() != request.method { return false }
    if let path, !path.matches(request.path) { return false }
    seen += 1
    guard seen >= nth else { return false }
    return times.map { seen < nth + $0 } ?? true
  }

  /// Whether the request must not reach the service.
  var isInPlaceOfEffect: Bool { drop == .before || (drop == nil && status != nil) }

  /// The answer given in place of the service's, or what is left of the service's own.
  func response(to served: ServerResponse?) -> ServerResponse {
    if drop != nil { return .drop }
    var response = served ?? ServerResponse(status: status ?? 500)
    if let body {
      response.body = body
      response.statedLength = nil
    }
    for field in headers.fields { response.headers[field.name] = nil }
    for field in headers.fields { response.headers.add(field.name, field.value) }
    return response
  }
}

/// A pattern in which `*` stands for any characters, `/` among them, and `?` for one.
struct Glob: Sendable {
  private let pattern: [UInt8]
  private let anyCharacter: UInt8?

  /// Reads a pattern; without a character for any one, only `*` has a meaning.
  init(_ text: String, anyCharacter: UInt8? = UInt8(ascii: "?")) {
    pattern = Array(text.utf8)
    self.anyCharacter = anyCharacter
  }

  func matches(_ text: String) -> Bool {
    let text = Array(text.utf8)
    var (position, at) = (0, 0)
    var star: (position: Int, at: Int)?
    while at < text.count {
      if position < pattern.count, pattern[position] == UInt8(ascii: "*") {
        star = (position, at)
        position += 1
      } else if position < pattern.count,
        pattern[position] == anyCharacter || pattern[position] == text[at]
      {
        position += 1
        at += 1
      } else if let last = star {
        star = (last.position, last.at + 1)
        (position, at) = (last.position + 1, last.at + 1)
      } else {
        return false
      }
    }
    return pattern[position...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
