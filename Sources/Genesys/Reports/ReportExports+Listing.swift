internal import HTTP
internal import JSON
internal import World

/// The list of exports, which is all the Platform API shows of them.
extension ReportExports {
  private static let pageSize = 100
  private static let mostPages = 100
  /// How often the list is looked at for an export that may just have been made.
  private static let looks: [Duration] = [.seconds(1), .seconds(2), .seconds(4)]

  /// Returns an export that was made since, of the name and the interval of a request.
  func find(
    _ request: ReportExportRequest, since: Timestamp
  ) async throws(ExportFailure) -> ExportID? {
    for wait in Self.looks {
      try await pause(wait)
      let found = try await listed { $0.isResult(of: request.body, since: since) }
      if let id = found?["id"]?.string { return ExportID(id: id) }
    }
    return nil
  }

  /// Returns the first export in the list of which something holds.
  ///
  /// Nobody promises an order. What was made last is on the first page or on the last one, so that
  /// these are read before the others.
  func listed(
    within limit: Duration? = nil, where holds: (JSON) -> Bool
  ) async throws(ExportFailure) -> JSON? {
    let end = limit.map { world.instant() + $0 }
    var number = 1
    var seen = 0
    while number >= 1, seen < Self.mostPages {
      let page = try await page(number, within: end.map { world.instant().duration(to: $0) })
      if let found = page["entities"]?.array?.first(where: holds) { return found }
      seen += 1
      let count = page["pageCount"]?.int ?? 1
      if number == 1 {
        guard count > 1 else { return nil }
        number = count
      } else {
        number -= 1
        if number == 1 { return nil }
      }
    }
    return nil
  }

  private func page(
    _ number: Int, within limit: Duration?
  ) async throws(ExportFailure) -> JSON {
    let query = [
      URL.QueryItem("pageSize", String(Self.pageSize)),
      URL.QueryItem("pageNumber", String(number)),
    ]
    let request = request(.get, Self.list, template: Self.list, query: query)
    let response = try await send(request, within: limit)
    guard response.status == 200, let page = response.json, page["entities"]?.array != nil else {
      throw problems.failure(of: response, to: request.line)
    }
    return page
  }
}

extension JSON {
  /// Whether an export in the list is what a request asked for.
  fileprivate func isResult(of body: JSON, since: Timestamp) -> Bool {
    guard let made = self["createdDateTime"]?.string.flatMap(Timestamp.init(rfc3339:)),
      made >= since
    else { return false }
    return self["name"] == body["name"] && self["viewType"] == body["viewType"]
      && interval(self["interval"]) == interval(body["interval"])
  }
}

/// An interval without regard to how its ends are written.
private func interval(_ text: JSON?) -> [IntervalEnd] {
  (text?.string ?? "").split(separator: "/").map { end in
    Timestamp(rfc3339: String(end)).map { .instant($0) } ?? .text(String(end))
  }
}

private enum IntervalEnd: Equatable {
  case instant(Timestamp)
  case text(String)
}
