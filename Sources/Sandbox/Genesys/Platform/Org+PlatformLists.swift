import HTTP
import JSON
import Server

extension Org {
  /// Answers a list in the pages of its style.
  func list(_ call: PlatformCall) throws(APIError) -> ServerResponse {
    let ids = listed(call)
    switch call.alias?.pager ?? self[call.position].rule.platform?.pager ?? .whole {
    case .numbered: return try numberedPage(of: ids, call)
    case .cursor: return try cursorPage(of: ids, call)
    case .whole:
      return ServerResponse(status: 200, json: ["entities": entities(ids[...], call)])
    case .bare: return ServerResponse(status: 200, json: entities(ids[...], call))
    }
  }

  /// The ids that pass the query's filters, in the server's order.
  private func listed(_ call: PlatformCall) -> [String] {
    let collection = self[call.position]
    let query = call.query
    let active = (collection.rule.platform?.filters ?? []).compactMap { filter in
      filter.values(query).map { (filter, $0) }
    }
    if active.isEmpty, call.alias?.flag == nil { return collection.seenIDs }
    return collection.seenIDs.filter { id in
      guard let object = collection.seen(id) else { return false }
      if let flag = call.alias?.flag, object[flag] != true { return false }
      return active.allSatisfy { $0.lets(object, through: $1) }
    }
  }

  private func entities(_ ids: ArraySlice<String>, _ call: PlatformCall) -> JSON {
    .array(
      ids.compactMap { id in
        self[call.position].seen(id).map { shown($0, call, inList: true) }
      })
  }

  func numberedPage(of ids: [String], _ call: PlatformCall) throws(APIError)
    -> ServerResponse
  {
    try numberedPage(of: ids, call) { entities($0, call) }
  }

  /// Answers the page asked for of anything that can be listed.
  func numberedPage<Element>(
    of ids: [Element], _ call: PlatformCall, entities: (ArraySlice<Element>) -> JSON
  ) throws(APIError) -> ServerResponse {
    let size = min(try number("pageSize", call) ?? 25, 100)
    let page = try number("pageNumber", call) ?? 1
    let count = (ids.count + size - 1) / size
    let start = min((page - 1) * size, ids.count)
    let end = min(start + size, ids.count)
    let uri = { (page: Int) in
      JSON.string(self.uri(call, ["pageSize": String(size), "pageNumber": String(page)]))
    }
    var body: JSONObject = [
      "entities": entities(ids[start..<end]),
      "pageSize": .number(.init(size)),
      "pageNumber": .number(.init(page)), "total": .number(.init(ids.count)),
      "firstUri": uri(1), "selfUri": uri(page), "lastUri": uri(max(count, 1)),
    ]
    if page > 1 { body["previousUri"] = uri(page - 1) }
    if page < count { body["nextUri"] = uri(page + 1) }
    body["pageCount"] = .number(.init(count))
    return ServerResponse(status: 200, json: .object(body))
  }

  private func cursorPage(of ids: [String], _ call: PlatformCall) throws(APIError)
    -> ServerResponse
  {
    let size = min(try number("pageSize", call) ?? 25, 200)
    let after = call.request.queryValue("after").flatMap { $0.isEmpty ? nil : $0 }
    let before = call.request.queryValue("before").flatMap { $0.isEmpty ? nil : $0 }
    let isAfter = { (id: String, bound: String) in
      bound.utf8.lexicographicallyPrecedes(id.utf8)
    }
    var rest = ids[...]
    if let after { rest = rest.drop { !isAfter($0, after) } }
    if let before { rest = rest.prefix { isAfter(before, $0) }.suffix(size) }
    let page = rest.prefix(size)
    var body: JSONObject = ["entities": entities(page, call)]
    if let last = page.last, last != ids.last {
      body["nextUri"] = .string(uri(call, ["pageSize": String(size), "after": last]))
    }
    body["selfUri"] = .string(uri(call, [:]))
    if let first = page.first, first != ids.first {
      body["previousUri"] = .string(uri(call, ["pageSize": String(size), "before": first]))
    }
    return ServerResponse(status: 200, json: .object(body))
  }

  private func number(_ name: String, _ call: PlatformCall) throws(APIError) -> Int? {
    guard let text = call.request.queryValue(name), !text.isEmpty else { return nil }
    guard let number = Int(text), number > 0, number < 1 << 31 else {
      throw .invalid(name, "\(name) must be a number above 0")
    }
    return number
  }

  /// Returns the list's own relative address with other page members in its query.
  private func uri(_ call: PlatformCall, _ page: KeyValuePairs<String, String>) -> String {
    let own = ["pageSize", "pageNumber", "after", "before"]
    let kept = page.isEmpty ? call.query : call.query.filter { !own.contains($0.name) }
    let items = kept.map { ($0.name, $0.value) } + page.map { ($0.key, $0.value) }
    guard !items.isEmpty else { return call.request.path }
    let query = items.map { "\($0)=\(URL.percentEncoded(segment: $1))" }.joined(separator: "&")
    return "\(call.request.path)?\(query)"
  }
}
