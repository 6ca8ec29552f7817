internal import Diagnostics
internal import HTTP
internal import JSON
internal import Reconciler
internal import World

extension GenesysWriter {
  /// Waits for the service to do what it accepted.
  func waitUntilReady(
    _ call: Call, _ receipt: WriteReceipt
  ) async throws(WriteFailure) -> WriteReceipt {
    guard let ready = call.wire.ready, let goal = call.write.body?.reveal({ $0 }) else {
      return receipt
    }
    let end = world.instant() + ready.within
    var effort = Effort(attempts: receipt.attempts, latency: receipt.latency)
    var wait = Duration.milliseconds(500)
    while true {
      let live = try await current(call, &effort)
      switch ready.state(of: live, for: goal) {
      case .ready: return effort.receipt(id: receipt.id, correlation: receipt.correlation)
      case .failed(let reason): throw notReady("reports \(reason)", call, effort)
      case .waiting:
        guard world.instant() + wait < end, (try? await world.sleep(wait)) != nil else {
          throw notReady("is not done after \(ready.within.components.seconds) s", call, effort)
        }
        wait = min(wait * 2, .seconds(8))
      }
    }
  }

  private func notReady(_ what: String, _ call: Call, _ effort: Effort) -> WriteFailure {
    let reason = reader.redactor.redact(what)
    return effort.failure(
      .other,
      .error(
        "not-ready", "\(call.write.address) was accepted, but the service \(reason)",
        hint: "look at it in the org, then apply again"), at: call)
  }
}
