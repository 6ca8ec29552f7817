internal import Diagnostics
internal import HTTP
internal import JSON
package import Reconciler
package import World

/// Finds out who changed objects last, from the org's audit trail, with few requests.
///
/// The query that answers at once knows two weeks; what it does not know is looked for a month back,
/// by a query that runs for a while. What is not found then is not known.
package struct AuditReader: Sendable {
  /// An object that somebody changed.
  package struct Question: Sendable, Hashable {
    package let audit: Wire.Audit
    package let id: String
    package let interest: AuditInterest
    /// When the object was last as it was applied: what happened before is not what is asked for.
    package let since: Timestamp?

    package init(
      audit: Wire.Audit, id: String, interest: AuditInterest, since: Timestamp? = nil
    ) {
      (self.audit, self.id, self.interest) = (audit, id, interest)
      // A clock that goes wrong a little hides no change.
      self.since = since.map { $0.advanced(by: .seconds(-300)) }
    }
  }

  /// Who changed an object last, and when.
  package struct Change: Sendable, Hashable {
    package let by: String
    package let at: Timestamp
  }

  package struct Answer: Sendable {
    package var changes: [Question: Change] = [:]
    /// Why not all could be found out, in words.
    package var problem: String?
    /// Whether the client lacks the permission.
    package var isForbidden = false
  }

  /// The permission it takes.
  package static let permission = "audits:audit:view"

  private static let recent = Duration.seconds(14 * 86_400 - 600)
  private static let month = Duration.seconds(30 * 86_400)
  /// How many requests all of it may take.
  private static let mostRequests = 60
  private static let mostPages = 5
  private static let waits = [1, 1, 2, 2, 3, 5, 5, 5].map { Duration.seconds($0) }

  private let client: ReadingClient
  /// The OAuth client that gcsync itself works with; nil where that is not known.
  private let ownClient: String?
  private let world: World

  package init(_ client: ReadingClient, ownClient: String? = nil, world: World) {
    (self.client, self.ownClient, self.world) = (client, ownClient, world)
  }

  /// Returns who last did to these objects what is asked for, as far as that can be found out.
  package func changes(of questions: [Question]) async -> Answer {
    var search = AuditSearch(ownClient: ownClient, budget: Self.mostRequests)
    let groups = Dictionary(grouping: Set(questions), by: \.audit)
      .sorted { ($0.key.service, $0.key.entity) < ($1.key.service, $1.key.entity) }
    for (audit, wanted) in groups {
      guard !search.isOver else { break }
      search.want(wanted)
      let isWhole = await searchRecent(audit, &search)
      let start = world.serverTime().advanced(by: .zero - Self.recent)
      search.settle(before: isWhole ? start : nil)
      if !search.wanted.isEmpty, !search.isOver { await searchMonth(audit, &search) }
      search.settle()
    }
    return search.answer
  }

  /// Looks through the last two weeks; returns whether that was all of them.
  private func searchRecent(_ audit: Wire.Audit, _ search: inout AuditSearch) async -> Bool {
    var number = 1
    while number <= Self.mostPages, !search.isOver, !search.wanted.isEmpty {
      var body = question(audit, search, back: Self.recent)
      (body["pageNumber"], body["pageSize"]) = (.number(JSONNumber(number)), 100)
      guard let page = await ask(.recentAudits(.object(body)), &search) else { return false }
      search.take(page["entities"]?.array ?? [])
      guard number < page["pageCount"]?.int ?? 1 else { return true }
      number += 1
    }
    return search.wanted.isEmpty
  }

  private func searchMonth(_ audit: Wire.Audit, _ search: inout AuditSearch) async {
    let body = question(audit, search, back: Self.month)
    guard let begun = await ask(.audits(.object(body)), &search), let id = begun["id"]?.string,
      await isDone(id, &search)
    else { return }
    var cursor: String?
    for _ in 0..<Self.mostPages {
      var query = [URL.QueryItem("pageSize", "500"), URL.QueryItem("expand", "user")]
      if let cursor { query.append(URL.QueryItem("cursor", cursor)) }
      guard let page = await get(id, "/results", query, &search) else { return }
      search.take(page["entities"]?.array ?? [])
      cursor = page["cursor"]?.string
      guard cursor != nil, !search.wanted.isEmpty, !search.isOver else { return }
    }
  }

  private func isDone(_ id: String, _ search: inout AuditSearch) async -> Bool {
    for wait in Self.waits {
      guard (try? await world.sleep(wait)) != nil,
        let status = await get(id, "", [], &search)
      else { return false }
      switch status["state"]?.string {
      case "Succeeded": return true
      case "Failed", "Cancelled":
        search.answer.problem = "the audit query did not come to an end"
        return false
      default: break
      }
    }
    search.answer.problem = "the audit query took too long"
    return false
  }

  /// What is asked of objects of one type, the last change first.
  private func question(
    _ audit: Wire.Audit, _ search: AuditSearch, back: Duration
  ) -> JSONObject {
    let now = world.serverTime()
    // A second more, so that what happened in this one is among it.
    let end = Timestamp(seconds: now.seconds + 1)
    let start = Timestamp(seconds: now.advanced(by: .zero - back).seconds)
    var filters: [JSON] = [["property": "EntityType", "value": .string(audit.entity)]]
    if search.wanted.count == 1, let id = search.wanted.first?.key {
      filters.append(["property": "EntityId", "value": .string(id)])
    }
    return [
      "interval": .string("\(start.rfc3339)/\(end.rfc3339)"),
      "serviceName": .string(audit.service), "filters": .array(filters),
      "sort": [["name": "Timestamp", "sortOrder": "descending"]],
    ]
  }

  private func ask(_ question: ReadingQuestion, _ search: inout AuditSearch) async -> JSON? {
    search.budget -= 1
    do throws(HTTPFailure) {
      return read(try await client.ask(question).response, &search)
    } catch {
      search.answer.problem = error.detail
      return nil
    }
  }

  private func get(
    _ id: String, _ rest: String, _ query: [URL.QueryItem], _ search: inout AuditSearch
  ) async -> JSON? {
    search.budget -= 1
    let path = "/api/v2/audits/query/"
    do throws(HTTPFailure) {
      let exchange = try await client.get(
        path + URL.percentEncoded(segment: id) + rest, query: query,
        template: path + "{transactionId}" + rest)
      return read(exchange.response, &search)
    } catch {
      search.answer.problem = error.detail
      return nil
    }
  }

  private func read(_ response: HTTPResponse, _ search: inout AuditSearch) -> JSON? {
    if response.isSuccess { return response.json }
    search.answer.isForbidden = [401, 403].contains(response.status)
    search.answer.problem = "the audit query was answered \(response.status)"
    return nil
  }
}
