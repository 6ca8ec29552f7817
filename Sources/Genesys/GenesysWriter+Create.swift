internal import Diagnostics
internal import HTTP
internal import JSON
internal import Reconciler
internal import World

extension GenesysWriter {
  /// How often a `POST` is sent again after it was shown not to have been carried out.
  private static let repeats = 2

  /// What a collection says of an object whose creation has no answer.
  private enum Fate {
    case created(id: String)
    case absent
    case unknown(Diagnostic)
  }

  /// Creates an object whose id the server chooses, and only once even where an answer is lost.
  func create(_ call: Call) async throws(WriteFailure) -> WriteReceipt {
    var effort = Effort()
    var tries = 0
    var settling = Self.settling
    while true {
      let outcome = await post(call)
      let failure: WriteFailure
      let mayRepeat: Bool
      switch outcome {
      case .success(let exchange):
        effort = effort.adding(exchange)
        let status = exchange.response.status
        if call.successes.contains(status) {
          let receipt = try settle(exchange, call, effort)
          if receipt.id != nil { return receipt }
        }
        failure = refusal(exchange.response, call, effort)
        if isTooEarly(exchange.response, call), await pause(&settling) { continue }
        // After a 5xx the object may be there, and a second request may find that the first was
        // carried out; any other refusal came before anything was done.
        let mayBeThere = tries > 0 && [400, 409].contains(status)
        guard status >= 500 || call.successes.contains(status) || mayBeThere else { throw failure }
        mayRepeat = status >= 500
      case .failure(let error):
        effort = effort.adding(error)
        failure = self.failure(error, call, effort)
        guard case .transport(_, mayHaveBeenSent: true) = error.kind else { throw failure }
        mayRepeat = true
      }
      switch await fate(of: call) {
      case .created(let id): return effort.receipt(id: id, correlation: failure.correlation)
      case .absent where mayRepeat && tries < Self.repeats: tries += 1
      case .absent: throw failure
      case .unknown(let problem):
        throw effort.failure(Task.isCancelled ? .interrupted : .other, problem, at: call)
      }
    }
  }

  /// Whether a refusal may be due to objects of the same run that the service does not see yet.
  func isTooEarly(_ response: HTTPResponse, _ call: Call) -> Bool {
    call.write.followsCreation && [400, 404].contains(response.status) && !response.isPage
  }

  /// Waits for the service to catch up; false once patience is over.
  func pause(_ settling: inout Settling) async -> Bool {
    guard let wait = settling.next() else { return false }
    return (try? await world.sleep(wait)) != nil
  }

  private func post(_ call: Call) async -> Result<Exchange, HTTPFailure> {
    do throws(HTTPFailure) {
      return .success(try await client.send(.post, call.path, call.body, call.template))
    } catch {
      return .failure(error)
    }
  }

  /// Looks an object up by its natural key, as a create without an answer may have made it.
  private func fate(of call: Call) async -> Fate {
    guard case .naturalKey = call.wire.identity, let body = call.write.body?.reveal({ $0 }) else {
      return .unknown(unknown("it has no natural key", call))
    }
    var settling = Self.settling
    while true {
      let fate = await lookUp(call, body)
      // What was created just now may take its time to be in the list.
      guard case .absent = fate else { return fate }
      if await pause(&settling) { continue }
      return Task.isCancelled ? .unknown(unknown("the run was interrupted", call)) : fate
    }
  }

  private func lookUp(_ call: Call, _ body: JSON) async -> Fate {
    let collection = await reader.observe(call.write.kind, declaredIDs: [])
    guard case .whole = collection.completeness else {
      let why = collection.problem?.message ?? "the service has no list to look it up in"
      return .unknown(unknown(why, call))
    }
    let matches = call.write.kind.objects(in: collection, like: body, profile: reader.profile)
    guard matches.count < 2 else {
      let ids = matches.map { reader.redactor.redact($0.id, limit: 100) }.joined(separator: ", ")
      return .unknown(unknown("several objects have its key: \(ids)", call))
    }
    return matches.first.map { .created(id: $0.id) } ?? .absent
  }

  private func unknown(_ why: String, _ call: Call) -> Diagnostic {
    .error(
      "outcome-unknown", "the answer to a create was lost, and whether it was done is open: \(why)",
      notes: [.init("request: \(client.line(call.method, call.path))")],
      hint: "plan again before applying again")
  }
}
