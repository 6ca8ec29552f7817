internal import Diagnostics
internal import HTTP
internal import JSON
internal import Reconciler

extension GenesysWriter {
  /// The waits before an update is made anew after somebody else got in between.
  ///
  /// The first follows at once; a service that still shows the former version is given time.
  private static let renewals = Settling(
    waits: [.zero, .milliseconds(500), .seconds(1), .seconds(2), .seconds(4)])

  /// Changes an object on the ground of what it is now, as long as nobody else moves our fields.
  func update(_ call: Call) async throws(WriteFailure) -> WriteReceipt {
    var effort = Effort()
    var renewals = Self.renewals
    while true {
      let live = try await current(call, &effort)
      let found = call.shape?.spec(from: live) ?? live
      try check(found, call, effort)
      let exchange: Exchange
      do throws(HTTPFailure) {
        exchange = try await client.send(
          call.method, call.path, call.body(over: live), call.template)
      } catch {
        throw failure(error, call, effort.adding(error))
      }
      effort = effort.adding(exchange)
      guard exchange.response.isVersionConflict, await pause(&renewals) else {
        return try settle(exchange, call, effort)
      }
    }
  }

  /// Refuses to write over what somebody else did to the same fields, as far as `live` shows them.
  func check(_ live: JSON, _ call: Call, _ effort: Effort) throws(WriteFailure) {
    let unseen = call.wire.texts.map(\.pointer)
    let conflicts = call.write.expectation?.conflicts(in: live, besides: unseen) ?? []
    guard conflicts.isEmpty else { throw moved(conflicts, call, effort) }
  }

  /// Reads the object that is about to be changed.
  func current(
    _ call: Call, _ effort: inout Effort, _ patience: Settling = settling
  ) async throws(WriteFailure) -> JSON {
    var settling = patience
    let exchange: Exchange
    do throws(HTTPFailure) {
      exchange = try await reader.client.get(
        call.path, query: call.wire.itemQuery.map { URL.QueryItem($0.name, $0.value) },
        template: call.template)
    } catch {
      throw failure(error, call, effort.adding(error))
    }
    effort = effort.adding(exchange)
    let response = exchange.response
    if isTooEarly(response, call), await pause(&settling) {
      return try await current(call, &effort, settling)
    }
    if response.status == 404, !response.isPage {
      let problem = Diagnostic.error(
        "conflict", "the object is gone", hint: "plan again before applying again")
      throw effort.failure(.conflict, problem, at: call, correlation: response.refusalID)
    }
    guard response.status == 200, let body = response.json, body.object != nil else {
      throw refusal(response, call, effort)
    }
    return body
  }

  private func moved(
    _ conflicts: [FieldChange], _ call: Call, _ effort: Effort
  ) -> WriteFailure {
    func shown(_ value: JSON?) -> String { reader.redactor.redact(value?.text ?? "absent") }
    let notes = conflicts.prefix(10).map { change in
      Diagnostic.Note(
        "\(change.path) was \(shown(change.after)) in the plan and is \(shown(change.before)) now")
    }
    let problem = Diagnostic.error(
      "conflict", "somebody else changed the same fields meanwhile", notes: notes,
      hint: "plan again and look at what they changed")
    return effort.failure(.conflict, problem, at: call)
  }
}

extension HTTPResponse {
  /// Whether the update was refused because the object has another version by now.
  fileprivate var isVersionConflict: Bool {
    switch status {
    case 409, 412: true
    case 400, 408: ErrorBody(self)?.message?.lowercased().contains("version") ?? false
    default: false
    }
  }
}
