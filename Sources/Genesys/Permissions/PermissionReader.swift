package import HTTP
internal import JSON
package import Reconciler

/// Finds out what a client is allowed, with as few reads as that takes.
package struct PermissionReader: Sendable {
  private let client: ReadingClient
  private let profile: Profile

  package init(_ client: ReadingClient, profile: Profile) {
    self.client = client
    self.profile = profile
  }

  /// An answer by its status, nil where none came, and what stands in it.
  package struct Answer: Sendable {
    package let status: Int?
    package let headers: HTTPHeaders
    let body: JSON?
    /// Why no answer came.
    package let failure: HTTPFailure?
  }

  private static let clients = "/api/v2/oauth/clients/"
  private static let roles = "/api/v2/authorization/roles/"

  /// Reads an OAuth client, which names its roles.
  package func oauthClient(_ id: String) async -> Answer {
    await get(Self.clients + URL.percentEncoded(segment: id), template: Self.clients + "{clientId}")
  }

  /// Reads the roles that a client was answered to have; says whether each could be read.
  package func grants(of client: Answer) async -> (grants: Grants, isWhole: Bool) {
    guard client.status == 200, let list = client.body?["roleDivisions"]?.array else {
      return (Grants(), false)
    }
    let ids = Set(list.compactMap { $0["roleId"]?.string }).sorted()
    var grants = Grants()
    var isWhole = true
    for id in ids {
      let role = await get(
        Self.roles + URL.percentEncoded(segment: id), template: Self.roles + "{roleId}")
      if role.status == 200, let body = role.body {
        grants.add(role: body)
      } else {
        isWhole = false
      }
    }
    return (grants, isWhole)
  }

  /// Reads one object of a kind's list, to see whether that is allowed.
  package func probe(_ kind: Kind) async -> Answer? {
    guard let wire = kind.wires[profile] else { return nil }
    var query = wire.query.map { URL.QueryItem($0.name, $0.value) }
    if wire.identity != .singleton, wire.paging != .whole {
      query.append(URL.QueryItem("pageSize", "1"))
    }
    return await get(wire.list, query: query)
  }

  private func get(
    _ path: String, query: [URL.QueryItem] = [], template: String? = nil
  ) async -> Answer {
    do throws(HTTPFailure) {
      let response = try await client.get(path, query: query, template: template).response
      return Answer(
        status: response.status, headers: response.headers, body: response.json, failure: nil)
    } catch {
      return Answer(status: nil, headers: HTTPHeaders(), body: nil, failure: error)
    }
  }
}
