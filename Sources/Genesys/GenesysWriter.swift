internal import Diagnostics
internal import HTTP
internal import JSON
package import Reconciler
package import World

/// Carries out writes in the API of one profile.
package struct GenesysWriter: Writer {
  let client: WritingClient
  let reader: GenesysReader
  let world: World
  /// How long what was created may take to be seen.
  static let settling = Settling(
    waits: [.milliseconds(500), .seconds(1), .seconds(2), .seconds(4)])

  /// Makes a writer whose reader looks up what became of a write without an answer.
  package init(client: WritingClient, reader: GenesysReader, world: World) {
    self.client = client
    self.reader = reader
    self.world = world
  }

  package func readBack(_ kind: Kind, ids: [String]) async -> ObservedCollection {
    await reader.observe(kind, declaredIDs: ids)
  }

  package func write(_ write: Write) async throws(WriteFailure) -> WriteReceipt {
    let call = try await call(for: write)
    let receipt = try await perform(call)
    return call.wire.ready == nil || write.action == .delete
      ? receipt : try await waitUntilReady(call, receipt)
  }

  private func call(for write: Write) async throws(WriteFailure) -> Call {
    var shape: (any WireShape)?
    if let wire = write.kind.wires[reader.profile] {
      do throws(DiagnosticsError) {
        shape = try await reader.shape(of: wire)
      } catch {
        let problem = error.diagnostics.first ?? .error("request-failed", "no shape is known")
        throw WriteFailure(.other, problem)
      }
    }
    return try Call(write, shape: shape, profile: reader.profile, redactor: reader.redactor)
  }

  private func perform(_ call: Call) async throws(WriteFailure) -> WriteReceipt {
    if call.method == .post { return try await create(call) }
    if let draft = call.wire.draft, call.write.changes(draft.fields) {
      return try await publish(call, draft)
    }
    let needsCurrent = call.wire.version != nil || call.wire.mergesUpdates
    let isUpdate =
      call.write.action != .delete && (call.write.action == .update || call.wire.isAlwaysThere)
    return needsCurrent && isUpdate ? try await update(call) : try await send(call)
  }

  private func send(_ call: Call) async throws(WriteFailure) -> WriteReceipt {
    let exchange: Exchange
    do throws(HTTPFailure) {
      exchange = try await client.send(call.method, call.path, call.body, call.template)
    } catch {
      throw failure(error, call, Effort().adding(error))
    }
    return try settle(exchange, call, Effort().adding(exchange))
  }

  /// Returns the receipt of an answer that means success.
  func settle(
    _ exchange: Exchange, _ call: Call, _ effort: Effort
  ) throws(WriteFailure) -> WriteReceipt {
    let response = exchange.response
    let isGone = call.write.action == .delete && response.status == 404 && !response.isPage
    let isReadable = response.body.isEmpty || response.json != nil
    guard isGone || (call.successes.contains(response.status) && isReadable) else {
      throw refusal(response, call, effort)
    }
    let answer = response.json
    let id = call.wire.isAlwaysThere ? nil : answer?["id"]?.string
    var receipt = effort.receipt(id: id ?? call.write.id, correlation: response.correlation)
    if call.write.action == .create {
      for pointer in call.wire.generated {
        receipt.generated[pointer] = answer?[pointer]?.string.map { Secret($0) }
      }
    }
    return receipt
  }

  func refusal(
    _ response: HTTPResponse, _ call: Call, _ effort: Effort
  ) -> WriteFailure {
    let problem = call.problems.problem(of: response, to: line(call))
    let cause: WriteFailure.Cause =
      switch problem.code {
      case "authentication-failed", "permission-denied": .permission
      case "conflict": .conflict
      default: .other
      }
    return effort.failure(cause, problem, at: call, correlation: response.refusalID)
  }

  func failure(_ error: HTTPFailure, _ call: Call, _ effort: Effort) -> WriteFailure {
    let problem = call.problems.problem(of: error)
    let cause: WriteFailure.Cause =
      switch problem.code {
      case "authentication-failed": .permission
      case "interrupted": .interrupted
      default: .other
      }
    return effort.failure(cause, problem, at: call)
  }

  private func line(_ call: Call) -> String { client.line(call.method, call.path) }
}
