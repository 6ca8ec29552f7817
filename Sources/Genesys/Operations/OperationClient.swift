package import Diagnostics
internal import HTTP
package import JSON
package import Reconciler
internal import World

/// Starts, watches and stops the operations of one kind.
package struct OperationClient: Sendable {
  private let client: WritingClient
  private let reader: ReadingClient
  private let wire: OperationWire
  private let problems: RequestProblem
  let world: World

  init(_ writer: GenesysWriter, kind: Kind, wire: OperationWire) {
    client = writer.client
    reader = writer.reader.client
    world = writer.world
    self.wire = wire
    problems = RequestProblem(
      redactor: writer.reader.redactor, subject: kind.name, permissions: wire.permissions)
  }

  /// Creates an operation and returns its id; never sends it twice.
  ///
  /// Throws `outcome-unknown` where it may have been created and nobody knows its id.
  package func create(_ body: JSON) async throws(DiagnosticsError) -> String {
    let path = wire.collection + wire.create.path
    let response: HTTPResponse
    do throws(HTTPFailure) {
      response = try await client.send(.post, path, body, nil).response
    } catch {
      guard case .transport(_, mayHaveBeenSent: true) = error.kind else {
        throw DiagnosticsError(problems.problem(of: error))
      }
      throw unknown("its answer was lost", [.init("request: \(error.line)")])
    }
    let notes = problems.notes(response, client.line(.post, path))
    if response.status >= 500 { throw unknown("it was answered with \(response.status)", notes) }
    guard response.isSuccess else {
      throw DiagnosticsError(problems.problem(of: response, to: client.line(.post, path)))
    }
    guard let id = response.json?["id"]?.string, !id.isEmpty else {
      throw unknown("its answer names no id", notes)
    }
    return id
  }

  private func unknown(_ why: String, _ notes: [Diagnostic.Note]) -> DiagnosticsError {
    DiagnosticsError(
      .error(
        "outcome-unknown", "whether the operation was created is open: \(why)", notes: notes,
        hint: "it is not sent again; look at the list at \(wire.collection) for one that was made "
          + "just now"))
  }

  /// Sets off what was created; a kind that needs no such call is left alone.
  package func start(_ id: String) async throws(DiagnosticsError) {
    guard let start = wire.start else { return }
    try await call(start.call, id, start.body)
  }

  /// Stops an operation; the kind must know how.
  package func cancel(_ id: String) async throws(DiagnosticsError) {
    guard let cancel = wire.cancel else {
      preconditionFailure("only what can be cancelled is asked to be")
    }
    try await call(cancel, id, nil)
  }

  private func call(
    _ endpoint: Wire.Endpoint, _ id: String, _ body: JSON?
  ) async throws(DiagnosticsError) {
    let path = wire.path(endpoint, id)
    let method = HTTPRequest.Method(rawValue: endpoint.method) ?? .put
    let response: HTTPResponse
    do throws(HTTPFailure) {
      response = try await client.send(
        method, path, body, wire.collection + endpoint.path
      ).response
    } catch {
      throw DiagnosticsError(problems.problem(of: error))
    }
    guard response.isSuccess else {
      throw DiagnosticsError(problems.problem(of: response, to: client.line(method, path)))
    }
  }

  /// Returns what the service says of an operation; nil where it knows none of that id.
  package func status(_ id: String) async throws(DiagnosticsError) -> OperationStatus? {
    guard let endpoint = wire.status else { return try await listed(id) }
    let response = try await get(wire.path(endpoint, id), [], wire.collection + endpoint.path)
    if response.status == 404, !response.isPage { return nil }
    let body = try body(of: response, wire.path(endpoint, id))
    return wire.status(of: body, id: id)
  }

  /// Looks an operation up in the list, page by page.
  private func listed(_ id: String) async throws(DiagnosticsError) -> OperationStatus? {
    for number in 1...Self.pages {
      let query = [
        URL.QueryItem("pageSize", String(wire.pageSize)),
        URL.QueryItem("pageNumber", String(number)),
      ]
      let page = try body(
        of: try await get(wire.collection, query, wire.collection), wire.collection)
      let entities = page["entities"]?.array ?? []
      if let found = entities.first(where: { $0["id"]?.string == id }) {
        return wire.status(of: found, id: id)
      }
      guard !entities.isEmpty, number < page["pageCount"]?.int ?? .max else { break }
    }
    return nil
  }

  private static let pages = 100

  private func get(
    _ path: String, _ query: [URL.QueryItem], _ template: String
  ) async throws(DiagnosticsError) -> HTTPResponse {
    do throws(HTTPFailure) {
      return try await reader.get(path, query: query, template: template).response
    } catch {
      throw DiagnosticsError(problems.problem(of: error))
    }
  }

  private func body(
    of response: HTTPResponse, _ path: String
  ) throws(DiagnosticsError) -> JSON {
    guard response.status == 200, let body = response.json, body.object != nil else {
      throw DiagnosticsError(problems.problem(of: response, to: reader.line(path)))
    }
    return body
  }
}

extension OperationWire {
  /// Returns the percent-encoded path of a call on one operation.
  fileprivate func path(_ endpoint: Wire.Endpoint, _ id: String) -> String {
    collection
      + endpoint.path.replacing("{id}", with: URL.percentEncoded(segment: id))
  }
}

extension GenesysWriter {
  /// Returns what runs the operations of a kind; nil where the profile has none of it.
  package func operations(of kind: Kind) -> OperationClient? {
    kind.operations[reader.profile].map { OperationClient(self, kind: kind, wire: $0) }
  }
}
