internal import Diagnostics
internal import HTTP
internal import JSON
internal import Reconciler

extension GenesysReader {
  private struct Answer: Sendable {
    let position: Int
    let result: Result<ObservedObject?, DiagnosticsError>
    let requests: Int
  }

  /// Asks for every declared object by itself, since the service has no list.
  func one(by ids: [String], _ reading: Reading) async -> ObservedCollection {
    if let obstacle = reading.obstacle {
      return finish(reading, incomplete(reading, obstacle), objects: [])
    }
    var seen: Set<String> = []
    let ids = ids.filter { seen.insert($0).inserted }
    let answers = await withTaskGroup(of: Answer.self) { group in
      var answers: [Answer] = []
      for (position, id) in ids.enumerated() {
        if position >= Self.width, let answer = await group.next() { answers.append(answer) }
        group.addTask { await get(id, at: position, reading) }
      }
      for await answer in group { answers.append(answer) }
      return answers.sorted { $0.position < $1.position }
    }
    var reading = reading
    var objects: [ObservedObject] = []
    var problem: Diagnostic?
    for answer in answers {
      reading.requests += answer.requests
      switch answer.result {
      case .success(let object): object.map { objects.append($0) }
      case .failure(let error): problem = problem ?? error.diagnostics.first
      }
    }
    let ending = problem.map { incomplete(reading, $0) } ?? .declaredOnly
    return finish(reading, ending, objects: objects)
  }

  private func get(_ id: String, at position: Int, _ reading: Reading) async -> Answer {
    let path = reading.wire.path(reading.wire.item, id)
    let exchange: Exchange
    do throws(HTTPFailure) {
      exchange = try await client.get(
        path, query: reading.wire.itemQuery.map { URL.QueryItem($0.name, $0.value) },
        template: reading.wire.collection + reading.wire.item)
    } catch {
      let problem = DiagnosticsError(reading.problems.problem(of: error))
      return Answer(
        position: position, result: .failure(problem), requests: error.attempts.count)
    }
    let result = object(id, exchange.response, client.line(path), reading)
    var requests = exchange.attempts.count
    guard !reading.wire.texts.isEmpty, case .success(let object?) = result else {
      return Answer(position: position, result: result, requests: requests)
    }
    let whole = await withTexts(object, reading)
    requests += whole.requests
    return Answer(position: position, result: whole.result, requests: requests)
  }

  private func object(
    _ id: String, _ response: HTTPResponse, _ line: String, _ reading: Reading
  ) -> Result<ObservedObject?, DiagnosticsError> {
    if response.status == 404, !response.isPage { return .success(nil) }
    guard response.status == 200, let body = response.json, body.object != nil else {
      return .failure(DiagnosticsError(reading.problems.problem(of: response, to: line)))
    }
    if reading.wire.identity != .part, let answered = body["id"],
      answered.string?.lowercased() != id.lowercased()
    {
      let problem = Diagnostic.error(
        "not-the-api", "the answer is another object than the one asked for",
        notes: reading.problems.notes(response, line))
      return .failure(DiagnosticsError(problem))
    }
    return .success(reading.shaped(ObservedObject(id: id, body: body)))
  }
}
