internal import Server

/// What a request to a server of actions asks for.
enum Route {
  case health, ready, metrics
  /// A call, with the action's name where the path has it.
  case call(String?)
  /// Nothing there is, with the methods there are.
  case refused(ActionRefusal, allowing: String?)

  init(_ request: ServerRequest) {
    switch request.path {
    case "/": self = Self.post(request, .call(nil))
    case "/health": self = Self.get(request, .health)
    case "/ready": self = Self.get(request, .ready)
    case "/metrics": self = Self.get(request, .metrics)
    default:
      guard let name = Self.action(request.path) else {
        self = .refused(
          ActionRefusal(.notFound, "Not found: there is no such path."), allowing: nil)
        return
      }
      self = Self.post(request, .call(name))
    }
  }

  /// Reads `/actions/{name}`, whose name is one segment.
  private static func action(_ path: String) -> String? {
    guard path.hasPrefix("/actions/") else { return nil }
    let segment = path.dropFirst("/actions/".count)
    guard !segment.isEmpty, !segment.contains("/") else { return nil }
    let name = FormText.decoded(segment.utf8)
    return name.utf8.count <= CallEvent.nameLimit ? name : nil
  }

  private static func post(_ request: ServerRequest, _ route: Route) -> Route {
    request.method == "POST" ? route : .refused(method, allowing: "POST")
  }

  private static func get(_ request: ServerRequest, _ route: Route) -> Route {
    request.method == "GET" || request.method == "HEAD"
      ? route : .refused(method, allowing: "GET, HEAD")
  }

  private static let method = ActionRefusal(
    .method, "Not allowed: the path does not take this method.")
}
