package import Diagnostics
internal import HTTP
package import JSON
package import Reconciler

/// What the first page of a list that no kind describes yet shows of it.
package struct ListProbe: Sendable {
  /// How the list goes on behind its first page.
  package let paging: Wire.Paging
  /// Whether the page left open how it goes on.
  package let isPagingOpen: Bool
  /// The objects on the page, each with an id.
  package let objects: [JSON]

  /// How many objects a page is asked for.
  package static let pageSize = 100

  /// Reads a page; nil where it is none.
  init?(_ page: JSON) {
    guard let entities = page["entities"]?.array else { return nil }
    objects = entities.filter { $0["id"]?.string != nil }
    if ["pageCount", "pageNumber"].contains(where: { page[$0]?.int != nil }) {
      (paging, isPagingOpen) = (.page, false)
    } else if page["nextPageToken"] != nil {
      (paging, isPagingOpen) = (.token, false)
    } else if let next = page["nextUri"]?.string, next.contains("after=") {
      (paging, isPagingOpen) = (.cursor, false)
    } else if ["nextUri", "previousUri", "selfUri"].contains(where: { page[$0] != nil }) {
      // What has no next page now may have one tomorrow, and a cursor is followed only where it is.
      (paging, isPagingOpen) = (.cursor, true)
    } else {
      (paging, isPagingOpen) = (.whole, true)
    }
  }
}

extension GenesysReader {
  /// Reads the first page of a list at a path.
  package func probe(
    _ path: String, query: [(name: String, value: String)]
  ) async throws(DiagnosticsError) -> ListProbe {
    let items =
      query.map { URL.QueryItem($0.name, $0.value) }
      + [URL.QueryItem("pageSize", String(ListProbe.pageSize))]
    let response = try await answer(path, items)
    if [404, 405].contains(response.status), !response.isPage {
      var problem = problems.problem(of: response, to: client.line(path))
      problem.code = "no-such-list"
      problem.message = "the org has no list at \(path): \(problem.message)"
      problem.hint = "a list's path is as in /api/v2/routing/skills, without an id behind it"
      throw DiagnosticsError(problem)
    }
    guard response.status == 200, let page = response.json else {
      throw DiagnosticsError(problems.problem(of: response, to: client.line(path)))
    }
    guard let probe = ListProbe(page) else {
      throw DiagnosticsError(
        .error(
          "no-list", "what stands at \(path) is no list: it has no entities",
          notes: problems.notes(response, client.line(path)),
          hint: "a single object, such as settings, is a kind whose identity is singleton; "
            + "schemas/RecordingSettings.json is one"))
    }
    return probe
  }

  /// Reads one object below a list; nil where there is none of that id.
  package func object(
    _ id: String, in path: String
  ) async throws(DiagnosticsError) -> JSON? {
    let path = "\(path)/\(URL.percentEncoded(segment: id))"
    let response = try await answer(path, [])
    if [404, 405].contains(response.status), !response.isPage { return nil }
    guard response.status == 200, let body = response.json, body["id"]?.string != nil else {
      throw DiagnosticsError(problems.problem(of: response, to: client.line(path)))
    }
    return body
  }

  private var problems: RequestProblem {
    RequestProblem(redactor: redactor, subject: "the list", permissions: Wire.Permissions())
  }

  private func answer(
    _ path: String, _ query: [URL.QueryItem]
  ) async throws(DiagnosticsError) -> HTTPResponse {
    do throws(HTTPFailure) {
      return try await client.get(path, query: query).response
    } catch {
      throw DiagnosticsError(problems.problem(of: error))
    }
  }
}
