package import HTTP

/// A request as it came in: what its sender wrote, and what that means.
package struct ServerRequest: Sendable {
  /// The method as it was sent, whatever it is.
  package var method: String
  /// The path as it was sent, still percent-encoded.
  package var path: String
  /// The query as it was sent, without its `?`.
  package var rawQuery: String
  package var headers: HTTPHeaders
  package var body: [UInt8]

  package init(
    method: String, path: String, rawQuery: String = "", headers: HTTPHeaders = HTTPHeaders(),
    body: [UInt8] = []
  ) {
    self.method = method
    self.path = path
    self.rawQuery = rawQuery
    self.headers = headers
    self.body = body
  }

  /// Splits a request target, in origin or absolute form, into path and query.
  package init(method: String, target: String, headers: HTTPHeaders, body: [UInt8] = []) {
    let origin = Self.originForm(target)
    let parts = origin.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    self.init(
      method: method, path: parts.first.map(String.init) ?? "/",
      rawQuery: parts.count > 1 ? String(parts[1]) : "", headers: headers, body: body)
  }

  /// The query's items, decoded, in their order; a name without `=` has the value "".
  package var query: [URL.QueryItem] { FormText.items(rawQuery) }

  /// Returns the first value of a query item.
  package func queryValue(_ name: String) -> String? {
    query.first { $0.name == name }?.value
  }

  private static func originForm(_ target: String) -> Substring {
    guard !target.hasPrefix("/"), let slashes = target.firstRange(of: "://") else {
      return target.isEmpty ? "/" : target[...]
    }
    let authority = target[slashes.upperBound...]
    guard let end = authority.firstIndex(where: { $0 == "/" || $0 == "?" }) else { return "/" }
    return authority[end...]
  }
}
