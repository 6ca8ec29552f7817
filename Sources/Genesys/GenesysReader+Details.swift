internal import Diagnostics
internal import HTTP
internal import JSON
internal import Reconciler

/// Which objects of a list matter, where the list does not show them whole.
struct Wanted: Sendable {
  var ids: Set<String> = []
  var names: Set<String> = []

  func contains(_ object: ObservedObject, _ wire: Wire) -> Bool {
    ids.contains(object.id) || object.body[wire.name]?.string.map(names.contains) ?? false
  }
}

extension GenesysReader {
  /// Asks for the objects that matter one by one; nil stands for all of them.
  ///
  /// The others stay as the list shows them.
  func whole(
    _ reading: Reading, _ ending: ObservedCollection.Completeness, _ wanted: Wanted?
  ) async -> ObservedCollection {
    let listed = reading.found
    let ids = listed.filter { wanted?.contains($0, reading.wire) ?? true }.map(\.id)
    let details = await one(by: ids, self.reading(reading.kind, reading.wire))
    var completeness = ending
    if case .incomplete = details.completeness { completeness = details.completeness }
    var reading = reading
    reading.requests += details.requests
    return finish(
      reading, completeness,
      objects: listed.map { details.object(id: $0.id) ?? reading.shaped($0) })
  }

  /// Returns an object with the texts that belong to it.
  func withTexts(
    _ object: ObservedObject, _ reading: Reading
  ) async -> (result: Result<ObservedObject?, DiagnosticsError>, requests: Int) {
    var body = object.body
    var requests = 0
    for (pointer, path) in reading.wire.texts {
      let path = reading.wire.path(path, object.id)
      do throws(HTTPFailure) {
        let exchange = try await client.get(path, template: reading.wire.collection + path)
        requests += exchange.attempts.count
        let response = exchange.response
        guard [200, 204, 404].contains(response.status), !response.isPage else {
          let problem = reading.problems.problem(of: response, to: client.line(path))
          return (.failure(DiagnosticsError(problem)), requests)
        }
        guard response.status == 200 else { continue }
        body.setCreating(.string(String(decoding: response.body, as: UTF8.self)), at: pointer)
      } catch {
        let problem = DiagnosticsError(reading.problems.problem(of: error))
        return (.failure(problem), requests + error.attempts.count)
      }
    }
    return (.success(ObservedObject(id: object.id, body: body)), requests)
  }
}

extension Wire {
  /// Returns the percent-encoded path of something below the collection.
  func path(_ template: String, _ id: String) -> String {
    let parts = template.split(separator: "{id}", maxSplits: 1, omittingEmptySubsequences: false)
    return collection + parts.joined(separator: URL.percentEncoded(segment: id))
  }
}
