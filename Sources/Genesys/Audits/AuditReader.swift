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

    package init(audit: Wire.Audit, id: String) {
      (self.audit, self.id) = (audit, id)
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
  private let world: World

  package init(_ client: ReadingClient, world: World) {
    (self.client, self.world) = (client, world)
  }

  /// Returns who changed these objects last, as far as that can be found out.
  package func changes(of questions: [Question]) async -> Answer {
    var search = Search(budget: Self.mostRequests)
    let groups = Dictionary(grouping: Set(questions), by: \.audit)
      .sorted { ($0.key.service, $0.key.entity) < ($1.key.service, $1.key.entity) }
    for (audit, wanted) in groups {
      guard !search.isOver else { break }
      search.wanted = Set(wanted.map(\.id))
      await searchRecent(audit, &search)
      if !search.wanted.isEmpty, !search.isOver { await searchMonth(audit, &search) }
    }
    return search.answer
  }

  /// What is looked for and what was found so far.
  private struct Search {
    var answer = Answer()
    var wanted: Set<String> = []
    var budget: Int

    init(budget: Int) { self.budget = budget }

    var isOver: Bool { answer.isForbidden || budget <= 0 }

    /// Takes up entries that come from the last to the first.
    mutating func take(_ entries: [JSON], _ audit: Wire.Audit) {
      let sorted = entries.compactMap { entry in
        AuditReader.change(entry).map { (entry, $0) }
      }.sorted { $0.1.at > $1.1.at }
      for (entry, change) in sorted {
        guard let id = entry["entity"]?["id"]?.string, wanted.contains(id) else { continue }
        wanted.remove(id)
        answer.changes[Question(audit: audit, id: id)] = change
      }
    }
  }

  private func searchRecent(_ audit: Wire.Audit, _ search: inout Search) async {
    var number = 1
    while number <= Self.mostPages, !search.isOver, !search.wanted.isEmpty {
      var body = question(audit, search, back: Self.recent)
      (body["pageNumber"], body["pageSize"]) = (.number(JSONNumber(number)), 100)
      guard let page = await ask(.recentAudits(.object(body)), &search) else { return }
      search.take(page["entities"]?.array ?? [], audit)
      guard number < page["pageCount"]?.int ?? 1 else { return }
      number += 1
    }
  }

  private func searchMonth(_ audit: Wire.Audit, _ search: inout Search) async {
    let body = question(audit, search, back: Self.month)
    guard let begun = await ask(.audits(.object(body)), &search), let id = begun["id"]?.string,
      await isDone(id, &search)
    else { return }
    var cursor: String?
    for _ in 0..<Self.mostPages {
      var query = [URL.QueryItem("pageSize", "500"), URL.QueryItem("expand", "user")]
      if let cursor { query.append(URL.QueryItem("cursor", cursor)) }
      guard let page = await get(id, "/results", query, &search) else { return }
      search.take(page["entities"]?.array ?? [], audit)
      cursor = page["cursor"]?.string
      guard cursor != nil, !search.wanted.isEmpty, !search.isOver else { return }
    }
  }

  private func isDone(_ id: String, _ search: inout Search) async -> Bool {
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
  private func question(_ audit: Wire.Audit, _ search: Search, back: Duration) -> JSONObject {
    let now = world.serverTime()
    // A second more, so that what happened in this one is among it.
    let end = Timestamp(seconds: now.seconds + 1)
    let start = Timestamp(seconds: now.advanced(by: .zero - back).seconds)
    var filters: [JSON] = [["property": "EntityType", "value": .string(audit.entity)]]
    if search.wanted.count == 1, let id = search.wanted.first {
      filters.append(["property": "EntityId", "value": .string(id)])
    }
    return [
      "interval": .string("\(start.rfc3339)/\(end.rfc3339)"),
      "serviceName": .string(audit.service), "filters": .array(filters),
      "sort": [["name": "Timestamp", "sortOrder": "descending"]],
    ]
  }

  private func ask(_ question: ReadingQuestion, _ search: inout Search) async -> JSON? {
    search.budget -= 1
    do throws(HTTPFailure) {
      return read(try await client.ask(question).response, &search)
    } catch {
      search.answer.problem = error.detail
      return nil
    }
  }

  private func get(
    _ id: String, _ rest: String, _ query: [URL.QueryItem], _ search: inout Search
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

  private func read(_ response: HTTPResponse, _ search: inout Search) -> JSON? {
    if response.isSuccess { return response.json }
    search.answer.isForbidden = [401, 403].contains(response.status)
    search.answer.problem = "the audit query was answered \(response.status)"
    return nil
  }

  /// Reads an entry; nil where it changed nothing.
  private static func change(_ entry: JSON) -> Change? {
    guard let at = entry["eventDate"]?.string.flatMap(Timestamp.init(rfc3339:)),
      entry["status"]?.string != "FAILURE",
      !["View", "Read", "Download", "Execute", "Export"].contains(entry["action"]?.string)
    else { return nil }
    func text(_ json: JSON?) -> String? { json?.string.flatMap { $0.isEmpty ? nil : $0 } }
    let client = text(entry["client"]?["id"]).map { "OAuth client \($0)" }
    let by = text(entry["user"]?["name"]) ?? client ?? text(entry["user"]?["id"])
    return Change(by: by ?? "Genesys Cloud", at: at)
  }
}
