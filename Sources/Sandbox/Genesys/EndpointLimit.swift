import JSON
import Server

/// A limit of its own on the requests that match, counted for each client.
struct EndpointLimit: Sendable {
  let method: String?
  let path: Glob
  let pattern: String
  let limit: RateLimit

  func matches(_ request: ServerRequest) -> Bool {
    if let method, method != "*", method.uppercased() != request.method { return false }
    return path.matches(request.path)
  }

  /// The name of a client's window under this limit.
  func window(of client: String) -> String { "\(client) \(method ?? "*") \(pattern)" }

  /// Reads the limits of `{"limits": […]}` or of a bare list.
  static func list(_ json: JSON) throws(SandboxInputError) -> [EndpointLimit] {
    guard let list = json.array ?? json["limits"]?.array else {
      throw SandboxInputError("a list `limits` is expected")
    }
    var limits: [EndpointLimit] = []
    for (index, item) in list.enumerated() {
      do {
        limits.append(try EndpointLimit(item))
      } catch {
        throw SandboxInputError("limits[\(index)]: \(error.description)")
      }
    }
    return limits
  }

  private init(_ json: JSON) throws(SandboxInputError) {
    try Known.check(json, "a limit", ["method", "path", "allowed", "seconds"])
    guard let pattern = json["path"]?.string else { throw SandboxInputError("path is missing") }
    let seconds = json["seconds"] ?? 60
    guard let allowed = json["allowed"]?.int, allowed > 0, let seconds = seconds.int, seconds > 0
    else { throw SandboxInputError("allowed and seconds must be whole numbers above 0") }
    method = json["method"]?.string
    self.pattern = pattern
    path = Glob(pattern)
    limit = RateLimit(allowed: allowed, window: .seconds(seconds))
  }
}
