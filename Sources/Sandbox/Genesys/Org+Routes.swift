import HTTP
import JSON
import Server

extension Org {
  /// A request to one collection, or to one object of it.
  struct Route {
    let position: Int
    let id: String?
    let template: String
    var ids: [String] = []
    var operation: PlatformOperation?
    var alias: PlatformRule.Alias?
  }

  /// Returns where a request leads.
  func route(_ request: ServerRequest) -> Route? {
    let path = request.path
    if let operation = operation(request) { return operation }
    if let found = paths[path] {
      return Route(position: found.position, id: nil, template: path, alias: found.alias)
    }
    guard let slash = path.lastIndex(of: "/"), path.index(after: slash) < path.endIndex,
      let found = paths[String(path[..<slash])]
    else { return nil }
    let id = FormText.decoded(path[path.index(after: slash)...].utf8)
    return Route(
      position: found.position, id: id, template: path[..<slash] + "/{id}", ids: [id],
      alias: found.alias)
  }

  private func operation(_ request: ServerRequest) -> Route? {
    let method = request.method == "HEAD" ? "GET" : request.method
    let parts = request.path.split(separator: "/", omittingEmptySubsequences: false)
    for operation in PlatformOperation.all where operation.method == method {
      guard let ids = operation.match(parts), let position = position(of: operation.collection)
      else { continue }
      return Route(
        position: position, id: ids.first, template: operation.template, ids: ids,
        operation: operation)
    }
    return nil
  }
}
