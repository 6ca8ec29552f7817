internal import Diagnostics
internal import HTTP
internal import JSON
internal import Reconciler

extension GenesysWriter {
  /// Changes what only a draft takes: a draft of what is published, changed, checked, published.
  ///
  /// The object keeps its id, so that what uses it never sees another. A draft that somebody left is
  /// taken up, since nothing but the published object can be told apart from ours.
  func publish(_ call: Call, _ draft: Wire.Draft) async throws(WriteFailure) -> WriteReceipt {
    var effort = Effort()
    let live = try await current(call, &effort)
    try check(live, call, effort)
    let path = call.path + draft.path.dropFirst(call.wire.item.count)
    let version = try await begun(path, call, &effort)
    var body = call.body ?? [:]
    if let updates = call.wire.updates { body = body.keeping(updates + draft.fields) }
    body[JSONPointer(["version"])] = version
    let changed = try await step(.patch, path, body, call, &effort)
    let validation = try await step(.get, path + "/validation", nil, call, &effort)
    if validation.response.json?["valid"]?.bool == false {
      throw invalid(validation.response, call, effort)
    }
    let published = try await step(
      .post, path + "/publish",
      ["version": changed.response.json?["version"] ?? .null], call, &effort)
    return effort.receipt(id: call.write.id, correlation: published.response.correlation)
  }

  /// Begins a draft, or takes up the one there is, and returns its version.
  private func begun(
    _ path: String, _ call: Call, _ effort: inout Effort
  ) async throws(WriteFailure) -> JSON {
    let made = try await send(.post, path, [:], call, &effort)
    if call.successes.contains(made.response.status), let version = made.response.json?["version"] {
      return version
    }
    guard [400, 409].contains(made.response.status) else {
      throw refusal(made.response, call, effort)
    }
    let found = try await send(.get, path, nil, call, &effort)
    guard let version = found.response.json?["version"] else {
      throw refusal(made.response, call, effort)
    }
    return version
  }

  private func step(
    _ method: HTTPRequest.Method, _ path: String, _ body: JSON?, _ call: Call,
    _ effort: inout Effort
  ) async throws(WriteFailure) -> Exchange {
    var settling = Self.settling
    while true {
      let exchange = try await send(method, path, body, call, &effort)
      if call.successes.contains(exchange.response.status) { return exchange }
      // The draft was begun just now, and may take its time to be seen.
      guard exchange.response.status == 404, await pause(&settling) else {
        throw refusal(exchange.response, call, effort)
      }
    }
  }

  private func send(
    _ method: HTTPRequest.Method, _ path: String, _ body: JSON?, _ call: Call,
    _ effort: inout Effort
  ) async throws(WriteFailure) -> Exchange {
    let exchange: Exchange
    do throws(HTTPFailure) {
      let template = call.template + path.dropFirst(call.path.count)
      exchange = try await client.send(method, path, body, template)
    } catch {
      throw failure(error, call, effort.adding(error))
    }
    effort = effort.adding(exchange)
    return exchange
  }

  private func invalid(_ response: HTTPResponse, _ call: Call, _ effort: Effort) -> WriteFailure {
    let errors = (response.json?["errors"]?.array ?? []).compactMap { $0["message"]?.string }
    let problem = Diagnostic.error(
      "request-failed", "the service would not publish the draft of \(call.write.address)",
      notes: errors.prefix(10).map { .init(reader.redactor.redact($0)) },
      hint: "correct the manifest and apply again; the draft stays and is taken up then")
    return effort.failure(.other, problem, at: call, correlation: response.correlation)
  }
}
